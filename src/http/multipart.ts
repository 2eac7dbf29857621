/** A part of a multipart document (RFC 2046, section 5.1) that is no multipart document itself. */
export interface Part {
  /** The first line, without its line end: of an HTTP message the request or status line. */
  firstLine: string;
  /** Of the HTTP message; names in lower case. */
  headers: Record<string, string>;
  /** In the encoding of the document. */
  body: string;
}

/** OData nests once: a changeset in a batch. */
const DEEPEST = 3;

/**
 * Reads HTTP messages (`application/http`) out of a multipart document, those of nested documents in their place.
 *
 * @param text the document, also as latin1 to keep its bytes
 * @param contentType names the boundary
 * @returns the messages; `undefined` if there is no boundary, or the document does not come to its end
 */
export function readMultipart(text: string, contentType: string, depth = 1): Part[] | undefined {
  const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType.slice(0, 1_000));
  const pieces = boundary && depth <= DEEPEST ? piecesOf(text, `--${boundary[1] ?? boundary[2] ?? ''}`) : undefined;
  const parts = pieces?.map((piece) => {
    const { headers, body } = splitHead(piece);
    const type = headers['content-type'] ?? '';
    return /^\s*multipart\//i.test(type) ? readMultipart(body, type, depth + 1) : [messageOf(body)];
  });
  return parts?.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** What stands between the delimiter lines; `undefined` if the last one is missing. */
function piecesOf(text: string, delimiter: string): string[] | undefined {
  const pieces: string[] = [];
  let begin: number | undefined;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + delimiter.length)) {
    const lineEnd = text.indexOf('\n', at);
    const rest = text.slice(at + delimiter.length, lineEnd < 0 ? text.length : lineEnd).trimEnd();
    if ((at > 0 && text[at - 1] !== '\n') || (rest !== '' && rest !== '--')) continue;
    if (begin !== undefined) pieces.push(text.slice(begin, Math.max(begin, at)).replace(/\r?\n$/, ''));
    if (rest === '--') return pieces;
    begin = lineEnd < 0 ? text.length : lineEnd + 1;
  }
  return undefined;
}

function messageOf(text: string): Part {
  const end = text.indexOf('\n');
  const firstLine = (end < 0 ? text : text.slice(0, end)).trim();
  return { firstLine, ...splitHead(end < 0 ? '' : text.slice(end + 1)) };
}

/** Header lines up to an empty line, and what follows it. */
function splitHead(text: string): Pick<Part, 'headers' | 'body'> {
  const empty = /(?:^|\n)\r?\n/.exec(text);
  const head = empty ? text.slice(0, empty.index) : text;
  const lines = head.split('\n').map((line) => line.split(/:(.*)/s));
  return {
    headers: Object.fromEntries(lines.map(([name = '', value = '']) => [name.trim().toLowerCase(), value.trim()])),
    body: empty ? text.slice(empty.index + empty[0].length) : '',
  };
}
