import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from '../simulator/simulator.ts';
import { run, runAction } from './child.ts';
import { bounded, type Figure, mebibytes, median, medianRatio, ratio } from './figures.ts';

const ROUNDS = 5;
const SIZE_BYTES = 100_000_000;

/** A file of 100 MB to a blob URL, against a bare Node script. */
export async function upload(simulator: Simulator, folder: string): Promise<Figure[]> {
  const file = join(folder, 'package.zip');
  await makeFile(file);
  const url = await blobUrl(simulator);
  const inputs = {
    'environment-url': '',
    auth: 'none',
    method: 'PUT',
    path: url,
    'payload-file': file,
    'content-type': 'application/octet-stream',
    headers: 'x-ms-blob-type: BlockBlob',
  };
  const bareEnv = { URL_TO_PUT: url, FILE: file, NODE_EXTRA_CA_CERTS: simulator.caFile };
  const elapsedMs = { action: [] as number[], bare: [] as number[] };
  const peaks: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const action = await runAction(simulator, folder, inputs, true);
    const bare = await run(process.execPath, [join(import.meta.dirname, 'bare-put.mjs')], bareEnv);
    elapsedMs.action.push(action.elapsedMs);
    elapsedMs.bare.push(bare.elapsedMs);
    peaks.push(action.peakMiB ?? NaN);
  }
  await rm(file);
  const what = '100 MB from a file to a blob';
  return [
    {
      what: `${what}, throughput : bare Node script`,
      value: ratio(medianRatio(elapsedMs.bare, elapsedMs.action)),
    },
    bounded(`${what}, peak memory`, median(peaks), mebibytes, { atMost: 128 }),
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
