import { expect, test } from '@jest/globals';
import { acceptEncoding, planBody } from '../../../src/http/framing.ts';

type Asked = Parameters<typeof planBody>[0];
const GET: Asked = { method: 'GET', headers: {} };
const STORED: Asked = { ...GET, asStored: true };
const plan = (lines: Partial<Extract<ReturnType<typeof planBody>, { gzip: boolean }>>) => ({
  hasBody: true,
  gzip: false,
  lengthStated: false,
  endsWithConnection: false,
  ...lines,
});
const CHUNKED = { 'transfer-encoding': 'chunked' };

test.each<[string, Asked, number, Record<string, string>, ReturnType<typeof planBody>]>([
  ['a length', GET, 200, { 'content-length': '3' }, plan({ lengthStated: true })],
  ['chunks', GET, 200, CHUNKED, plan({})],
  ['chunks in capitals', GET, 200, { 'transfer-encoding': 'Chunked' }, plan({})],
  ['neither', GET, 200, {}, plan({ endsWithConnection: true })],
  ['a transfer coding that is none', GET, 200, { 'transfer-encoding': 'identity' }, plan({ endsWithConnection: true })],
  [
    'gzip, whose own length is not that of the body',
    GET,
    200,
    { 'content-length': '3', 'content-encoding': 'gzip' },
    plan({ gzip: true }),
  ],
  ['x-gzip', GET, 200, { ...CHUNKED, 'content-encoding': 'X-GZIP' }, plan({ gzip: true })],
  ['gzip and none', GET, 200, { ...CHUNKED, 'content-encoding': 'identity, gzip' }, plan({ gzip: true })],
  ['gzip with neither', GET, 200, { 'content-encoding': 'gzip' }, plan({ gzip: true, endsWithConnection: true })],
  ['gzip as it is stored', STORED, 200, { ...CHUNKED, 'content-encoding': 'gzip' }, plan({})],
  ['br as it is stored', STORED, 200, { ...CHUNKED, 'content-encoding': 'br' }, plan({})],
  [
    'br that was asked for',
    { ...GET, headers: { 'accept-encoding': 'br' } },
    200,
    { ...CHUNKED, 'content-encoding': 'br' },
    plan({}),
  ],
  [
    'gzip that was asked for',
    { ...GET, headers: { 'accept-encoding': 'gzip' } },
    200,
    { ...CHUNKED, 'content-encoding': 'gzip' },
    plan({ gzip: true }),
  ],
  ['br of an error, whose status counts', GET, 503, { ...CHUNKED, 'content-encoding': 'br' }, plan({})],
  [
    'a part that was asked for',
    { ...GET, headers: { range: 'bytes=0-1' } },
    206,
    { 'content-length': '2' },
    plan({ lengthStated: true }),
  ],
  ['204', GET, 204, { 'content-length': '3' }, plan({ hasBody: false, lengthStated: true })],
  ['304', GET, 304, {}, plan({ hasBody: false })],
  ['HEAD', { ...GET, method: 'HEAD' }, 200, { ...CHUNKED, 'content-encoding': 'br' }, plan({ hasBody: false })],
  [
    'a length of 0',
    GET,
    200,
    { 'content-length': '0', 'content-encoding': 'br' },
    plan({ hasBody: false, lengthStated: true }),
  ],
])('%s', (_what, asked, status, headers, expected) => {
  expect(planBody(asked, { status, headers })).toEqual(expected);
});

test.each<[string, Asked, number, Record<string, string>, string]>([
  ['br', GET, 200, { 'content-encoding': 'br' }, '200 with the content encoding br'],
  ['gzip twice', GET, 200, { 'content-encoding': 'gzip, gzip' }, '200 with the content encoding gzip, gzip'],
  ['a charset for an encoding', GET, 200, { 'content-encoding': 'utf-8' }, 'the content encoding utf-8'],
  ['a transfer coding', GET, 200, { 'transfer-encoding': 'gzip, chunked' }, 'the transfer encoding gzip, chunked'],
  ['a transfer coding of what is stored', STORED, 200, { 'transfer-encoding': 'gzip' }, 'the transfer encoding gzip'],
  ['a part', GET, 206, {}, '206 (partial content)'],
  ['a part of what is stored', STORED, 206, {}, '206 (partial content)'],
])('%s was not asked for', (_what, asked, status, headers, problem) => {
  expect(planBody(asked, { status, headers })).toEqual({ problem: expect.stringContaining(problem) });
});

test('what is stored is asked for without compression', () => {
  expect(acceptEncoding({ asStored: true })).toBe('identity');
  expect(acceptEncoding({})).toBe('gzip');
});
