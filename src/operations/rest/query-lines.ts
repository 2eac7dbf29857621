import { quoted, type Inputs } from '../../inputs.ts';
import { didYouMean, nearestName } from '../../near-names.ts';

type Problems = Pick<Inputs, 'problem'>;

/** The options of OData and F&O's own. https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/odata */
const OPTIONS = [
  ...['apply', 'compute', 'count', 'expand', 'filter', 'format', 'orderby', 'search', 'select', 'skip', 'skiptoken'],
  'top',
].map((name) => `$${name}`);
const KNOWN = [...OPTIONS, 'cross-company'];

/** Whether a second option stands behind a mark in the line of a first. */
const hasOptionAfter = (mark: RegExp, line: string) =>
  [...withoutTexts(line).matchAll(/([&\s])(?:amp;)?(\$?[\w-]+)=/g)].some(
    ([, before = '', name = '']) => mark.test(before) && KNOWN.includes(name.toLowerCase()),
  );
/** Encoded it would be a part of the first one's value. */
const isJoined = (line: string) => hasOptionAfter(/&/, line);
/** The same where YAML has made one line of two (`query: >`). */
const isFolded = (line: string) => hasOptionAfter(/\s/, line);

/**
 * @param lines one `name=value` each
 * @param isData whether they are for OData in F&O, whose options are known
 * @returns the pairs, encoded; a line that is none is left out, and noted
 */
export function encodeQuery(lines: readonly string[], isData: boolean, inputs: Problems): string[] {
  return lines.flatMap((line) => {
    const name = nameOf(line);
    if (name && !/^[?&]/.test(name) && !isJoined(line)) {
      if (isData && isFolded(line.slice(line.indexOf('=')))) inputs.problem(folded(line));
      return [`${encodePart(name)}=${encodePart(line.slice(line.indexOf('=') + 1).trim())}`];
    }
    inputs.problem(
      `\`query\` has the line ${quoted(line)}: give one \`name=value\` per line, without "?" and "&" around it, such as $filter=dataAreaId eq 'usmf'.`,
    );
    return [];
  });
}

/**
 * F&O ignores an option that it does not know, and returns all rows.
 *
 * @param search of `path`, with `?` or empty
 * @returns warnings about names that F&O does not know; one of `lines` that is nearly an option is noted as a problem
 */
export function judgeNames(search: string, lines: readonly string[], inputs: Problems): string[] {
  const inPath = [...new URLSearchParams(search).keys()];
  const warnings = inPath.map((name) => doubt(name, '`path`'));
  const all = [...inPath, ...lines.map(nameOf)];
  for (const option of OPTIONS.filter((each) => all.indexOf(each) !== all.lastIndexOf(each))) {
    warnings.push(
      `\`${option}\` is given more than once, which OData does not allow: F&O refuses the request, or reads one of them. Write the option once.`,
    );
  }
  for (const line of lines) {
    const name = nameOf(line);
    const option = intended(name);
    if (option === undefined) warnings.push(doubt(name, '`query`'));
    else if (option !== name) {
      inputs.problem(
        `\`query\` has the name ${quoted(name)}, which F&O ignores: did you mean \`${option}\`? Write \`name=value\` without quotes, dashes or encoding around it.`,
      );
    }
  }
  return warnings.filter(Boolean);
}

/** @returns a warning about a name that F&O ignores; empty if it may know it */
function doubt(name: string, where: string): string {
  const option = intended(name);
  if (option === name || (option === undefined && /^[$@]|^$/.test(name))) return '';
  return `${where} has the name ${quoted(name)}, which F&O ignores${didYouMean(option)}`;
}

/** @returns the option that a name is or was meant to be; `undefined` if it is nothing like one */
function intended(name: string): string | undefined {
  const plain = name
    .replace(/^amp;/, '')
    .replaceAll(/%24/gi, '$')
    .replaceAll(/%22|%27/g, '');
  if (KNOWN.includes(name)) return name;
  return /[a-z]/i.test(plain) ? nearestName(plain, KNOWN) : undefined;
}

const nameOf = (line: string) => line.slice(0, Math.max(line.indexOf('='), 0)).trim();

/** Without what stands in quotes or brackets, where any word may stand. */
function withoutTexts(line: string): string {
  let rest = line.replaceAll(/'[^']*'/g, '');
  for (let before = ''; before !== rest;) [before, rest] = [rest, rest.replaceAll(/\([^()]*\)/g, '')];
  return rest;
}

const folded = (line: string) =>
  `\`query\` has the line ${quoted(line)}, which holds two options: give one per line. YAML keeps the lines apart after \`query: |\`, and joins them after \`>\`.`;

/** A name or value of a query: all that has a meaning there is encoded, and what OData is made of stays readable. */
const encodePart = (text: string) =>
  encodeURIComponent(text.toWellFormed()).replace(/%(24|2C|2F|3A|40)/g, (code) => decodeURIComponent(code));
