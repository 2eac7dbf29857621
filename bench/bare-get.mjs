// The least that a script can do: the same https GET with the same token, its body into a file.
/* global process */
import { createWriteStream } from 'node:fs';
import { get } from 'node:https';
import { pipeline } from 'node:stream/promises';

const { URL_TO_GET, TOKEN, FILE } = process.env;
const headers = { authorization: `Bearer ${TOKEN}`, accept: 'application/json' };
get(URL_TO_GET, { headers }, async (response) => {
  await pipeline(response, createWriteStream(FILE));
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
