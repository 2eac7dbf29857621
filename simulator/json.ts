/** A number that keeps the digits it was written with: JSON.stringify prints them as they are. */
export interface RawNumber {
  readonly rawJSON: string;
}

export type Json = null | boolean | number | string | RawNumber | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

const json = JSON as unknown as {
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
  parse(text: string, reviver: (key: string, value: Json, context: { source?: string }) => Json): Json;
};

/** The JSON number with exactly these digits. */
export const rawNumber = (digits: string): RawNumber => json.rawJSON(digits);

export const isRawNumber = (value: unknown): value is RawNumber => json.isRawJSON(value);

/** Parses JSON; a number that JavaScript would write differently comes back as a RawNumber. Throws SyntaxError. */
export function parseJson(text: string): Json {
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? rawNumber(source) : value,
  );
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value);

/** What is wrong with a text that is not JSON, such as the UTF-16 that Windows PowerShell writes. */
export function notJson(text: string, { message }: Error): string {
  return /[\0\ufffd]/.test(text)
    ? 'is not in UTF-8 (Windows PowerShell writes UTF-16): save it as UTF-8'
    : `is not valid JSON: ${message}`;
}

/** The value as an object, or an empty one where it is anything else. */
export const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** The text of a scalar: digits of a number, the string itself, '' for what is absent. */
export function asText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (isRawNumber(value)) return value.rawJSON;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
