// The least that a script can do: the same https PUT of a file.
/* global process */
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:https';
import { pipeline } from 'node:stream/promises';

const { URL_TO_PUT, FILE } = process.env;
const headers = { 'content-length': statSync(FILE).size, 'x-ms-blob-type': 'BlockBlob' };
const put = request(URL_TO_PUT, { method: 'PUT', headers }, (response) => {
  process.exitCode = response.statusCode === 201 ? 0 : 1;
  response.resume();
});
await pipeline(createReadStream(FILE), put);
