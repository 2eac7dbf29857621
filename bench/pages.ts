import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulator } from '../simulator/simulator.ts';
import { run, runAction } from './child.ts';
import { bounded, type Figure, mebibytes, median, ratio } from './figures.ts';

/** About 560 bytes each. */
const ROWS = { '10 MB': 18_000, '100 MB': 180_000, '1 GB': 1_790_000 } as const;
const ROUNDS = { '10 MB': 5, '100 MB': 5, '1 GB': 3 } as const;
type Size = keyof typeof ROWS;

const PATH = '/data/CustomersV3?cross-company=true';

/** All pages into one file, against curl, which is told the URLs of the pages and writes each to a file. */
export async function pages(simulator: Simulator, folder: string, sizes: readonly Size[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  let peakOfSmallest: number | undefined;
  for (const size of sizes) {
    simulator.scenario.customersCount = ROWS[size];
    const { throughputs, peaks, megabytesPerSecond } = await race(simulator, folder, ROUNDS[size]);
    const peak = median(peaks);
    peakOfSmallest ??= peak;
    const bound = size === '1 GB' ? { atLeast: 0.8 } : {};
    const what = `${size} of pages to a file, throughput : curl -o`;
    const value = median(throughputs);
    figures.push(size === '1 GB' ? bounded(what, value, ratio, bound) : { what, value: ratio(value) });
    figures.push({ what: `${size} of pages, MB/s`, value: megabytesPerSecond.toFixed(0) });
    figures.push(bounded(`${size} of pages, peak memory`, peak, mebibytes, { atMost: 110 }));
    if (size === '1 GB')
      figures.push(bounded('peak memory, 1 GB : 10 MB', peak / peakOfSmallest, ratio, { atMost: 1.05 }));
  }
  return figures;
}

async function race(simulator: Simulator, folder: string, rounds: number) {
  const token = simulator.mintToken();
  const file = join(folder, 'rows.json');
  const throughputs: number[] = [];
  const peaks: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    simulator.requests.length = 0;
    const ours = await runAction(
      simulator,
      folder,
      { token, path: PATH, 'all-pages': 'true', 'response-file': file },
      true,
    );
    const ourBytes = statSync(file).size;
    rmSync(file);
    const urls = simulator.requests.map(({ url }) => `${simulator.environmentUrl}${url}`);
    const parts = urls.map((_url, index) => join(folder, `page-${index}`));
    const config = join(folder, 'curl.config');
    writeFileSync(config, urls.map((url, index) => `url = "${url}"\noutput = "${parts[index] ?? ''}"`).join('\n'));
    const header = ['-H', `Authorization: Bearer ${token}`, '-H', 'Accept: application/json'];
    const theirs = await run('curl', ['-sSf', '--http1.1', '--cacert', simulator.caFile, ...header, '-K', config], {});
    const theirBytes = parts.reduce((sum, part) => sum + statSync(part).size, 0);
    for (const part of parts) rmSync(part);
    throughputs.push(ourBytes / ours.elapsedMs / (theirBytes / theirs.elapsedMs));
    rates.push(ourBytes / ours.elapsedMs / 1000);
    peaks.push(ours.peakMiB ?? NaN);
  }
  return { throughputs, peaks, megabytesPerSecond: median(rates) };
}
