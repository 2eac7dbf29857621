import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/faults.ts';
import { messagesOf, type RunOptions, runWithToken, useSimulator } from '../harness.ts';

const simulator = useSimulator();

function rest(
  responses: Omit<Fault, 'match'>[],
  inputs: Record<string, string> = {},
  options: Partial<RunOptions> = {},
) {
  simulator.scenario.faults = responses.map((one) => ({ ...one, match: { path: '/data/', times: 1 } }));
  return runWithToken(simulator, { operation: 'rest', path: '/data/LegalEntities', ...inputs }, options);
}

const respondWith = (body: string, type = 'application/json', status = 200): Omit<Fault, 'match'> => ({
  respond: 'custom',
  status,
  headers: { 'content-type': type },
  body,
});

describe('the output response', () => {
  test.each([
    ['96 KiB', 'text/plain', 'ä'.repeat(48 * 1024), true],
    ['a byte more, counted as UTF-8', 'text/plain', `${'ä'.repeat(48 * 1024)}x`, false],
    ['text in another charset', 'text/plain; charset=iso-8859-1', 'plain', true],
    ['bytes that are no text in their charset', 'text/plain; charset=utf-16le', 'odd', false],
  ])('of %s', async (_what, type, body, fits) => {
    const run = await rest([respondWith(body, type)]);
    expect(run.exitCode).toBe(0);
    expect(run.outputs['response']).toBe(fits ? body : '');
    expect(readFileSync(run.outputs['response-file'] ?? '', 'utf8')).toBe(body);
    expect(messagesOf(run, 'notice').some((line) => line.includes('`response` is empty'))).toBe(!fits);
  });
});

test('mask-response masks of more than 1,000 values only the whole, and warns', async () => {
  const values = Array.from({ length: 1_001 }, (_, index) => `value-number-${index}`);
  const run = await rest([respondWith(JSON.stringify({ value: values }))], { 'mask-response': 'true' });
  expect(run.exitCode).toBe(0);
  expect(messagesOf(run, 'warning')).toEqual([expect.stringContaining('more than 1000 values')]);
  expect(run.masks).not.toContain('value-number-7');
});

const MIB = 1024 * 1024;
test.each([
  ['one value of 2 MiB', { a: 'x'.repeat(2 * MIB), b: 'SECRETVALUE' }, 'none of it is masked', false],
  ['2 MiB of numbers and a value', { a: Array(MIB).fill(1), b: 'SECRETVALUE' }, 'only its values are masked', true],
  [
    '1,001 values of 2 KiB',
    { a: Array.from({ length: 1_001 }, (_, at) => `${at}`.padEnd(2_048, 'x')) },
    'none of it is masked',
    false,
  ],
])('mask-response of %s prints no line that large, and says so', async (_what, body, warning, isMasked) => {
  const run = await rest([respondWith(JSON.stringify(body))], { 'mask-response': 'true' });
  expect(run.exitCode).toBe(0);
  expect(messagesOf(run, 'warning')).toEqual([expect.stringContaining(warning)]);
  expect(run.masks.includes('SECRETVALUE')).toBe(isMasked);
  expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThan(MIB);
});

test.each([
  ['text/html', 0],
  ['application/json', 1],
])('HTML under a bearer, where Accept asks for %s: exit %i', async (accept, exitCode) => {
  const run = await rest([respondWith('<!doctype html><p>A report</p>', 'text/html')], {
    headers: `Accept: ${accept}`,
  });
  expect(run.exitCode).toBe(exitCode);
});

test('a Retry-After that is a date is obeyed', async () => {
  const run = await rest([{ respond: 'throttle', retryAfterSeconds: 2, retryAfterAs: 'date' }]);
  expect(run.exitCode).toBe(0);
  expect(run.requests.map(({ status }) => status)).toEqual([429, 200]);
  expect(run.elapsedMs).toBeGreaterThan(900);
});

test.each([
  ['a POST', 'false', [503]],
  ['a POST that is idempotent', 'true', [503, 200]],
])('%s is repeated like that', async (_what, idempotent, statuses) => {
  const run = await rest([respondWith('', 'text/plain', 503), respondWith('{}')], { payload: '{}', idempotent });
  expect(run.requests.map(({ status }) => status)).toEqual(statuses);
  expect(run.exitCode).toBe(statuses.at(-1) === 200 ? 0 : 1);
});

test('a form goes out as it is', async () => {
  const type = 'application/x-www-form-urlencoded';
  const run = await rest([respondWith('{}')], { payload: 'a=1&b=%20', 'content-type': type });
  expect(run.requests.map(({ body, headers }) => [body, headers['content-type']])).toEqual([['a=1&b=%20', type]]);
});

