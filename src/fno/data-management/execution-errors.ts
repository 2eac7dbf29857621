/** An error that F&O reported of an execution, with its own names. */
export interface ExecutionError {
  RecordId: string;
  Field: string;
  ErrorMessage: string;
}

const KEYS = ['RecordId', 'Field', 'ErrorMessage'] as const;

/**
 * Reads the list of GetExecutionErrors. Its messages can hold unescaped quotes and line breaks, so that it is no JSON;
 * it is then split between its records, which read all errors of a real run (facts: data management).
 */
export function parseExecutionErrors(list: string): ExecutionError[] {
  const trimmed = list.replace(/^\ufeff/, '').trim();
  if (trimmed === '' || trimmed === '""' || trimmed === 'null') return [];
  try {
    const parsed: unknown = JSON.parse(trimmed);
    const rows: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    return rows.map(fromRow);
  } catch {
    return trimmed
      .replace(/^\[/, '')
      .replace(/\]$/, '')
      .split(/(?<=\})\s*,\s*(?=\{\s*"RecordId")/)
      .filter((record) => record.trim() !== '')
      .map(fromBrokenRecord);
  }
}

function fromRow(row: unknown): ExecutionError {
  if (typeof row !== 'object' || row === null) {
    return { RecordId: '', Field: '', ErrorMessage: typeof row === 'string' ? row : JSON.stringify(row) };
  }
  const text = (key: (typeof KEYS)[number]) => {
    const value = (row as Record<string, unknown>)[key];
    return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  };
  const error = { RecordId: text('RecordId'), Field: text('Field'), ErrorMessage: text('ErrorMessage') };
  return KEYS.some((key) => error[key] !== '') ? error : { ...error, ErrorMessage: JSON.stringify(row) };
}

/** Each value reaches from its key to the next key, whatever quotes stand between. */
function fromBrokenRecord(record: string): ExecutionError {
  const places = KEYS.map((key) => ({ key, match: new RegExp(`"${key}"\\s*:\\s*`).exec(record) }))
    .flatMap(({ key, match }) => (match ? [{ key, from: match.index, to: match.index + match[0].length }] : []))
    .sort((a, b) => a.from - b.from);
  const error: ExecutionError = { RecordId: '', Field: '', ErrorMessage: places.length > 0 ? '' : record.trim() };
  for (const [index, { key, to }] of places.entries()) {
    error[key] = unquoted(record.slice(to, places[index + 1]?.from ?? record.length));
  }
  return error;
}

function unquoted(piece: string): string {
  const text = piece
    .trim()
    .replace(/[,}]\s*$/, '')
    .trim()
    .replace(/^"|"$/g, '');
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
    return text.replace(/\\(["\\/nrt])/g, (_, letter: string) => escapes[letter] ?? letter);
  }
}

/** Errors whose messages differ in quoted values alone. */
export interface ErrorGroup {
  /** Quoted values are replaced by an ellipsis. */
  message: string;
  count: number;
  /** The fields in which it occurred, none twice. */
  fields: string[];
}

/** Groups errors, the most frequent first: thousands become a dozen lines. */
export function groupErrors(errors: readonly ExecutionError[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const { Field, ErrorMessage } of errors) {
    const message = maskQuoted(ErrorMessage);
    const group = groups.get(message) ?? { message, count: 0, fields: [] };
    group.count += 1;
    if (Field && !group.fields.includes(Field)) group.fields.push(Field);
    groups.set(message, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** An apostrophe within a word quotes nothing. */
export function maskQuoted(message: string): string {
  return message
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»/g, '"…"')
    .replace(/(?<![\p{L}\p{N}])'(?:[^']|'(?=\p{L}))*'(?!\p{L})/gu, "'…'");
}
