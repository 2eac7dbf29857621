import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest, root } from '../tools/manifest.ts';
import { inputVariable } from '../tools/runner.ts';
import { run, type ChildRun } from './child.ts';
import { bounded, type Figure, mebibytes, ratio } from './figures.ts';

const COLUMNS = ['KEY', 'DESCRIPTION', 'CLASS', 'AMOUNT', 'FROMDATE', 'ISACTIVE', 'ACCOUNT', 'NOTE'];
/** Two sides are sorted at once by `compare`. */
const MOST_MIB = { one: 300, two: 384 };
/** Rows that differ: one in so many. */
const CHANGED_EVERY = 1000;

const manifest = readManifest(join(root, 'data-package/action.yml'));
const defaults = Object.fromEntries(manifest.inputs.map((input) => [inputVariable(input.name), input.default]));

/** A table packed, unpacked and compared, against a bare script with the same libraries; it checks and sorts nothing. */
export async function dataPackages(parent: string, rows: number): Promise<Figure[]> {
  const folder = join(parent, 'data-packages');
  const golden = join(folder, 'golden');
  const other = join(folder, 'other');
  const sorted = join(folder, 'sorted');
  for (const each of [golden, other, sorted]) {
    mkdirSync(each, { recursive: true });
    writeFileSync(join(each, 'package.yml'), 'entities:\n  - label: Units\n    keys: [KEY]\n');
  }
  await writeTable(join(golden, 'Units.csv'), rows, '');
  await writeTable(join(other, 'Units.csv'), rows, 'changed');
  const zip = join(folder, 'golden.zip');
  const bareZip = join(folder, 'bare.zip');
  const csv = join(golden, 'Units.csv');
  const what = `${rows.toLocaleString('en')} rows of ${COLUMNS.length} columns`;
  try {
    const pack = [
      await action(folder, { mode: 'pack', folder: golden, package: zip }),
      await bare(folder, 'pack', csv, bareZip),
    ] as const;
    const unpack = [
      await action(folder, { mode: 'unpack', folder: join(folder, 'unsorted'), package: zip, sort: 'none' }),
      await bare(folder, 'unpack', zip, join(folder, 'bare.csv')),
    ] as const;
    const sort = await action(folder, { mode: 'unpack', folder: sorted, package: zip });
    const compare = [
      await action(folder, { mode: 'compare', folder: golden, with: other }),
      await bare(folder, 'compare', csv, join(other, 'Units.csv')),
    ] as const;
    const found = Number(compare[1].printed);
    const reported = Number(/^(\d+) differences;/m.exec(compare[0].printed)?.[1]);
    if (found !== Math.ceil(rows / CHANGED_EVERY) || reported !== found)
      throw new Error(`compare found ${reported}, the bare script ${found}:\n${compare[0].printed.slice(-2_000)}`);
    if (!readFileSync(join(folder, 'bare.csv')).equals(readFileSync(join(folder, 'unsorted/Units.csv'))))
      throw new Error('unpack and the bare script wrote different tables');
    return [
      ...figuresOf(`${what}, packed`, MOST_MIB.one, ...pack),
      ...figuresOf(`${what}, unpacked`, MOST_MIB.one, ...unpack),
      ...figuresOf(`${what}, unpacked and sorted`, MOST_MIB.one, sort, unpack[1]),
      ...figuresOf(`${what}, compared`, MOST_MIB.two, ...compare),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(what: string, atMost: number, action: ChildRun, bare: ChildRun): Figure[] {
  const seconds = `${(action.elapsedMs / 1000).toFixed(1)} s (${ratio(action.elapsedMs / bare.elapsedMs)})`;
  return [
    { what: `${what}, time (: bare Node script)`, value: seconds },
    bounded(`${what}, peak memory`, action.peakMiB ?? NaN, mebibytes, { atMost }),
    { what: `${what}, peak memory of the bare script`, value: mebibytes(bare.peakMiB ?? NaN) },
  ];
}

function action(folder: string, inputs: Record<string, string>): Promise<ChildRun> {
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const given = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [inputVariable(name), value]));
  const env = { ...defaults, ...given, ...files, RUNNER_TEMP: folder, GITHUB_WORKSPACE: folder };
  const dist = process.env['D365FO_DIST'] ?? join(root, 'dist');
  return run(process.execPath, [join(dist, 'data-package/index.js')], env, folder);
}

const bare = (folder: string, mode: string, from: string, to: string): Promise<ChildRun> =>
  run(process.execPath, [join(import.meta.dirname, 'bare-package.mjs')], { MODE: mode, FROM: from, TO: to }, folder);

/** Keys in no order, and cells that hardly repeat: a table that compresses better than 200 to 1 would be refused. */
async function writeTable(path: string, rows: number, change: string): Promise<void> {
  await using file = await open(path, 'w');
  let text = `${COLUMNS.join(',')}\n`;
  for (let at = 0; at < rows; at += 1) {
    const mixed = Math.imul(at, 2_654_435_761) >>> 0;
    const note = change !== '' && at % CHANGED_EVERY === 0 ? change : `"note, ${mixed % 9973}"`;
    const day = String((mixed % 28) + 1).padStart(2, '0');
    text += `${String(mixed).padStart(10, '0')},Unit number ${mixed % 65_537},Class ${mixed % 7},${mixed % 100_003}.500000,2011-01-${day} 00:00:00,${mixed % 2 === 0 ? 'Yes' : 'No'},${mixed % 1009}-${mixed % 31},${note}\n`;
    if (text.length < 1_000_000 && at < rows - 1) continue;
    await file.write(text);
    text = '';
  }
}
