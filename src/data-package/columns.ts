import { didYouMean, nearestName } from '../near-names.ts';
import { someNames } from './names.ts';
import { PACKAGE_YML, type EntitySettings } from './package-yml.ts';
import { sortKey } from './sort.ts';
import type { Row } from './table.ts';

/** Names in `ignore-columns` that stand for columns which differ between environments by their nature. */
const PRESETS: Readonly<Record<string, RegExp>> = {
  'recid-like': /RECID|^RECVERSION$/i,
  'modified-at': /^(?:MODIFIED|CREATED)(?:BY|(?:ON)?(?:DATE)?(?:TIME)?)$/i,
  'next-number': /^NEXT(?:NUMBER|REC|VALUE|ID)?$/i,
};

/** Whether a name in `ignore-columns` is not that of a column. */
export const isPreset = (name: string): boolean => Object.hasOwn(PRESETS, name);

/** What the settings of an entity say of its columns, checked. */
export interface ColumnRules {
  /** Places in the header. */
  keys: number[];
  ignored: Set<number>;
}

/**
 * @param problem is told of a column that the header does not have
 */
export function columnRules(
  header: Row,
  settings: EntitySettings | undefined,
  problem: (message: string) => void,
): ColumnRules {
  if (!settings) return { keys: [], ignored: new Set() };
  const place = (column: string, setting: string): number[] => {
    const at = header.indexOf(column);
    if (at >= 0) return [at];
    const presets = setting === 'ignore-columns' ? Object.keys(PRESETS) : [];
    const near = nearestName(column, [...header, ...presets]);
    const rest = near || presets.length === 0 ? didYouMean(near) : ` and which is none of ${someNames(presets)}.`;
    problem(`${where}: \`${setting}\` names the column \`${column}\`, which its file does not have${rest}`);
    return [];
  };
  const where = `\`${PACKAGE_YML}\`, entity \`${settings.label}\``;
  for (const column of settings.types.keys()) place(column, 'types');
  const ignored = settings.ignoreColumns.flatMap((name) => {
    const preset = isPreset(name) ? PRESETS[name] : undefined;
    return preset ? header.flatMap((column, at) => (preset.test(column) ? [at] : [])) : place(name, 'ignore-columns');
  });
  const keys = settings.keys.flatMap((column) => place(column, 'keys'));
  const hidden = keys.filter((at) => ignored.includes(at)).map((at) => header[at] ?? '');
  if (hidden.length > 0)
    problem(`${where}: \`ignore-columns\` hides ${someNames(hidden)} of its \`keys\`: remove it from one of the two.`);
  else if (new Set(ignored).size === header.length)
    problem(`${where}: \`ignore-columns\` leaves no column to compare.`);
  return { keys, ignored: new Set(ignored) };
}

/** The text by which the rows of a folder are sorted: keys first, ignored columns last, so that they move no row. */
export function rowOrder(header: Row, { keys, ignored }: ColumnRules): (row: Row) => string {
  const rest = header.keys().filter((at) => !keys.includes(at));
  const order = [...keys, ...[...rest].sort((a, b) => Number(ignored.has(a)) - Number(ignored.has(b)) || a - b)];
  return (row) => sortKey(order.map((at) => row[at] ?? ''));
}
