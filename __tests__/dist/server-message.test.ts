import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { messagesOf, type Run, runAction, useServer } from '../harness.ts';

const token = 'opaque-token-of-a-server-that-explains';
let respond: (request: IncomingMessage, response: ServerResponse) => void;
const server = useServer((request, response) => {
  respond(request, response);
});

const run = (inputs: Record<string, string>): Promise<Run> =>
  runAction(server, { inputs: { 'environment-url': server.url, token, 'max-retries': '0', ...inputs } });
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';

const BLAND = 'An error has occurred.';
const CAUSE = 'The number sequence Cust_1 is used up.';
const SHAPES: [string, unknown, Record<string, string>][] = [
  ['ExceptionMessage', { Message: BLAND, ExceptionMessage: CAUSE }, {}],
  ['InnerException', { Message: BLAND, InnerException: { Message: BLAND, ExceptionMessage: CAUSE } }, {}],
  ['ModelState', { Message: 'The request is invalid.', ModelState: { 'order.Id': [CAUSE] } }, {}],
  ['MessageDetail', { Message: 'No resource.', MessageDetail: CAUSE }, {}],
  ['details', { error: { message: BLAND, details: [{ message: CAUSE }] } }, {}],
  [
    'internalexception',
    { error: { message: BLAND, innererror: { message: 'X', internalexception: { message: CAUSE } } } },
    {},
  ],
  [
    'a challenge beside a body',
    { Message: 'Unauthorized' },
    { 'www-authenticate': `Bearer error_description="${CAUSE}"` },
  ],
];
/** A request of each operation that fails, and the status with which it does. */
const OPERATIONS: [string, Record<string, string>, RegExp, number][] = [
  ['rest', { operation: 'rest', path: '/data/X' }, /X/, 400],
  ['a write of rest', { operation: 'rest', service: 'A/B/C', method: 'POST' }, /A/, 500],
  ['all-pages', { operation: 'rest', path: '/data/X', 'all-pages': 'true' }, /X/, 400],
  ['dmf-init', { operation: 'dmf-init' }, /Init/, 500],
  ['token', { operation: 'token', verify: 'true' }, /Session/, 403],
  ['batch-wait', { operation: 'batch-wait', 'batch-job-recid': '42', 'wait-timeout-minutes': '0' }, /BatchJobs\?/, 403],
  ['a start', { operation: 'batch-wait', 'batch-job-recid': '42', start: 'true' }, /SetBatchJobToWaiting/, 400],
];

describe('what F&O says most specifically reaches the reader once, in every operation', () => {
  const row = { BatchJobRecId: 42, JobDescription: 'Nightly', CompanyAccounts: 'dat', Status: 'Error' };
  const dates = { StartDateTime: '2026-01-01T00:00:00Z', EndDateTime: '2026-01-01T00:01:00Z' };

  test.each(OPERATIONS)('%s', async (_operation, inputs, path, status) => {
    for (const [shape, body, headers] of SHAPES) {
      respond = ({ url = '' }, response) => {
        const fails = path.test(url);
        response.writeHead(fails ? status : 200, { 'content-type': 'application/json', ...(fails ? headers : {}) });
        response.end(JSON.stringify(fails ? body : { value: [{ ...row, ...dates }] }));
      };
      const error = errorOf(await run(inputs));
      expect([shape, error.split(CAUSE).length]).toEqual([shape, 2]);
      expect(error).not.toContain(BLAND);
    }
  });
});

test.each([
  ['Japanese', 'エラー'.repeat(2_000), 'エラー'],
  ['compact JSON', JSON.stringify({ rows: Array.from({ length: 900 }, (_, n) => ({ n })) }), '{"rows":[{"n":0},'],
  ['one word', 'x'.repeat(5_000), 'xxxxxxxx'],
])('a long text without a blank keeps its beginning: %s', async (_what, text, beginning) => {
  respond = (_request, response) => response.writeHead(400, { 'content-type': 'text/plain' }).end(text);
  expect(errorOf(await run({ operation: 'rest', path: '/data/X' }))).toContain(`returned 400: ${beginning}`);
});

describe('no input is blamed that was not given', () => {
  test('of a callback URL that does not resolve', async () => {
    respond = (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":[]}');
    const inputs = { operation: 'batch-wait', 'batch-job-recid': '42', 'callback-url': 'https://hooks.invalid/x' };
    const warnings = messagesOf(await run(inputs), 'warning').join();
    expect(warnings).toContain('hooks.invalid could not be resolved');
    expect(warnings).not.toContain('environment-url');
  });

  test('of an absolute path that does not resolve', async () => {
    const error = errorOf(await run({ operation: 'rest', auth: 'none', token: '', path: 'https://blob.invalid/x' }));
    expect(error).toContain('blob.invalid could not be resolved');
    expect(error).not.toContain('environment-url');
  });

  test('of a path that the action chose', async () => {
    respond = (_request, response) => response.writeHead(404).end();
    const error = errorOf(await run({ operation: 'dmf-init' }));
    expect(error).toContain('Check that `environment-url` is the URL of F&O');
    expect(error).not.toContain('Check the path');
  });
});
