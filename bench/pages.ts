import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulator } from '../simulator/simulator.ts';
import { run, runAction } from './child.ts';
import { bounded, type Figure, mebibytes, median, medianRatio, ratio } from './figures.ts';

/** About 560 bytes each. */
const ROWS = { '10 MB': 18_000, '100 MB': 180_000, '1 GB': 1_790_000 } as const;
const ROUNDS = { '10 MB': 9, '100 MB': 6, '1 GB': 21 } as const;
type Size = keyof typeof ROWS;

const PATH = '/data/CustomersV3?cross-company=true';

/**
 * All pages into one file, against curl, which writes each to a file, and a bare Node script, which writes them into one.
 * Both are told the URLs of the pages.
 */
export async function pages(simulator: Simulator, folder: string, sizes: readonly Size[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  let peakOfSmallest: number | undefined;
  for (const size of sizes) {
    simulator.scenario.customersCount = ROWS[size];
    const { action, curl, bare, peaksMiB } = await race(simulator, folder, ROUNDS[size]);
    const peak = median(peaksMiB);
    peakOfSmallest ??= peak;
    const [overCurl, overBare] = [medianRatio(action, curl), medianRatio(action, bare)];
    const what = `${size} of pages to a file, throughput : curl -o`;
    figures.push(size === '1 GB' ? bounded(what, overCurl, ratio, { atLeast: 0.8 }) : { what, value: ratio(overCurl) });
    figures.push({ what: `${size} of pages to a file, throughput : bare Node script`, value: ratio(overBare) });
    figures.push({
      what: `the same in MB/s: bare, action, curl`,
      value: [bare, action, curl].map((rates) => median(rates).toFixed(0)).join(', '),
    });
    figures.push(bounded(`${size} of pages, peak memory`, peak, mebibytes, { atMost: 110 }));
    if (size === '1 GB')
      figures.push(bounded('peak memory, 1 GB : 10 MB', peak / peakOfSmallest, ratio, { atMost: 1.05 }));
  }
  return figures;
}

/** @returns MB/s of every round, and the peak memory of the action */
async function race(simulator: Simulator, folder: string, rounds: number) {
  const token = simulator.mintToken();
  const file = join(folder, 'rows.json');
  const peaksMiB: number[] = [];
  const action = async (): Promise<Copied> => {
    const inputs = { token, path: PATH, 'all-pages': 'true', 'response-file': file };
    const { elapsedMs, peakMiB = NaN } = await runAction(simulator, folder, inputs, true);
    peaksMiB.push(peakMiB);
    return { elapsedMs, files: [file] };
  };

  // The first round warms the file caches, and tells the others the URLs.
  simulator.requests.length = 0;
  rateOf(await action());
  peaksMiB.length = 0;
  const urls = simulator.requests.map(({ url }) => `${simulator.environmentUrl}${url}`);
  const parts = urls.map((_url, index) => join(folder, `page-${index}`));
  const config = join(folder, 'curl.config');
  writeFileSync(config, urls.map((url, index) => `url = "${url}"\noutput = "${parts[index] ?? ''}"`).join('\n'));
  const urlsFile = join(folder, 'urls');
  writeFileSync(urlsFile, urls.join('\n'));

  const curl = async (): Promise<Copied> => {
    const header = ['-H', `Authorization: Bearer ${token}`, '-H', 'Accept: application/json'];
    const { elapsedMs } = await run(
      'curl',
      ['-sSf', '--http1.1', '--cacert', simulator.caFile, ...header, '-K', config],
      {},
    );
    return { elapsedMs, files: parts };
  };
  const bare = async (): Promise<Copied> => {
    const { elapsedMs } = await run(process.execPath, [join(import.meta.dirname, 'bare-pages.mjs')], {
      URLS_FILE: urlsFile,
      TOKEN: token,
      FILE: file,
      NODE_EXTRA_CA_CERTS: simulator.caFile,
    });
    return { elapsedMs, files: [file] };
  };

  const contestants = { action, curl, bare };
  const rates = { action: [] as number[], curl: [] as number[], bare: [] as number[] };
  const orders = [
    ['action', 'curl', 'bare'],
    ['curl', 'bare', 'action'],
    ['bare', 'action', 'curl'],
  ] as const;
  for (let round = 0; round < rounds; round += 1) {
    // What one leaves behind, memory above all, the next one finds: each comes behind each of the others.
    for (const name of orders[round % orders.length] ?? []) rates[name].push(rateOf(await contestants[name]()));
  }
  return { ...rates, peaksMiB };
}

interface Copied {
  elapsedMs: number;
  files: readonly string[];
}

/** @returns MB/s; the files are gone behind it */
function rateOf({ elapsedMs, files }: Copied): number {
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  for (const file of files) rmSync(file);
  return bytes / elapsedMs / 1000;
}
