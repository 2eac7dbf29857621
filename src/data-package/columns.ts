import { didYouMean, nearestName } from '../near-names.ts';
import { PACKAGE_YML, type EntitySettings } from './package-yml.ts';
import { sortKey } from './sort.ts';
import type { Row } from './table.ts';

/** Names in `ignore-columns` that stand for columns which differ between environments by their nature. */
const PRESETS: Readonly<Record<string, RegExp>> = {
  'recid-like': /RECID|^RECVERSION$/i,
  'modified-at': /^(?:MODIFIED|CREATED)(?:BY|(?:ON)?(?:DATE)?(?:TIME)?)$/i,
  'next-number': /^NEXT(?:NUMBER|REC|VALUE|ID)?$/i,
};

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
    const near = nearestName(column, setting === 'ignore-columns' ? [...header, ...Object.keys(PRESETS)] : header);
    problem(
      `\`${PACKAGE_YML}\`: \`${setting}\` of the entity \`${settings.label}\` names the column \`${column}\`, which its file does not have${didYouMean(near)}`,
    );
    return [];
  };
  for (const column of settings.types.keys()) place(column, 'types');
  const ignored = settings.ignoreColumns.flatMap((name) => {
    const preset = Object.hasOwn(PRESETS, name) ? PRESETS[name] : undefined;
    return preset ? header.flatMap((column, at) => (preset.test(column) ? [at] : [])) : place(name, 'ignore-columns');
  });
  return { keys: settings.keys.flatMap((column) => place(column, 'keys')), ignored: new Set(ignored) };
}

/** The text by which the rows of a folder are sorted: keys first, ignored columns last, so that they move no row. */
export function rowOrder(header: Row, { keys, ignored }: ColumnRules): (row: Row) => string {
  const rest = header.keys().filter((at) => !keys.includes(at));
  const order = [...keys, ...[...rest].sort((a, b) => Number(ignored.has(a)) - Number(ignored.has(b)) || a - b)];
  return (row) => sortKey(order.map((at) => row[at] ?? ''));
}
