import { describe, expect, test } from '@jest/globals';
import { createDownload, judgeRest, type Rest, wholeOf } from '../../../src/http/download.ts';

const OK = { 'accept-ranges': 'bytes', etag: '"0x8D1"', 'content-length': '100' };
const GET = { method: 'GET', headers: { accept: '*/*' }, asStored: true };
const without = (name: keyof typeof OK) => Object.fromEntries(Object.entries(OK).filter(([each]) => each !== name));

describe('whether the rest of a body can be requested', () => {
  test.each<[string, Parameters<typeof wholeOf>[0], number, Record<string, string>, boolean]>([
    ['a blob', GET, 200, OK, true],
    ['in other capitals', GET, 200, { ...OK, 'accept-ranges': ' Bytes ' }, true],
    ['without ranges', GET, 200, without('accept-ranges'), false],
    ['with none', GET, 200, { ...OK, 'accept-ranges': 'none' }, false],
    ['without an ETag', GET, 200, without('etag'), false],
    ['with a weak one', GET, 200, { ...OK, etag: 'W/"0x8D1"' }, false],
    ['with none in quotes', GET, 200, { ...OK, etag: '0x8D1' }, false],
    ['without a length', GET, 200, without('content-length'), false],
    ['encoded', GET, 200, { ...OK, 'content-encoding': 'gzip' }, false],
    ['a failure', GET, 404, OK, false],
    ['a part', GET, 206, OK, false],
    ['from the environment, which compresses', { ...GET, asStored: false }, 200, OK, false],
    ['a HEAD', { ...GET, method: 'HEAD' }, 200, OK, false],
    ['a write', { ...GET, method: 'POST' }, 200, OK, false],
    ['with a range of the user', { ...GET, headers: { range: 'bytes=0-9' } }, 200, OK, false],
    ['with one of the store', { ...GET, headers: { 'x-ms-range': 'bytes=0-9' } }, 200, OK, false],
    ['with a condition of the user', { ...GET, headers: { 'if-none-match': '"1"' } }, 200, OK, false],
  ])('%s', (_what, request, status, headers, isPossible) => {
    const whole = wholeOf(request, { status, headers });
    expect(whole).toEqual(isPossible ? { etag: '"0x8D1"', sizeBytes: 100 } : undefined);
  });
});

describe('what a response to a request for the rest from byte 40 of 100 is', () => {
  const part = { etag: '"0x8D1"', 'content-range': 'bytes 40-99/100' };
  test.each<[number, Record<string, string>, Rest]>([
    [206, part, 'the rest'],
    [206, { ...part, 'content-range': ' Bytes 40-99/100 ' }, 'the rest'],
    [206, { ...part, 'content-range': 'bytes 41-99/100' }, 'something else'],
    [206, { ...part, 'content-range': 'bytes 0-99/100' }, 'something else'],
    [206, { ...part, 'content-range': 'bytes 40-98/100' }, 'something else'],
    [206, { ...part, 'content-range': 'bytes 40-99/*' }, 'something else'],
    [206, { etag: '"0x8D1"' }, 'something else'],
    [206, { 'content-range': 'bytes 40-99/100' }, 'something else'],
    [206, { ...part, 'content-encoding': 'gzip' }, 'something else'],
    [206, { ...part, 'content-type': 'multipart/byteranges', 'content-range': '' }, 'something else'],
    [206, { ...part, 'content-range': 'bytes 40-100/101' }, 'changed'],
    [206, { ...part, etag: '"0x8D2"' }, 'changed'],
    [206, { ...part, etag: 'W/"0x8D1"' }, 'changed'],
    [412, {}, 'changed'],
    [416, { 'content-range': 'bytes */30' }, 'changed'],
    [200, OK, 'the whole'],
    [200, { ...OK, etag: '"0x8D2"' }, 'changed'],
    [200, { 'content-type': 'text/html' }, 'something else'],
    [200, part, 'the whole'],
    [202, part, 'something else'],
    [204, {}, 'something else'],
    [302, {}, 'refused'],
    [503, {}, 'refused'],
    [403, {}, 'refused'],
    [404, {}, 'refused'],
    [304, {}, 'refused'],
  ])('%i %j: %s', (status, headers, rest) => {
    expect(judgeRest({ status, headers }, { etag: '"0x8D1"', sizeBytes: 100 }, 40)).toBe(rest);
  });
});

test('a server that always sends the whole, and breaks sooner or later, has its retries anew for new bytes alone', () => {
  const MIB = 1024 * 1024;
  const request = { ...GET, url: new URL('https://store.example/a.zip') };
  const sink = { take: () => undefined, end: () => '', mayGoOn: true } as const;
  const download = createDownload(request, () => sink, 'GET /a.zip');
  const gains = [30, 45, 30, 45, 52, 60].map((mebibytes) => {
    download.next();
    void download
      .receive({ status: 200, headers: { ...OK, 'content-length': String(60 * MIB) } })
      .take(Buffer.alloc(mebibytes * MIB));
    return download.hasGained();
  });
  expect(gains).toEqual([true, true, false, false, false, true]);
});
