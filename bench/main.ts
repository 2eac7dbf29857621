import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulator } from '../simulator/simulator.ts';
import { coldStart } from './cold.ts';
import { dataPackages } from './data-packages.ts';
import { distSize } from './dist-size.ts';
import { type Figure, printTable } from './figures.ts';
import { hourOfWaiting } from './hour.ts';
import { pages } from './pages.ts';
import { pollScheduleReport } from './poll-schedule.ts';
import { upload } from './upload.ts';

/** Every figure is of runs in turn, so that a busy machine slows both sides alike. */
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    folder: { type: 'string' },
    /** The name of one part, to measure nothing else. */
    only: { type: 'string' },
    /** Of the table in a data package. */
    rows: { type: 'string' },
  },
});
const rows = Number(values.rows ?? (values.quick ? 100_000 : 1_000_000));

const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'd365fo-bench-'));
// Compression would measure the server: neither side asks for it here.
const simulator = await startSimulator({ scenario: { gzip: false } });
const figures: Figure[] = [];
try {
  const parts: Record<string, () => Promise<Figure[]>> = {
    'dist-size': () => distSize(),
    'cold-start': () => coldStart(simulator, folder),
    pages: () => pages(simulator, folder, values.quick ? ['100 MB'] : ['100 MB', '1 GB']),
    upload: () => upload(simulator, folder),
    'data-packages': () => dataPackages(folder, rows),
    hour: () => hourOfWaiting(folder),
  };
  const { only } = values;
  if (only !== undefined && !(only in parts)) throw new Error(`--only is one of ${Object.keys(parts).join(', ')}`);
  console.log(
    `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB\n`,
  );
  for (const [name, part] of Object.entries(parts))
    if (only === undefined || only === name) figures.push(...(await part()));
  console.log(printTable(figures));
  if (only === undefined) console.log(`\n${pollScheduleReport()}`);
} finally {
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
}
const broken = figures.filter(({ holds }) => holds === false);
if (broken.length > 0) console.log(`\n${broken.length} of ${figures.length} figures are out of bounds.`);
process.exit(broken.length > 0 ? 1 : 0);
