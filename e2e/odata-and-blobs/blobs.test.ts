import { createHash, randomBytes } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Run, runAction, useFolder } from '../../__tests__/harness.ts';
import { type Azurite, startAzurite } from '../azurite.ts';
import { type Cut, startCuttingProxy } from './cutting-proxy.ts';

const MIB = 1024 * 1024;
const PACKAGE_BYTES = 1024 * MIB;
const BLOCK_BYTES = 8 * MIB;
/** What may be on its way when a connection is reset. */
const LOST_BYTES = 16 * MIB;
/** As the bench has them. */
const MOST_MEMORY_UP_KIB = 128 * 1024;
const MOST_MEMORY_DOWN_KIB = 192 * 1024;
/** A run of 1 GiB takes seconds; a machine that is short of memory or disk may take minutes. */
const TIME_LIMIT_MS = 180_000;
// Longer than one run, so that it is the run's last lines that tell what it did not come through.
jest.setTimeout(2 * TIME_LIMIT_MS + 60_000);

const workspace = useFolder();
const inWorkspace = (name: string) => join(workspace, name);
let azurite: Azurite;
let packageDigest: string;

beforeAll(async () => {
  packageDigest = await writePackage(inWorkspace('package.zip'));
});
// Azurite holds in memory what it was sent, an upload that was cut included: each test has one of its own.
beforeEach(async () => {
  azurite = await startAzurite();
});
afterEach(async () => {
  await azurite.close();
});

/** No two mebibytes are the same, so that none can be lost, doubled or moved unseen. */
async function writePackage(path: string): Promise<string> {
  const block = randomBytes(MIB);
  const hash = createHash('sha256');
  const blocks = function* () {
    for (let index = 0; index < PACKAGE_BYTES / MIB; index += 1) {
      block.writeUInt32LE(index);
      hash.update(block);
      yield Buffer.from(block);
    }
  };
  await pipeline(Readable.from(blocks()), createWriteStream(path));
  return hash.digest('hex');
}

async function digestOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

function blobUrl(name: string, port?: number): string {
  const url = new URL(azurite.containerUrl);
  url.pathname += `/${name}`;
  if (port !== undefined) url.port = String(port);
  return url.href;
}

interface Measured extends Run {
  peakKiB: number;
}

async function rest(inputs: Record<string, string>): Promise<Measured> {
  const peakFile = inWorkspace('peak-kib');
  const preload = join(import.meta.dirname, '../../tools/peak-memory.cjs');
  const signature = new URL(azurite.containerUrl).searchParams.get('sig') ?? '';
  const run = await runAction(undefined, {
    workspace,
    inputs: { operation: 'rest', auth: 'none', ...inputs },
    env: { NODE_OPTIONS: `--require "${preload}"`, PEAK_MEMORY_FILE: peakFile },
    secrets: [signature],
    timeLimitMs: TIME_LIMIT_MS,
  });
  return { ...run, peakKiB: Number(readFileSync(peakFile, 'utf8')) };
}

const put = (url: string, file: string, inputs: Record<string, string> = {}) =>
  rest({
    path: url,
    method: 'PUT',
    headers: 'x-ms-blob-type: BlockBlob',
    'content-type': 'application/octet-stream',
    'payload-file': file,
    ...inputs,
  });
const tell = (what: string, { peakKiB, elapsedMs }: Measured) => {
  process.stderr.write(`${what}: ${(elapsedMs / 1000).toFixed(1)} s, peak ${Math.round(peakKiB / 1024)} MiB\n`);
};

describe('a blob at Azurite, by its SAS URL', () => {
  test('is put and downloaded as it is, a byte-order mark and every other byte included', async () => {
    const bytes = Buffer.concat([Buffer.from('\ufeff'), Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))]);
    writeFileSync(inWorkspace('small.bin'), bytes);
    const up = await put(blobUrl('small.bin'), 'small.bin');
    expect(up.outputs).toMatchObject({ error: '', 'status-code': '201', response: '' });
    const down = await rest({ path: blobUrl('small.bin'), 'response-file': 'small-again.bin' });
    expect(down.outputs).toMatchObject({ error: '', 'status-code': '200' });
    expect(JSON.parse(down.outputs['response-headers'] ?? '')).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-ms-blob-type': 'BlockBlob',
    });
    expect(readFileSync(inWorkspace('small-again.bin')).equals(bytes)).toBe(true);
  });

  test('that is not there, or whose signature is wrong, fails in the words of the store', async () => {
    const missing = await rest({ path: blobUrl('missing.bin') });
    expect(missing.exitCode).toBe(1);
    expect(missing.outputs['error']).toMatch(/returned 404: .*The specified blob does not exist/);
    const forged = new URL(blobUrl('small.bin'));
    forged.searchParams.set('sig', randomBytes(32).toString('base64'));
    const refused = await rest({ path: forged.href });
    expect(refused.exitCode).toBe(1);
    expect(refused.outputs['error']).toMatch(/returned 403: .*Server failed to authenticate the request/);
  });
});

