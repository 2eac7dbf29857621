const COMPARE = '`$filter` compares with `eq`, `ne`, `gt`, `ge`, `lt` and `le`.';
const QUOTES = 'In `$filter`, put text in single quotes; numbers, dates and GUIDs have none.';

const OPERATORS = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);

/**
 * Explains the mistakes that people make most often in `$filter`.
 *
 * @param message what F&O says of it
 * @returns a sentence, or nothing if it is none of them
 */
export function filterHint(message: string, filter: string): string {
  const outsideTexts = filter.replaceAll(/'(?:[^']|'')*'/g, '');
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
