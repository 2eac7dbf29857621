/** How an HTML page begins, behind declarations and comments. */
const PAGE = /^<(?:!doctype[ \t\r\n]{1,8}html|html|head|body)(?![\w-])/i;
/** How a part of a page begins, as proxies and sign-in services send it; behind an XML declaration it is data. */
const FRAGMENT =
  /^<(?:form|script|noscript|style|title|meta|base|iframe|frameset|div|span|center|h[1-6]|br|hr|img)(?![\w-])/i;
/** As much as these can need. */
const LONGEST_OPENING = 32;
const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/** Tells an HTML page by how it begins, whatever its content type says, in bytes as they come. */
export interface HtmlDetector {
  /** @returns whether what has come until now begins a page; comments before it may be of any length */
  feed(piece: Buffer): boolean;
  /** The same behind the last piece. */
  end(): boolean;
}

/** @param isXml whether the content type says XML, whose elements may have any name */
export function createHtmlDetector(isXml = false): HtmlDetector {
  let verdict: 'open' | 'page' | 'other' = 'open';
  /** What has come and is not yet decided; of what is skipped only its end. */
  let held = '';
  /** What ends the comment or declaration that is being skipped. */
  let skippedTo = '';

  const decide = (isEnd: boolean): void => {
    let at = 0;
    while (verdict === 'open') {
      if (skippedTo) {
        const found = held.indexOf(skippedTo, at);
        at = found < 0 ? Math.max(at, held.length - skippedTo.length + 1) : found + skippedTo.length;
        if (found < 0) break;
        skippedTo = '';
      }
      while (isBlankOrMark(held.charAt(at))) at += 1;
      const opening = held.slice(at, at + LONGEST_OPENING);
      const isCut = opening.length < LONGEST_OPENING && !isEnd && !opening.includes('>');
      if (opening.startsWith('<!--')) [at, skippedTo] = [at + 4, '-->'];
      else if (opening.startsWith('<?')) [at, skippedTo, isXml] = [at + 2, '>', true];
      else if (isCut && (opening === '' || opening.startsWith('<'))) break;
      else verdict = PAGE.test(opening) || (!isXml && FRAGMENT.test(opening)) ? 'page' : 'other';
    }
    held = held.slice(at);
  };

  return {
    feed(piece) {
      if (verdict === 'open') {
        held += piece.toString('latin1');
        decide(false);
      }
      return verdict === 'page';
    },
    end() {
      decide(true);
      return verdict === 'page';
    },
  };
}

const isBlankOrMark = (char: string) => char !== '' && ` \t\r\n${BYTE_ORDER_MARK}`.includes(char);

export function startsLikeHtml(bytes: Buffer): boolean {
  const detector = createHtmlDetector();
  return detector.feed(bytes) || detector.end();
}

/** Elements that do not interrupt a sentence. */
const INLINE = new Set(['a', 'abbr', 'b', 'code', 'em', 'font', 'i', 'small', 'span', 'strong', 'sub', 'sup', 'u']);
const NAME = /^<\/?([a-z0-9]*)/i;

/**
 * The text that a person would see of an HTML page or of XML, on one line. What stands in it twice, such as a title that
 * is also the heading, is there once. The work grows with the length of the page alone.
 */
export function textOfHtml(html: string): string {
  const blocks: string[] = [];
  let block = '';
  const endBlock = () => {
    const text = block
      .split(/[ \t\r\n\f]+/)
      .filter(Boolean)
      .join(' ');
    if (text) blocks.push(text);
    block = '';
  };
  for (let at = 0; at < html.length;) {
    const tag = html.indexOf('<', at);
    block += decoded(html.slice(at, tag < 0 ? html.length : tag));
    if (tag < 0) break;
    const isMarkup = /[a-z/!?]/i.test(html.charAt(tag + 1));
    const end = isMarkup ? behindTag(html, tag) : tag + 1;
    if (!isMarkup) block += '<';
    else if (!INLINE.has(nameOf(html, tag))) endBlock();
    at = end;
  }
  endBlock();
  return [...new Set(blocks)].join(' ');
}

const nameOf = (html: string, tag: number) => (NAME.exec(html.slice(tag, tag + 32))?.[1] ?? '').toLowerCase();

/** @returns the index behind a tag, a comment, or a script or style with its content; the end if it is not closed */
function behindTag(html: string, tag: number): number {
  if (html.startsWith('<!--', tag)) return behind(html, '-->', tag + 4);
  const end = behind(html, '>', tag);
  const name = nameOf(html, tag);
  if ((name !== 'script' && name !== 'style') || html[tag + 1] === '/') return end;
  const closing = name === 'script' ? /<\/script/gi : /<\/style/gi;
  closing.lastIndex = end;
  return closing.test(html) ? behind(html, '>', closing.lastIndex) : html.length;
}

function behind(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
}

const ENTITIES: Readonly<Record<string, string>> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (entity, digits, hex, name: string) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? entity;
    const code = digits ? Number(digits) : parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}
