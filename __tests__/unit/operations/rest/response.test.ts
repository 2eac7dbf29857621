import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createSecrets } from '../../../../src/report/secrets.ts';
import { textOfBody } from '../../../../src/http/body-text.ts';
import { acceptsNoResponse, judgeStatus, parseStatuses } from '../../../../src/operations/rest/judge.ts';
import { maskBody } from '../../../../src/operations/rest/mask.ts';
import { isJson } from '../../../../src/http/content-type.ts';
import { readPayload } from '../../../../src/operations/rest/payload.ts';
import { quoteHint } from '../../../../src/operations/rest/hints.ts';

test.each([
  [200, 'accepted'],
  [201, 'accepted'],
  [204, 'accepted'],
  [302, 'may-pass'],
  [304, 'may-pass'],
  [400, 'refused'],
  [401, 'refused'],
  [403, 'refused'],
  [404, 'may-pass'],
  [405, 'refused'],
  [408, 'may-pass'],
  [409, 'accepted'],
  [412, 'refused'],
  [429, 'may-pass'],
  [500, 'may-pass'],
  [503, 'may-pass'],
  [504, 'may-pass'],
])('%i is %s', (status, verdict) => {
  expect(judgeStatus(status, [409])).toBe(verdict);
});

test('accept-status takes statuses alone', () => {
  const problems: string[] = [];
  const statuses = parseStatuses(['404', '4xx', '99', '600', '409', 'None'], false, {
    problem: (message) => problems.push(message),
  });
  expect(statuses).toEqual([404, 409, 0]);
  expect(problems).toHaveLength(3);
});

test.each([
  [[404], undefined, false],
  [[0], undefined, true],
  [[0], 200, true],
  [[0], 403, false],
  [[0, 504], 504, true],
])('accept-status %p, and no whole response with head %p: %p', (statuses, head, accepted) => {
  expect(acceptsNoResponse(statuses, head)).toBe(accepted);
});

test('accept-status takes a redirect only where no token is sent', () => {
  const problemsOf = (anonymous: boolean) => {
    const problems: string[] = [];
    parseStatuses(['302', '304'], anonymous, { problem: (message) => problems.push(message) });
    return problems;
  };
  expect(problemsOf(false)).toEqual([expect.stringMatching(/`accept-status` has 302: .* `auth: none`/)]);
  expect(problemsOf(true)).toEqual([]);
});

describe('the text of a body', () => {
  test.each([
    ['UTF-8', Buffer.from('Ä👍'), 'application/json', 'Ä👍'],
    ['a byte-order mark', Buffer.from('\ufeff7'), 'text/plain', '7'],
    ['Latin-1 by its charset', Buffer.from([0xc4]), 'text/plain; charset=ISO-8859-1', 'Ä'],
    ['UTF-16 by its mark', Buffer.from('\ufeffÄ', 'utf16le'), 'text/csv', 'Ä'],
    ['UTF-16 big-endian by its mark', Buffer.from([0xfe, 0xff, 0x00, 0xc4]), 'text/csv', 'Ä'],
    ['nothing', Buffer.alloc(0), '', ''],
    ['bytes that are no text', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff]), 'application/zip', undefined],
    ['a zero, which no variable holds', Buffer.from('a\0b'), 'text/plain', undefined],
    ['an unknown charset', Buffer.from('a'), 'text/plain; charset=klingon', undefined],
  ])('of %s', (_what, bytes, contentType, text) => {
    expect(textOfBody(bytes, contentType)).toBe(text);
  });
});

