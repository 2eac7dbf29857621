import { TYPOGRAPHIC_QUOTE } from '../../invisible.ts';
import { compileQuery } from '../../json/query.ts';

/** How an expression that does not compile differs from JMESPath, with what to write instead. */
const MISTAKES: readonly (readonly [found: RegExp, hint: string])[] = [
  [TYPOGRAPHIC_QUOTE, "it has typographic quotes: type ' in their place."],
  [/^\$(?:[.[]|$)/, 'this is JSONPath: leave out "$.", since JMESPath begins at the response itself.'],
  [/\[""\]/, 'a name follows a dot and stands in no brackets, as in value[0].Name.'],
  [/^\./, 'this is jq: leave out the first ".", since names need none.'],
  [
    /\$/,
    'names with "$" are no part of a response. The number of rows is length(value), or "@odata.count" with $count=true in `query`.',
  ],
  [
    /(?:^|\s)(?:and|or|not|eq|ne|gt|ge|lt|le|like|in)\s|<>/i,
    'it is && for and, || for or, ! for not, and ==, !=, <, <=, > or >= to compare.',
  ],
];
const GENERAL = 'see https://jmespath.org, and put strings in single quotes, numbers and booleans in backticks.';
/** What a condition neither begins nor ends with. */
const TORN = /^(?:&&|\|\|?|[=!<>]=|[<>)\]])|(?:&&|\|\|?|[=!<>]=|[<>.,(])$/;
const LONGEST_SPLIT = 2_000;

/** @returns what is wrong with an expression that does not compile, as the end of a sentence */
export function syntaxHint(expression: string, input: 'extract' | 'expect'): string {
  const outside = expression.replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '""');
  const [name] = /@odata\.\w+/.exec(outside) ?? [];
  if (name !== undefined) return `put the name in double quotes, "${name}".`;
  if (input === 'expect' && TORN.test(expression))
    return 'each line is a condition of its own. To write one over several lines, use `expect: >-`.';
  const mistake = MISTAKES.find(([found]) => found.test(outside))?.[1];
  if (mistake === undefined && input === 'expect' && isTwo(expression))
    return 'it holds two conditions: give one per line. YAML keeps the lines apart after `expect: |`, and joins them after `>`.';
  return mistake ?? GENERAL;
}

/** Whether it is two conditions with a blank between them. */
function isTwo(expression: string): boolean {
  if (expression.length > LONGEST_SPLIT) return false;
  const blanks = [...expression.matchAll(/\s+/g)].map(({ index }) => index);
  return blanks.some((at) => [expression.slice(0, at), expression.slice(at)].every(compiles));
}

function compiles(expression: string): boolean {
  try {
    return Boolean(compileQuery(expression));
  } catch {
    return false;
  }
}
