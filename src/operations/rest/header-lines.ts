import type { Inputs } from '../../inputs.ts';
import { invisibleIn } from '../../invisible.ts';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Names that HTTP allows and nobody has: a quote or a dash of YAML stands before what was meant. */
const PASTED = /^['"`*-]/;
/** What an HTTP header may hold: no control characters, nothing beyond one byte. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** A second header in the line of a first, where YAML has made one line of two (`headers: >`). */
const FOLDED =
  /\s(?:(?:accept|content|if|x|ms|odata|ocp)-[\w-]+|accept|authorization|authtoken|cookie|prefer|user-agent):(?:\s|$)/i;
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
    const isValid = VALUE.test(value);
    const invisible = TOKEN.test(name) && isValid ? undefined : invisibleIn(line);
    if (invisible !== undefined)
      inputs.problem(`${where} contains the invisible character ${invisible}: type the line again, without it.`);
    else if (!TOKEN.test(name) || PASTED.test(name))
      inputs.problem(`${where}: give one \`Name: value\` per line, without quotes or a dash around it.`);
    else if (FOLDED.test(value))
      inputs.problem(
        `${where}, holds two headers: give one per line. YAML keeps the lines apart after \`headers: |\`, and joins them after \`>\`.`,
      );
    else if (!isValid)
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
