import { describe, expect, test } from '@jest/globals';
import {
  blockBytesFor,
  blockId,
  blockListOf,
  headersOfBlock,
  headersOfList,
  urlOfPart,
} from '../../../../src/operations/rest/block-plan.ts';

const MIB = 1024 * 1024;
const SIGNED = 'https://store.example/dmf/a.zip?sv=2024-08-04&sr=b&sp=rw&sig=a%2Fb%3D';
const OLD = SIGNED.replace('2024-08-04', '2014-02-14');
const HEADERS = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/zip' };

interface Case {
  url?: string;
  headers?: Record<string, string>;
  method?: string;
  anonymous?: boolean;
}
const bytesFor = (sizeBytes: number, { url = SIGNED, headers = {}, method = 'PUT', anonymous = true }: Case = {}) =>
  blockBytesFor({
    anonymous,
    method,
    headers: { ...HEADERS, ...headers },
    body: { kind: 'file', path: '/a.zip', name: 'a.zip', sizeBytes },
    target: { url: new URL(url) },
  });

describe('what goes in blocks', () => {
  test.each<[string, number, Case, number | undefined]>([
    ['nothing', 0, {}, undefined],
    ['256 MiB', 256 * MIB, {}, undefined],
    ['a byte more', 256 * MIB + 1, {}, 8],
    ['the most that 8 MiB are enough for', 50_000 * 8 * MIB, {}, 8],
    ['a byte more than that', 50_000 * 8 * MIB + 1, {}, 9],
    ['4 TiB', 4 * MIB * MIB, {}, 84],
    ['64 MiB to an old version', 64 * MIB, { url: OLD }, undefined],
    ['a byte more to an old version', 64 * MIB + 1, { url: OLD }, 4],
    ['195 GiB to an old version', 50_000 * 4 * MIB, { url: OLD }, 4],
    [
      'a version in the headers, before that of the signature',
      100 * MIB,
      { headers: { 'x-ms-version': '2015-12-11' } },
      4,
    ],
    ['a newer version in the headers', 100 * MIB, { url: OLD, headers: { 'x-ms-version': '2019-12-12' } }, undefined],
    ['a version in the query', 100 * MIB, { url: `${SIGNED}&api-version=2015-02-21` }, 4],
    ['the type in other capitals', 300 * MIB, { headers: { 'x-ms-blob-type': 'blockblob' } }, 8],
    ['another method', 300 * MIB, { method: 'POST' }, undefined],
    ['a call with a sign-in', 300 * MIB, { anonymous: false }, undefined],
    ['another type of blob', 300 * MIB, { headers: { 'x-ms-blob-type': 'AppendBlob' } }, undefined],
    ['a URL without a signature', 300 * MIB, { url: 'https://store.example/a.zip' }, undefined],
    ['a signature of another kind', 300 * MIB, { url: 'https://store.example/a.zip?sig=x' }, undefined],
    ['a block of the user', 300 * MIB, { url: `${SIGNED}&comp=block&blockid=AAAA` }, undefined],
    ['a header that signs one request', 300 * MIB, { headers: { authorization: 'SharedKey a:b' } }, undefined],
    ['a digest of the whole', 300 * MIB, { headers: { 'content-md5': 'x' } }, undefined],
  ])('%s', (_what, size, given, mebibytes) => {
    expect(bytesFor(size, given)).toBe(mebibytes && mebibytes * MIB);
  });

  test('is a file: anything else is small', () => {
    const text = { kind: 'text', text: '{}' } as const;
    const given = { anonymous: true, method: 'PUT', headers: HEADERS, target: { url: new URL(SIGNED) } };
    expect(blockBytesFor({ ...given, body: text })).toBeUndefined();
    expect(blockBytesFor({ ...given, body: undefined })).toBeUndefined();
  });
});

test('ids are of place and content, and equally long up to the last of 50,000', () => {
  const [one, other] = ['d41d8cd98f00b204e9800998ecf8427e', '0cc175b9c0f1b6a831c399e269772661'];
  const ids = [blockId(0, one), blockId(0, other), blockId(1, one), blockId(49_999, one)];
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(ids.map(({ length }) => length)).size).toBe(1);
  expect(Buffer.from(ids[0] ?? '', 'base64').length).toBeLessThanOrEqual(64);
});

test('the signature of a URL stays as it was given', () => {
  expect(urlOfPart(new URL(SIGNED), 'block&blockid=QQ%3D%3D').href).toBe(`${SIGNED}&comp=block&blockid=QQ%3D%3D`);
});

test('the list names the blocks in their order', () => {
  expect(blockListOf(['QQ==', 'Qg=='])).toBe(
    '<?xml version="1.0" encoding="utf-8"?><BlockList><Latest>QQ==</Latest><Latest>Qg==</Latest></BlockList>',
  );
});

test('what is said of the blob goes with the list, and what is said of a request with each', () => {
  const given = {
    ...HEADERS,
    'content-encoding': 'gzip',
    'cache-control': 'no-store',
    'if-none-match': '*',
    'x-ms-meta-from': 'ci',
    'x-ms-tags': 'a=b',
    'x-ms-access-tier': 'Cool',
    'x-ms-version': '2024-08-04',
    'x-ms-lease-id': 'lease',
    'x-ms-encryption-key': 'key',
    'x-gateway-key': 'gateway',
  };
  const each = {
    'x-ms-version': '2024-08-04',
    'x-ms-lease-id': 'lease',
    'x-ms-encryption-key': 'key',
    'x-gateway-key': 'gateway',
  };
  expect(headersOfBlock(given)).toEqual(each);
  expect(headersOfList(given)).toEqual({
    ...each,
    'content-type': 'application/xml',
    'x-ms-blob-content-type': 'application/zip',
    'x-ms-blob-content-encoding': 'gzip',
    'x-ms-blob-cache-control': 'no-store',
    'if-none-match': '*',
    'x-ms-meta-from': 'ci',
    'x-ms-tags': 'a=b',
    'x-ms-access-tier': 'Cool',
  });
  const own = { ...HEADERS, 'x-ms-blob-content-type': 'text/plain' };
  expect(headersOfList(own)).toMatchObject({ 'x-ms-blob-content-type': 'text/plain' });
});
