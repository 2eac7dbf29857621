import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createSecrets } from '../../../../src/report/secrets.ts';
import { textOfBody } from '../../../../src/http/body-text.ts';
import { acceptsNoResponse, judgeStatus, parseStatuses } from '../../../../src/operations/rest/judge.ts';
import { maskBody } from '../../../../src/operations/rest/mask.ts';
import { isJson } from '../../../../src/http/content-type.ts';
import { readPayload } from '../../../../src/operations/rest/payload.ts';

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
  writeFileSync(join(folder, 'marked.json'), '\ufeff{"a":1}');
  writeFileSync(join(folder, 'latin-1.csv'), Buffer.from('Größe', 'latin1'));
  writeFileSync(join(folder, 'utf-16-without-mark.json'), '{"a":"Ä"}', 'utf16le');
  writeFileSync(join(folder, 'package.zip'), Buffer.from('504b0304140000000800', 'hex'));
  writeFileSync(join(folder, 'empty.zip'), Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'));
  writeFileSync(join(folder, 'package.gz'), Buffer.from('1f8b080000000000', 'hex'));
  writeFileSync(join(folder, 'list.json'), '\ufeff [{"a":1}]');
  writeFileSync(join(folder, 'empty.json'), '');
  writeFileSync(
    join(folder, 'pointer.zip'),
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n',
  );
  writeFileSync(join(folder, 'large.zip'), Buffer.from('504b0304', 'hex'));
  truncateSync(join(folder, 'large.zip'), 65 * 1024 * 1024);
  const file = (given: string) => ({ given, path: join(folder, given) });
  const read = (inputs: Partial<Parameters<typeof readPayload>[0]>) => {
    const problems: string[] = [];
    const body = readPayload(
      { payload: undefined, payloadFile: undefined, contentType: 'application/json', isEncoded: false, ...inputs },
      { problem: (message) => problems.push(message) },
    );
    return { body, problems };
  };

  test.each([
    ['none', {}, undefined],
    ['a list', { payload: '[1]' }, { kind: 'text', text: '[1]' }],
    [
      'an object for a service',
      { payload: '\ufeff\n{"_a":1}', isOfService: true },
      { kind: 'text', text: '\ufeff\n{"_a":1}' },
    ],
    ['JSON', { payload: ' {"a":1.0} ' }, { kind: 'text', text: ' {"a":1.0} ' }],
    ['text', { payload: 'a=b', contentType: 'application/x-www-form-urlencoded' }, { kind: 'text', text: 'a=b' }],
    [
      'a file',
      { payloadFile: file('good.json') },
      { kind: 'file', path: join(folder, 'good.json'), name: 'good.json', sizeBytes: 10 },
    ],
    [
      'a file in UTF-16',
      { payloadFile: file('utf-16.json'), contentType: 'application/json; charset=utf-16' },
      { kind: 'file', path: join(folder, 'utf-16.json'), name: 'utf-16.json', sizeBytes: 20 },
    ],
    [
      'a file that is no JSON and need not be',
      { payloadFile: file('bad.json'), contentType: 'application/octet-stream' },
      { kind: 'file', path: join(folder, 'bad.json'), name: 'bad.json', sizeBytes: 23 },
    ],
  ])('of %s', (_what, inputs, body) => {
    expect(read(inputs)).toEqual({ body, problems: [] });
  });

  test.each<[string, Partial<Parameters<typeof readPayload>[0]>]>([
    [
      'a byte-order mark of UTF-8',
      { payloadFile: file('marked.json'), contentType: 'application/json; charset=utf-8' },
    ],
    ['UTF-16 that says so', { payloadFile: file('utf-16.json'), contentType: 'text/csv; charset=UTF-16LE' }],
    ['UTF-16 of a type without a charset', { payloadFile: file('utf-16.json'), contentType: 'text/csv' }],
    ['Latin-1 that says so', { payloadFile: file('latin-1.csv'), contentType: 'text/csv; charset=iso-8859-1' }],
    ['a charset that nobody knows', { payloadFile: file('latin-1.csv'), contentType: 'text/csv; charset=klingon' }],
    ['a zip file of its type', { payloadFile: file('package.zip'), contentType: 'application/zip' }],
    ['what `headers` call encoded', { payloadFile: file('package.gz'), isEncoded: true }],
  ])('of a file in %s is sent', (_what, inputs) => {
    expect(read(inputs)).toEqual({ body: expect.objectContaining({ kind: 'file' }) as unknown, problems: [] });
  });

  test.each([
    ['both', { payload: '{}', payloadFile: file('good.json') }, /both given: give only one/],
    ['broken JSON', { payload: '{"password":\n  hunter2}' }, /`payload` is not valid JSON \(line 2, column 3\)/],
    ['a broken JSON file', { payloadFile: file('bad.json') }, /`payload-file` is not valid JSON \(line 2, column 3\)/],
    [
      'a file in another charset',
      { payloadFile: file('bad.json'), contentType: 'application/json; charset=klingon' },
      /not text in klingon/,
    ],
    [
      'a file in UTF-16',
      { payloadFile: file('utf-16.json') },
      /is in UTF-16, as Windows .* says UTF-8: save it as UTF-8/,
    ],
    [
      'a file in UTF-16 that is no JSON',
      { payloadFile: file('utf-16.json'), contentType: 'text/xml; charset=utf-8' },
      /is in UTF-16, .* its content type says utf-8/,
    ],
    ['UTF-16 without a mark', { payloadFile: file('utf-16-without-mark.json') }, /is not text in UTF-8/],
    [
      'Latin-1 in the place of UTF-8',
      { payloadFile: file('latin-1.csv'), contentType: 'text/csv; charset=utf-8' },
      /is not text in utf-8: save it/,
    ],
    [
      'a zip file as JSON',
      { payloadFile: file('package.zip') },
      /is a zip file, but its content type would be application\/json: set `content-type: application\/zip`\.$/,
    ],
    ['an empty zip file as JSON', { payloadFile: file('empty.zip') }, /is a zip file/],
    ['a zip file of 65 MiB as JSON', { payloadFile: file('large.zip') }, /is a zip file/],
    [
      'a gzip file as JSON',
      { payloadFile: file('package.gz') },
      /is a gzip file, .* `content-type: application\/gzip`/,
    ],
    [
      'a pointer of Git LFS',
      { payloadFile: file('pointer.zip'), contentType: 'application/octet-stream' },
      /^`payload-file` is "pointer\.zip", which is a pointer of Git LFS.*`lfs: true`\.$/,
    ],
    ['an empty file', { payloadFile: file('empty.json') }, /`payload-file` is empty, which is not JSON/],
    ['blanks', { payload: ' \r\n' }, /`payload` is empty, which is not JSON/],
    ['the name of a file', { payload: '@./data/payload.json\n' }, /not valid JSON .* goes into `payload-file`\.$/],
    ['a list for a service', { payload: ' [{}]', isOfService: true }, /`payload` is not a JSON object: a service/],
    ['null for a service', { payload: 'null', isOfService: true }, /is not a JSON object/],
    ['a list in a file for a service', { payloadFile: file('list.json'), isOfService: true }, /is not a JSON object/],
    ['a missing file', { payloadFile: file('none.json') }, /does not exist|no such file/],
    ['a folder', { payloadFile: file('.') }, /not a file/],
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
