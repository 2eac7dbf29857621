import type { Example } from '../data-package/compare.ts';
import type { Difference } from '../data-package/differences.ts';
import { keyOf } from '../data-package/drift-file.ts';
import { differencesOf } from '../data-package/run.ts';
import { withoutInvisible } from '../invisible.ts';
import type { Block } from './markdown.ts';

/** As many differences of all entities as a reviewer reads; the file has all. */
const MOST_SHOWN = 1_000;

/** What a reviewer needs: the counts first, then the differences of each entity, folded. */
export function driftBlocks(found: readonly Example[], hidesValues: boolean): Block[] {
  const different = found.filter(({ drift }) => differencesOf(drift) > 0);
  if (different.length === 0)
    return [{ kind: 'text', text: `No differences in ${found.length} ${found.length === 1 ? 'entity' : 'entities'}.` }];
  const counts: Block = {
    kind: 'table',
    head: ['Entity', 'Rows here', 'Rows there', 'Only here', 'Only there', 'Changed'],
    rows: different.map(({ drift }) => [
      drift.entity,
      ...[drift.rowsHere, drift.rowsThere, drift.onlyHere, drift.onlyThere, drift.changed].map(String),
    ]),
  };
  const equal = found.length - different.length;
  const rest: Block[] =
    equal > 0
      ? [{ kind: 'text', text: `No differences in ${equal} other ${equal === 1 ? 'entity' : 'entities'}.` }]
      : [];
  let left = MOST_SHOWN;
  const details = different.flatMap(({ drift, matching, examples }): Block[] => {
    const shown = examples.slice(0, left);
    left -= shown.length;
    if (shown.length === 0) return [];
    const rows = shown.flatMap((difference) => rowsOf(difference, matching, hidesValues));
    const all = differencesOf(drift);
    const title = `${drift.entity}: ${all} ${all === 1 ? 'difference' : 'differences'}`;
    const cut: Block[] =
      shown.length < all
        ? [{ kind: 'text', text: `The first ${shown.length} are shown; \`drift-file\` has all ${all}.` }]
        : [];
    return [
      { kind: 'details', title, blocks: [{ kind: 'table', head: ['Key', 'Field', 'Here', 'There'], rows }, ...cut] },
    ];
  });
  return [counts, ...rest, ...details];
}

function rowsOf(difference: Difference, matching: Example['matching'], hidesValues: boolean): string[][] {
  const { columns, keys } = matching;
  if (difference.kind === 'changed') {
    const key = keyText(difference.here, matching);
    return difference.fields.map((at) => [
      key,
      columns[at] ?? '',
      ...(hidesValues ? ['…', '…'] : tellingPair(difference.here[at] ?? '', difference.there[at] ?? '')),
    ]);
  }
  const { row, kind } = difference;
  const values = columns.flatMap((column, at) => (keys.includes(at) || !row[at] ? [] : [`${column}=${row[at]}`]));
  const text = hidesValues ? 'row' : values.join(', ') || 'row';
  return [[keyText(row, matching), '(row)', ...(kind === 'here' ? [text, ''] : ['', text])]];
}

/** More than that in front of what differs is left out. */
const MOST_ALIKE = 100;

/** Two cells so that a reader sees how they differ: from about there on, and escaped if they look the same. */
function tellingPair(here: string, there: string): [string, string] {
  let alike = 0;
  while (alike < here.length && here[alike] === there[alike]) alike += 1;
  const from = (text: string) => (alike > MOST_ALIKE ? `…${text.slice(alike - MOST_ALIKE / 2)}` : text);
  const seen = (text: string) => withoutInvisible(text.normalize('NFKC')).replace(/\s+/g, ' ').trim();
  const told = here !== '' && there !== '' && seen(here) === seen(there) ? escapedText : (text: string) => text;
  return [told(from(here)), told(from(there))];
}

/** As JSON has it, in ASCII alone. */
const escapedText = (text: string): string =>
  JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const keyText = (row: readonly string[], matching: Example['matching']): string => {
  const key = Object.entries(keyOf(row, matching)).map(([name, value]) => `${name}=${value}`);
  return key.join(', ');
};
