// The least that a script can do with pages whose URLs it is told: https GETs on one connection, their bodies into one file.
/* global process */
import { createWriteStream, readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { pipeline } from 'node:stream/promises';

const { URLS_FILE, TOKEN, FILE } = process.env;
const agent = new Agent({ keepAlive: true });
const headers = { authorization: `Bearer ${TOKEN}`, accept: 'application/json' };
for (const url of readFileSync(URLS_FILE, 'utf8').split('\n')) {
  const response = await new Promise((settle, reject) => {
    get(url, { agent, headers }, settle).on('error', reject);
  });
  if (response.statusCode !== 200) throw new Error(`${url} returned ${response.statusCode}.`);
  await pipeline(response, createWriteStream(FILE, { flags: 'a' }));
}
agent.destroy();