test('an Authtoken is a secret, and reaches no other place', async () => {
  const key = 'api-key-of-the-backup-server';
  const run = await rest(
    [respondWith(JSON.stringify({ Message: `no such key: ${key}` }), 'application/json', 400)],
    { auth: 'none', token: '', headers: `Authtoken: ${key}` },
    { secrets: [key], mayShow: ['response'] },
  );
  expect(run.exitCode).toBe(1);
  expect(run.masks).toContain(key);
  expect(run.outputs['error']).toContain('no such key: ***');
  expect(run.requests.map(({ headers }) => [headers['authtoken'], headers.authorization])).toEqual([[key, undefined]]);
});

test('a stack trace of F&O is told at debug alone', async () => {
  const body = { Message: 'It failed.', StackTrace: 'at Dynamics.AX.Application.Posting' };
  const run = await rest([respondWith(JSON.stringify(body), 'application/json', 400)]);
  expect(run.outputs['error']).not.toContain('Posting');
  const shown = run.commands.filter(({ message }) => message.includes('Posting'));
  expect(shown.map(({ name }) => name)).toEqual(['debug']);
});

test('the output error is one line of at most 4 KiB, however much a server says', async () => {
  const run = await rest(
    [respondWith(JSON.stringify({ Message: 'Zeile ä\r\n'.repeat(5_000) }), 'application/json', 400)],
    {
      expect: 'a',
      'accept-status': '400',
    },
  );
  const error = run.outputs['error'] ?? '';
  expect(error).not.toMatch(/[\r\n]/);
  expect(Buffer.byteLength(error)).toBeLessThanOrEqual(4_096);
});

test('a URL of the environment keeps its path, and loses its capitals and its slash at the end', async () => {
  const environmentUrl = simulator.environmentUrl.replace('https://localhost', 'HTTPS://LocalHost');
  const run = await rest([respondWith('{}')], { 'environment-url': `${environmentUrl}/namespaces/AXSF/` });
  expect(run.exitCode).toBe(0);
  expect(run.requests.map(({ url }) => url)).toEqual(['/namespaces/AXSF/data/LegalEntities']);
});

test('without a summary nothing is written there', async () => {
  const run = await rest([respondWith('{}')], { summary: 'false' });
  expect(run.exitCode).toBe(0);
  expect(run.summary).toBe('');
});

describe('a write that is retried, and then refused, says that the attempt before may have done it', () => {
  const gone = () => respondWith('{"error":{"code":"","message":"Not there."}}', 'application/json', 404);
  const SAID =
    /An earlier attempt (.*), but may have been carried out: check what it did before you run the step again\./;

  test.each<[string, Omit<Fault, 'match'>, Omit<Fault, 'match'>, Record<string, string>, string]>([
    ['DELETE, then gone', { respond: '503-html' }, gone(), { method: 'DELETE' }, 'returned 503'],
    [
      'POST, then there already',
      { respond: '504-html' },
      respondWith('{"error":{"code":"","message":"The record already exists."}}', 'application/json', 400),
      { payload: '{}' },
      'returned 504',
    ],
    ['PUT, then a conflict', { respond: '408' }, respondWith('', 'text/plain', 409), { method: 'PUT' }, 'returned 408'],
    [
      'PATCH without a response, then another ETag',
      { respond: 'reset' },
      respondWith('', 'text/plain', 412),
      { method: 'PATCH', payload: '{}' },
      'failed: the connection to \\S+ broke.*',
    ],
  ])('%s', async (_what, first, second, inputs, earlier) => {
    const run = await rest([first, second], { idempotent: 'true', ...inputs });
    expect(run.exitCode).toBe(1);
    expect(SAID.exec(run.outputs['error'] ?? '')?.[1]).toMatch(new RegExp(`^${earlier}$`));
  });

  test('in a wait as well, once it has ended', async () => {
    const inputs = { method: 'DELETE', idempotent: 'true', 'wait-timeout-minutes': '0.05', 'poll-seconds': '0.5' };
    simulator.scenario.faults = [
      { match: { path: '/data/', times: 1 }, respond: '503-html' },
      { match: { path: '/data/' }, ...gone() },
    ];
    const run = await runWithToken(simulator, { operation: 'rest', path: '/data/LegalEntities', ...inputs });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toMatch(SAID);
  });

  test.each<[string, Omit<Fault, 'match'>[], Record<string, string>]>([
    ['throttling before it', [{ respond: 'throttle', retryAfterSeconds: 0 }, gone()], { method: 'DELETE' }],
    ['a read', [{ respond: '503-html' }, gone()], {}],
    ['nothing before it', [gone()], { method: 'DELETE' }],
  ])('but not with %s', async (_what, faults, inputs) => {
    const run = await rest(faults, { idempotent: 'true', ...inputs });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).not.toMatch(SAID);
  });
});
