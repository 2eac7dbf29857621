import type { Inputs } from '../../inputs.ts';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What an HTTP header may hold: no control characters, nothing beyond one byte. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** The action sets these by itself: a second opinion would break the request. */
const RESERVED = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'expect', 'upgrade', 'te']);

/**
 * Parses `Name: value` lines, blank ones between them. Values never stand in a problem: they can be secrets.
 *
 * @param anonymous whether the request carries no bearer
 * @returns names in lower case
 */
export function parseHeaderLines(
  lines: readonly string[],
  anonymous: boolean,
  inputs: Pick<Inputs, 'problem'>,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    if (!line.trim()) continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim();
    const value = line.slice(colon + 1).trim();
    const key = name.toLowerCase();
    const where = `\`headers\`, line ${index + 1}`;
    if (!TOKEN.test(name)) inputs.problem(`${where}: give one \`Name: value\` per line.`);
    else if (!VALUE.test(value))
      inputs.problem(`${where}: the value of \`${name}\` contains characters that a header cannot carry.`);
    else if (RESERVED.has(key)) inputs.problem(`${where}: \`${name}\` is set by the action: remove it.`);
    else if (key === 'authorization' && !anonymous)
      inputs.problem(`${where}: \`${name}\` is set from the sign-in: remove it, or set \`auth: none\`.`);
    else if (Object.hasOwn(headers, key))
      inputs.problem(`${where}: \`${name}\` is given twice: put its values on one line.`);
    else headers[key] = value;
  }
  return headers;
}

const SECRET_NAME = /auth|token|secret|password|credential|cookie|signature|(^|-)key$|api-?key/i;

/** The values that no log may show: those of `Authorization`, `Authtoken`, API keys and their like. */
export function secretValues(headers: Record<string, string>): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    SECRET_NAME.test(name) ? [value, value.replace(/^(bearer|basic|negotiate)\s+/i, '')] : [],
  );
}
