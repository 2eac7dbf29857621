import { invisibleIn, TYPOGRAPHIC_QUOTE } from '../../invisible.ts';

const COMPARE = '`$filter` compares with `eq`, `ne`, `gt`, `ge`, `lt` and `le`.';
const QUOTES = 'In `$filter`, put text in single quotes; numbers, dates and GUIDs have none.';

const TYPOGRAPHIC = 'Text in `$filter` stands between straight single quotes, and not between typographic ones.';
const APOSTROPHE = "Double any apostrophe inside a text in `$filter`: Name eq 'O''Brien'.";
const DATE = 'Write a date in `$filter` with its time and zone, and without quotes: 2026-01-31T00:00:00Z.';

/** A date that is not followed by time and zone, one as people write it, and the prefix of OData 2. */
const DATES_ALONE = [
  /\b\d{4}-\d\d-\d\d(?!\d|T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)(?!\w))/,
  /\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b/,
  /\bdatetime(?:offset)?''/i,
];
const OPERATORS = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);

/**
 * Explains the mistakes that people make most often in `$filter`.
 *
 * @param message what F&O says of it
 * @returns a sentence, or nothing if it is none of them
 */
export function filterHint(message: string, filter: string): string {
  const emptied = filter.replaceAll(/'(?:[^']|'')*'/g, "''");
  if (/''\w|(?:^|[^'])(?:'')*'(?!')/.test(emptied)) return APOSTROPHE;
  const outsideTexts = emptied.replaceAll("''", '');
  const invisible = invisibleIn(outsideTexts);
  if (invisible !== undefined)
    return `\`$filter\` contains the invisible character ${invisible}: type it again, without the character.`;
  if (TYPOGRAPHIC_QUOTE.test(outsideTexts)) return TYPOGRAPHIC;
  if (DATES_ALONE.some((date) => date.test(emptied))) return DATE;
  if (/[=<>]/.test(outsideTexts)) return COMPARE;
  if (outsideTexts.includes('"')) return QUOTES;
  const types = message.indexOf('operand types ');
  if (types >= 0) {
    const enumType = /'(Microsoft\.Dynamics\.DataEntities\.\w+)'/.exec(message.slice(types))?.[1];
    if (enumType !== undefined) return typeOfEnum(enumType, filter);
    if (message.includes("'Edm.String'", types)) return QUOTES;
  }
  const unknown = /property named '(\w+)'/.exec(message)?.[1];
  const words = outsideTexts.split(/\W+/);
  return words.some((word, index) => word === unknown && OPERATORS.has(words[index - 1] ?? '')) ? QUOTES : '';
}

/** F&O names the type and not the property, so of several comparisons none can be picked. */
function typeOfEnum(type: string, filter: string): string {
  const [first, ...others] = [...filter.matchAll(/ (eq|ne) '((?:[^']|'')*)'/g)];
  const isOnly = first !== undefined && others.length === 0;
  const [, operator = 'eq', value = 'VALUE'] = isOnly ? first : [];
  const name =
    (isOnly &&
      filter
        .slice(0, first.index)
        .split(/[^\w/]/)
        .at(-1)) ||
    'NAME';
  return `An enum in \`$filter\` needs its type: ${name} ${operator} ${type}'${value}'.`;
}
