const COMPARE = '`$filter` compares with `eq`, `ne`, `gt`, `ge`, `lt` and `le`.';
const QUOTES = 'In `$filter` texts stand in single quotes; numbers, dates and GUIDs go without.';

/**
 * Explains the slips that people make most in `$filter`.
 *
 * @param said what F&O said of it
 * @returns a sentence, or nothing where it is none of them
 */
export function filterHint(said: string, filter: string): string {
  const outsideTexts = filter.replaceAll(/'(?:[^']|'')*'/g, '');
  if (/[=<>]/.test(outsideTexts)) return COMPARE;
  if (outsideTexts.includes('"')) return QUOTES;
  const enumType = /operand types .*'(Microsoft\.Dynamics\.DataEntities\.\w+)'/.exec(said)?.[1];
  if (enumType !== undefined) return typeOfEnum(enumType, filter);
  if (/operand types .*'Edm\.String'/.test(said)) return QUOTES;
  const unknown = /property named '(\w+)'/.exec(said)?.[1];
  return unknown !== undefined && new RegExp(` (?:eq|ne|gt|ge|lt|le) ${unknown}\\b`).test(outsideTexts) ? QUOTES : '';
}

/** F&O names the type and not the property, so of several comparisons none can be picked. */
function typeOfEnum(type: string, filter: string): string {
  const [first, ...others] = [...filter.matchAll(/([\w/]+) (eq|ne) '((?:[^']|'')*)'/g)];
  const [, name = 'NAME', operator = 'eq', value = 'VALUE'] = first && others.length === 0 ? first : [];
  return `An enum in \`$filter\` needs its type: ${name} ${operator} ${type}'${value}'.`;
}
