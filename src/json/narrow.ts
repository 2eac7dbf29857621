/** JSON from outside has no type: each of these gives a value of one type, or nothing. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const asObject = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

export const asList = (value: unknown): readonly unknown[] | undefined => (Array.isArray(value) ? value : undefined);

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The members of an object; none of anything else. */
export const membersOf = (value: unknown): JsonObject => asObject(value) ?? {};

/** @returns the JSON object that a text holds, a byte-order mark before it allowed; nothing where it holds anything else */
export function parseObject(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text.replace(/^\ufeff/, '')));
  } catch {
    return undefined;
  }
}
