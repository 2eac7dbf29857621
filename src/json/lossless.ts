/** A number that JavaScript cannot hold, kept as the text it came as; `JSON.stringify` writes it back unchanged. */
export interface RawNumber {
  readonly rawJSON: string;
}

/** What TypeScript's library does not declare yet: the `JSON.parse` with source text of ES2026. */
interface JsonWithSource {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}

const json = JSON as unknown as JsonWithSource;

/** A document is nested more deeply than it can be read. */
export class TooDeep extends Error {
  override name = 'TooDeep';
}

/**
 * Parses JSON without losing a digit: a number whose text would not survive (19-digit integers, decimals with trailing
 * zeros) becomes a frozen `RawNumber`; every other value is what `JSON.parse` gives. A byte-order mark is skipped.
 *
 * @throws SyntaxError where the text is not JSON, TooDeep where it is nested in thousands of levels
 */
export function parseLossless(text: string): unknown {
  try {
    return json.parse(text.replace(/^\ufeff/, ''), (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
    );
  } catch (thrown) {
    throw thrown instanceof RangeError ? new TooDeep('It is nested too deeply.', { cause: thrown }) : thrown;
  }
}

/** Whether a value of `parseLossless` is a number that JavaScript cannot hold. */
export function isRawNumber(value: unknown): value is RawNumber {
  return json.isRawJSON(value);
}
