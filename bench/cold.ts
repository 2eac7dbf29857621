import { join } from 'node:path';
import type { Simulator } from '../simulator/simulator.ts';
import { run, runAction } from './child.ts';
import { bounded, type Figure, median, medianRatio, ratio } from './figures.ts';

const RUNS = 21;

/** A short GET, from the start of the process to its end: the action and a bare Node script, in turn. */
export async function coldStart(simulator: Simulator, folder: string): Promise<Figure[]> {
  const path = '/data/BatchJobs?$top=1';
  const url = `${simulator.environmentUrl}${path}`;
  const token = simulator.mintToken();
  const { authorityHost, tenantId, clientId, clientSecret } = simulator;
  const credential = {
    'authority-host': authorityHost,
    'tenant-id': tenantId,
    'client-id': clientId,
    'client-secret': clientSecret,
  };
  const file = join(folder, 'bare');
  const contestants = {
    bare: () =>
      run(process.execPath, [join(import.meta.dirname, 'bare-get.mjs')], {
        URL_TO_GET: url,
        TOKEN: token,
        FILE: file,
        NODE_EXTRA_CA_CERTS: simulator.caFile,
      }),
    token: () => runAction(simulator, folder, { token, path }),
    secret: () => runAction(simulator, folder, { ...credential, path }),
  };
  const elapsed = { bare: [] as number[], token: [] as number[], secret: [] as number[] };
  const names = ['bare', 'token', 'secret'] as const;
  for (let round = 0; round <= RUNS; round += 1) {
    for (const name of names) {
      const { elapsedMs } = await contestants[name]();
      // The first round warms the file caches.
      if (round > 0) elapsed[name].push(elapsedMs);
    }
  }
  return [
    bounded('cold `rest` GET with a token : bare Node script', medianRatio(elapsed.token, elapsed.bare), ratio, {
      atMost: 1.4,
    }),
    {
      what: 'cold `rest` GET with a secret (MSAL is loaded) : with a token',
      value: ratio(medianRatio(elapsed.secret, elapsed.token)),
    },
    {
      what: `the same in milliseconds: ${names.join(', ')}`,
      value: names.map((name) => median(elapsed[name]).toFixed(0)).join(', '),
    },
    bounded('requests on the wire, with a token', await requestsOf(simulator, contestants.token), String, {
      atMost: 1,
    }),
    bounded('requests on the wire, with a secret', await requestsOf(simulator, contestants.secret), String, {
      atMost: 2,
    }),
  ];
}

async function requestsOf(simulator: Simulator, work: () => Promise<unknown>): Promise<number> {
  const before = simulator.requests.length;
  await work();
  return simulator.requests.length - before;
}