describe('a payload', () => {
  const folder = mkdtempSync(join(tmpdir(), 'payload-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(join(folder, 'good.json'), '\ufeff{"a":1}');
  writeFileSync(join(folder, 'utf-16.json'), '\ufeff{"a":"Ä"}', 'utf16le');
  writeFileSync(join(folder, 'bad.json'), '{"password":\n  hunter2}');
  const read = (inputs: Partial<Parameters<typeof readPayload>[0]>) => {
    const problems: string[] = [];
    const body = readPayload(
      { payload: undefined, payloadFile: undefined, contentType: 'application/json', workspace: folder, ...inputs },
      { problem: (message) => problems.push(message) },
    );
    return { body, problems };
  };

  test.each([
    ['none', {}, undefined],
    ['JSON', { payload: ' {"a":1.0} ' }, { kind: 'text', text: ' {"a":1.0} ' }],
    ['text', { payload: 'a=b', contentType: 'application/x-www-form-urlencoded' }, { kind: 'text', text: 'a=b' }],
    [
      'a file',
      { payloadFile: 'good.json' },
      { kind: 'file', path: join(folder, 'good.json'), name: 'good.json', sizeBytes: 10 },
    ],
    [
      'a file in UTF-16',
      { payloadFile: 'utf-16.json', contentType: 'application/json; charset=utf-16' },
      { kind: 'file', path: join(folder, 'utf-16.json'), name: 'utf-16.json', sizeBytes: 20 },
    ],
    [
      'a file that is no JSON and need not be',
      { payloadFile: 'bad.json', contentType: 'application/octet-stream' },
      { kind: 'file', path: join(folder, 'bad.json'), name: 'bad.json', sizeBytes: 23 },
    ],
  ])('of %s', (_what, inputs, body) => {
    expect(read(inputs)).toEqual({ body, problems: [] });
  });

  test.each([
    ['both', { payload: '{}', payloadFile: 'good.json' }, /both given: give only one/],
    ['broken JSON', { payload: '{"password":\n  hunter2}' }, /`payload` is not valid JSON \(line 2, column 3\)/],
    ['a broken JSON file', { payloadFile: 'bad.json' }, /`payload-file` is not valid JSON \(line 2, column 3\)/],
    [
      'a file in another charset',
      { payloadFile: 'bad.json', contentType: 'application/json; charset=klingon' },
      /not text in klingon/,
    ],
    ['a missing file', { payloadFile: 'none.json' }, /does not exist|no such file/],
    ['a folder', { payloadFile: '.' }, /not a file/],
    ['a charset that it is not sent in', { payload: '{}', contentType: 'application/json; charset=utf-16' }, /UTF-8/],
  ])('of %s is a problem that shows nothing of it', (_what, inputs, message) => {
    const { problems } = read(inputs);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
    expect(problems[0]).not.toContain('hunter2');
  });

  test.each([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['application/merge-patch+json', true],
    ['text/json', true],
    ['application/jsonlines', false],
    ['text/plain; note=json', false],
    ['multipart/mixed; boundary=x', false],
  ])('%s is JSON: %s', (contentType, expected) => {
    expect(isJson(contentType)).toBe(expected);
  });
});

describe('masking a body', () => {
  const mask = async (text: string) => {
    const masks: string[] = [];
    const response = {
      status: 200,
      headers: { 'content-type': 'application/json' },
      start: Buffer.from(text),
      sizeBytes: Buffer.byteLength(text),
      file: { path: '', temporaryPath: '' },
      text,
      json: undefined,
      rowCount: undefined,
    };
    const secrets = createSecrets((value) => masks.push(value));
    const warning = await maskBody(response, secrets, new AbortController().signal);
    return { masks, warning };
  };

  test('masks values of 8 characters or more, those of JSON inside strings included', async () => {
    const { masks, warning } = await mask(
      '{"a":"short","b":["long-enough"],"c":"{\\"d\\":\\"inner-value\\"}","e":12345678}',
    );
    expect(masks).toEqual(expect.arrayContaining(['long-enough', 'inner-value']));
    expect(masks).not.toContain('short');
    expect(warning).toBeUndefined();
  });

  test.each(['', ' \n'])('has nothing to mask in %j', async (text) => {
    expect(await mask(text)).toEqual({ masks: [], warning: undefined });
  });

  test('warns of what is nested too deeply', async () => {
    expect((await mask('['.repeat(10_000) + ']'.repeat(10_000))).warning).toMatch(/nested too deeply/);
  });

  test('masks the lines of text, and no blank or short one', async () => {
    const { masks } = await mask('{\n  "a": "first\\nsecond line"\n}');
    expect(masks).toContain('second line');
    expect(masks.flatMap((form) => form.split('\n'))).not.toContain('{');
  });

  test('masks a body that is not JSON as a whole', async () => {
    expect((await mask('a plain secret')).masks).toContain('a plain secret');
  });

  test('masks of more than 1,000 values only the body, and warns', async () => {
    const { masks, warning } = await mask(
      JSON.stringify(Array.from({ length: 1001 }, (_, index) => `value-number-${index}`)),
    );
    expect(masks).not.toContain('value-number-7');
    expect(warning).toMatch(/more than 1000 values/);
  });
});

describe('a slip', () => {
  const url = (path: string) => new URL(`https://contoso.operations.dynamics.com${path}`);
  test.each([
    ["/data/C(Name='O'Brien')", true],
    ["/data/C(Name='O%27Brien')", true],
    ["/data/C(Name='O''Brien')", false],
    ['/data/C(5637)', false],
  ])('of quotes in %s: %s', (path, slipped) => {
    expect(quoteHint(url(path)) !== '').toBe(slipped);
  });
});
