import { parseJson } from '../json/parse.ts';
import { membersOf } from '../json/narrow.ts';

/**
 * The result of an OData action: the bare JSON, its `value`, or the `value` within that, as F&O's documentation prints
 * it both ways.
 */
export function unwrapAction(json: unknown): unknown {
  let value = json;
  for (let depth = 0; depth < 2 && Object.hasOwn(membersOf(value), 'value'); depth += 1)
    value = membersOf(value)['value'];
  return value;
}

/** JSON that travels inside a string, opened; anything else as it is. */
export function opened(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}
