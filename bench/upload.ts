import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from '../simulator/simulator.ts';
import { run, runAction } from './child.ts';
import { bounded, type Figure, mebibytes, median, medianRatio, ratio } from './figures.ts';

const ROUNDS = 5;
const SIZE_BYTES = 100_000_000;

/** A file of 100 MB to a blob URL, against curl. */
export async function upload(simulator: Simulator, folder: string): Promise<Figure[]> {
  const file = join(folder, 'package.zip');
  await makeFile(file);
  const url = await blobUrl(simulator);
  const elapsedMs = { ours: [] as number[], theirs: [] as number[] };
  const peaks: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const inputs = {
      'environment-url': '',
      auth: 'none',
      method: 'PUT',
      path: url,
      'payload-file': file,
      'content-type': 'application/octet-stream',
      headers: 'x-ms-blob-type: BlockBlob',
    };
    const ours = await runAction(simulator, folder, inputs, true);
    const header = ['-H', 'x-ms-blob-type: BlockBlob', '-H', 'Content-Type: application/octet-stream', '-H', 'Expect:'];
    const theirs = await run(
      'curl',
      ['-sSf', '--http1.1', '--cacert', simulator.caFile, ...header, '-T', file, url],
      {},
    );
    elapsedMs.ours.push(ours.elapsedMs);
    elapsedMs.theirs.push(theirs.elapsedMs);
    peaks.push(ours.peakMiB ?? NaN);
  }
  await rm(file);
  return [
    {
      what: '100 MB from a file to a blob, throughput : curl -T',
      value: ratio(medianRatio(elapsedMs.theirs, elapsedMs.ours)),
    },
    bounded('100 MB from a file to a blob, peak memory', median(peaks), mebibytes, { atMost: 110 }),
  ];
}

async function makeFile(path: string): Promise<void> {
  await using file = await open(path, 'w');
  const block = Buffer.alloc(1_000_000, 'a package of data ');
  for (let written = 0; written < SIZE_BYTES; written += block.length) await file.write(block);
}

async function blobUrl(simulator: Simulator): Promise<string> {
  const { request } = await import('node:https');
  const { readFile } = await import('node:fs/promises');
  const action = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl';
  const headers = {
    authorization: `Bearer ${simulator.mintToken()}`,
    'content-type': 'application/json',
    accept: 'application/json',
  };
  const ca = await readFile(simulator.caFile);
  return new Promise((settle, reject) => {
    const call = request(`${simulator.environmentUrl}${action}`, { method: 'POST', headers, ca }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const { value } = JSON.parse(text) as { value: string };
        settle((JSON.parse(value) as { BlobUrl: string }).BlobUrl);
      });
    });
    call.on('error', reject).end('{"uniqueFileName":"bench.zip"}');
  });
}