describe('connections that are reset in the middle', () => {
  const through = async <T>(cuts: readonly Cut[], use: (port: number) => Promise<T>) => {
    const proxy = await startCuttingProxy(Number(new URL(azurite.containerUrl).port), cuts);
    try {
      return { run: await use(proxy.port), connections: proxy.connections };
    } finally {
      proxy.close();
    }
  };
  /** What each request was about, over all connections: `PUT block 3`, `GET bytes=8388608-`. */
  const partsOf = (connections: readonly { heads: string[] }[]) =>
    connections.flatMap(({ heads }) =>
      heads.map((head) => {
        const [method = '', url = ''] = head.split(' ', 2);
        const query = new URL(url, 'http://x').searchParams;
        const block = Buffer.from(query.get('blockid') ?? '', 'base64')
          .toString()
          .split('-')[0];
        const range = /^range: (.*)$/im.exec(head)?.[1]?.trim();
        return `${method} ${block ? `block ${Number(block)}` : (query.get('comp') ?? range ?? 'the whole')}`;
      }),
    );

  test('cost 1 GiB no more than the blocks on their way, and what broke of the download', async () => {
    const ups = [100, 300, 200].map((mebibytes): Cut => ({ of: 'client', afterBytes: mebibytes * MIB }));
    const up = await through(ups, (port) => put(blobUrl('package.zip', port), 'package.zip'));
    tell('1 GiB up, with three resets', up.run);
    expect(up.run.outputs).toMatchObject({ error: '', 'status-code': '201' });
    const parts = partsOf(up.connections);
    const blocks = Array.from({ length: PACKAGE_BYTES / BLOCK_BYTES }, (_, index) => `PUT block ${index}`);
    expect(parts.slice(-2)).toEqual(['PUT blocklist', 'HEAD the whole']);
    expect([...new Set(parts.slice(0, -2))]).toEqual(blocks);
    // Each once, but for the three that were under way.
    expect(parts).toHaveLength(blocks.length + ups.length + 2);

    const downs = [400, 300].map((mebibytes): Cut => ({ of: 'server', afterBytes: mebibytes * MIB }));
    const down = await through(downs, (port) =>
      rest({ path: blobUrl('package.zip', port), 'response-file': 'package-again.zip' }),
    );
    tell('1 GiB down, with two resets', down.run);
    expect(down.run.outputs).toMatchObject({ error: '', 'status-code': '200', response: '' });
    expect(statSync(inWorkspace('package-again.zip')).size).toBe(PACKAGE_BYTES);
    expect(await digestOf(createReadStream(inWorkspace('package-again.zip')))).toBe(packageDigest);
    rmSync(inWorkspace('package-again.zip'));
    const [whole, ...rests] = partsOf(down.connections);
    expect(whole).toBe('GET the whole');
    expect(rests).toEqual([expect.stringMatching(/^GET bytes=\d+-$/), expect.stringMatching(/^GET bytes=\d+-$/)]);
    const sent = down.connections.reduce((sum, { serverBytes }) => sum + serverBytes, 0);
    expect(sent).toBeLessThan(PACKAGE_BYTES + LOST_BYTES);

    expect(up.run.peakKiB).toBeLessThan(MOST_MEMORY_UP_KIB);
    expect(down.run.peakKiB).toBeLessThan(MOST_MEMORY_DOWN_KIB);
  });

  test('fail an upload in one request, as a write that may have been carried out', async () => {
    truncateSync(inWorkspace('package.zip'), 200 * MIB);
    const cuts: Cut[] = [{ of: 'client', afterBytes: 50 * MIB }];
    const { run, connections } = await through(cuts, (port) => put(blobUrl('reset.zip', port), 'package.zip'));
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toMatch(/The server may have carried it out, so it was not retried/);
    expect(partsOf(connections)).toEqual(['PUT the whole']);
    expect((await fetch(blobUrl('reset.zip'))).status).toBe(404);
  });
});
