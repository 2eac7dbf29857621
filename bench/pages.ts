import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulator } from '../simulator/simulator.ts';
import { run, runAction } from './child.ts';
import { bounded, type Figure, mebibytes, median, medianRatio, ratio } from './figures.ts';

/** About 560 bytes each. */
const ROWS = { '100 MB': 180_000, '1 GB': 1_790_000 } as const;
const ROUNDS = { '100 MB': 9, '1 GB': 5 } as const;
type Size = keyof typeof ROWS;

const PATH = '/data/CustomersV3?cross-company=true';

/** All pages into one file, against a bare Node script that is told the URLs of the pages and copies them. */
export async function pages(simulator: Simulator, folder: string, sizes: readonly Size[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  let smallest: { action: number; bare: number } | undefined;
  for (const size of sizes) {
    simulator.scenario.customersCount = ROWS[size];
    const { rates, peaksMiB } = await race(simulator, folder, ROUNDS[size]);
    const peak = { action: median(peaksMiB.action), bare: median(peaksMiB.bare) };
    const what = `${size} of pages to a file`;
    figures.push(
      bounded(`${what}, throughput : bare Node script`, medianRatio(rates.action, rates.bare), ratio, { atLeast: 0.8 }),
      {
        what: 'the same in MB/s: bare, action',
        value: [rates.bare, rates.action].map((each) => median(each).toFixed(0)).join(', '),
      },
      bounded(`${what}, peak memory`, peak.action, mebibytes, { atMost: 192 }),
      { what: `${what}, peak memory of the bare script`, value: mebibytes(peak.bare) },
    );
    if (smallest)
      figures.push(bounded('peak memory, 1 GB : 100 MB', peak.action / smallest.action, ratio, { atMost: 1.15 }), {
        what: 'the same of the bare script',
        value: ratio(peak.bare / smallest.bare),
      });
    smallest ??= peak;
  }
  return figures;
}

/** @returns MB/s and peak memory of every round */
async function race(simulator: Simulator, folder: string, rounds: number) {
  const token = simulator.mintToken();
  const file = join(folder, 'rows.json');
  const peaksMiB = { action: [] as number[], bare: [] as number[] };
  const action = async (): Promise<number> => {
    const inputs = { token, path: PATH, 'all-pages': 'true', 'response-file': file };
    const { elapsedMs, peakMiB = NaN } = await runAction(simulator, folder, inputs, true);
    peaksMiB.action.push(peakMiB);
    return rateOf(file, elapsedMs);
  };

  // The first round warms the file caches, and tells the other the URLs.
  simulator.requests.length = 0;
  await action();
  peaksMiB.action.length = 0;
  const urlsFile = join(folder, 'urls');
  writeFileSync(urlsFile, simulator.requests.map(({ url }) => `${simulator.environmentUrl}${url}`).join('\n'));
  const bare = async (): Promise<number> => {
    const variables = { URLS_FILE: urlsFile, TOKEN: token, FILE: file, NODE_EXTRA_CA_CERTS: simulator.caFile };
    const script = join(import.meta.dirname, 'bare-pages.mjs');
    const { elapsedMs, peakMiB = NaN } = await run(process.execPath, [script], variables, folder);
    peaksMiB.bare.push(peakMiB);
    return rateOf(file, elapsedMs);
  };

  const rates = { action: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    // What one leaves behind, memory above all, the next one finds: each goes first as often as the other.
    for (const name of round % 2 === 0 ? (['action', 'bare'] as const) : (['bare', 'action'] as const))
      rates[name].push(await (name === 'action' ? action() : bare()));
  }
  return { rates, peaksMiB };
}

/** @returns MB/s; the file is gone behind it */
function rateOf(file: string, elapsedMs: number): number {
  const bytes = statSync(file).size;
  rmSync(file);
  return bytes / elapsedMs / 1000;
}
