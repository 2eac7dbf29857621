const OPENING = /^\ufeff?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body)\b/i;
const OPENING_BYTES = 1024;
/** Whatever follows, this is no page. */
const NO_MARKUP = /^\ufeff?\s*[^\s<\ufeff]/;

/** Whether bytes begin like an HTML page, whatever their content type says. */
export function startsLikeHtml(bytes: Buffer): boolean {
  return OPENING.test(bytes.subarray(0, OPENING_BYTES).toString('utf8'));
}

/** Whether so many bytes of a body are enough to tell a page by its beginning. */
export function tellsWhetherHtml(bytes: Buffer): boolean {
  return bytes.length >= OPENING_BYTES || NO_MARKUP.test(bytes.toString('utf8'));
}

/** The text that a person would see of an HTML page, on one line. */
export function textOfHtml(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}
