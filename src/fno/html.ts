const OPENING = /^\ufeff?\s*(<!--[\s\S]*?-->\s*)*<(!doctype\s+html|html|head|body)\b/i;

/** Whether bytes begin like an HTML page, whatever their content type says. */
export function startsLikeHtml(bytes: Buffer): boolean {
  return OPENING.test(bytes.subarray(0, 1024).toString('utf8'));
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
