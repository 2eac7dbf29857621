import { asObject, asText } from '../../json/narrow.ts';

/** An error that F&O reported of an execution, with its own names. */
export interface ExecutionError {
  RecordId: string;
  Field: string;
  ErrorMessage: string;
}

const KEYS = [
  ['RecordId', /"RecordId"\s*:\s*/],
  ['Field', /"Field"\s*:\s*/],
  ['ErrorMessage', /"ErrorMessage"\s*:\s*/],
] as const;

/**
 * Reads the list of GetExecutionErrors. Its messages can hold unescaped quotes and line breaks, so that it is no JSON;
 * it is then split between its records, which read all errors of a real run.
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
  const fields = asObject(row);
  const text = (value: unknown) =>
    asText(value) ?? (value === undefined || value === null ? '' : JSON.stringify(value));
  if (!fields) return { RecordId: '', Field: '', ErrorMessage: asText(row) ?? JSON.stringify(row) };
  const [RecordId, Field, ErrorMessage] = [
    text(fields['RecordId']),
    text(fields['Field']),
    text(fields['ErrorMessage']),
  ];
  return { RecordId, Field, ErrorMessage: RecordId || Field || ErrorMessage ? ErrorMessage : JSON.stringify(row) };
}

/** Each value reaches from its key to the next key, whatever quotes stand between. */
function fromBrokenRecord(record: string): ExecutionError {
  const places = KEYS.map(([key, pattern]) => ({ key, match: pattern.exec(record) }))
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

/** Errors whose messages differ in values alone. */
export interface ErrorGroup {
  /** Values that differ are replaced by an ellipsis; on one line. */
  message: string;
  count: number;
  /** The fields in which it occurred, none twice. */
  fields: string[];
}

/** Groups errors that differ in numbers, ids and quoted values alone, the most frequent first: thousands become a dozen lines. */
export function groupErrors(errors: readonly ExecutionError[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const { Field, ErrorMessage } of errors) {
    const message = onOneLine(ErrorMessage);
    const masked = maskValues(message);
    const group = groups.get(masked) ?? { message, count: 0, fields: [] };
    if (group.message !== message) group.message = masked;
    group.count += 1;
    if (Field && !group.fields.includes(Field)) group.fields.push(Field);
    groups.set(masked, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

const onOneLine = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');

/** Replaces quoted values, and every number, date and id (anything with a digit), by an ellipsis. */
export const maskValues = (message: string): string =>
  maskQuoted(message).replace(/[\p{L}\p{N}_]+(?:[-.,:/\\]{1,2}[\p{L}\p{N}_]+)*/gu, (token) =>
    /\p{N}/u.test(token) ? '…' : token,
  );

const CLOSING: Readonly<Record<string, readonly string[]>> = {
  '"': ['"'],
  '“': ['”'],
  '„': ['“', '”'],
  '«': ['»'],
  "'": ["'"],
};
const isWordCharacter = (char: string) => /[\p{L}\p{N}]/u.test(char);

/** Replaces what stands in quotes by an ellipsis. An apostrophe within a word quotes nothing. */
export function maskQuoted(message: string): string {
  const text = onOneLine(message);
  /** Where the next of a closing mark stands: each is looked for once, however many open. */
  const nextAt = new Map<string, number>();
  const next = (mark: string, from: number): number => {
    let found = nextAt.get(mark) ?? -1;
    if (found < from) {
      found = text.indexOf(mark, from);
      while (mark === "'" && found >= 0 && /\p{L}/u.test(text.charAt(found + 1))) found = text.indexOf(mark, found + 1);
      if (found < 0) found = Infinity;
      nextAt.set(mark, found);
    }
    return found;
  };
  let masked = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const opens = char !== "'" || at === 0 || !isWordCharacter(text.charAt(at - 1));
    const end = opens ? Math.min(...(CLOSING[char] ?? []).map((mark) => next(mark, at + 1)), Infinity) : Infinity;
    if (end === Infinity) masked += char;
    else {
      masked += char === "'" ? "'…'" : '"…"';
      at = end;
    }
  }
  return masked;
}
