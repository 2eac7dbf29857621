import { expect, test } from '@jest/globals';
import { runAction, useServer } from '../harness.ts';

const secret = 'correct  horse battery staple';
let refused: RegExp;
let statusOfJob: string;
let refusal: { type: string; body: string; status: number };

/** Signs anyone in and knows one job, but refuses one request in its own words. */
const server = useServer(({ method = '', url: path = '' }, response) => {
  const respond = (status: number, type: string, body: string) =>
    response.writeHead(status, { 'content-type': type }).end(body);
  const job = { BatchJobRecId: 42, JobDescription: 'A job', CompanyAccounts: 'dat', Status: 'Finished' };
  if (refused.test(`${method} ${path}`)) respond(refusal.status, refusal.type, refusal.body);
  else if (path.includes('/oauth2/')) respond(200, 'application/json', '{"access_token":"opaque-token-of-the-echo"}');
  else if (path.includes('page=2')) respond(200, 'application/json', '{"value":[]}');
  else if (path.includes('/data/X'))
    respond(200, 'application/json', `{"value":[1],"@odata.nextLink":"${server.url}/data/X?page=2"}`);
  else respond(200, 'application/json', JSON.stringify({ value: [{ ...job, Status: statusOfJob }] }));
});

const json = (message: string) => ({ type: 'application/json', body: JSON.stringify({ error: { message } }) });
const bodies: Record<string, (text: string) => { type: string; body: string }> = {
  json,
  text: (body) => ({ type: 'text/plain', body }),
  HTML: (text) => ({ type: 'text/html', body: `<html><body><p>${text}</p></body></html>` }),
  'an OAuth error': (text) => ({
    type: 'application/json',
    body: JSON.stringify({ error: 'invalid_client', error_description: text }),
  }),
};
const execution = 'aaaaaaaa-0000-4000-8000-000000000001';
const wait = { operation: 'batch-wait', 'batch-job-recid': '42', 'wait-timeout-minutes': '0.03', 'poll-seconds': '1' };

/** What is refused, the inputs, where its response is cut, the kind of response. */
const cases: [string, RegExp, Record<string, string>, number, string[], string?][] = [
  ['a call', /^GET \/data\/X/, { operation: 'rest', path: '/data/X' }, 2_000, ['json', 'text', 'HTML']],
  ['a later page', /page=2/, { operation: 'rest', path: '/data/X', 'all-pages': 'true' }, 2_000, ['json']],
  ['the refresh of entities', /^POST \/data\/DataM/, { operation: 'dmf-init' }, 2_000, ['json']],
  ['verifying', /^POST \/api/, { operation: 'token', verify: 'true' }, 2_000, ['json']],
  ['a look at a job', /^GET \/data\/BatchJobs/, wait, 2_000, ['json']],
  ['a start', /^POST .*SetBatchJobToWaiting/, { ...wait, start: 'true' }, 2_000, ['json']],
  ['a cancellation', /^PATCH/, { ...wait, 'cancel-on': 'timeout' }, 2_000, ['json'], 'Executing'],
  [
    'a look at an execution',
    /^POST .*Summary/,
    { operation: 'batch-wait', 'execution-id': execution },
    2_000,
    ['json'],
  ],
  ['signing in', /oauth2/, { operation: 'token' }, 400, ['an OAuth error']],
];
const table = cases.flatMap(([what, match, inputs, limit, kinds, status = 'Finished']) =>
  kinds.map((kind) => ({ what, match, inputs, limit, kind, status })),
);

test.each(table)(
  'a secret with blanks is no more to be seen where the response to $what ($kind) is cut in the middle of it',
  async ({ match, inputs, limit, kind, status }) => {
    refused = match;
    statusOfJob = status;
    refusal = { status: 400, ...(bodies[kind] ?? json)(`${'word '.repeat(limit / 5 - 3)}${secret} and more`) };
    const run = await runAction(server, {
      inputs: {
        'environment-url': server.url,
        'authority-host': server.url,
        'tenant-id': 'contoso.example',
        'client-id': '5c3e1f0a-8c1f-4d2e-9b7a-000000000000',
        'client-secret': secret,
        ...inputs,
      },
      env: { RUNNER_DEBUG: '1' },
      mayShow: ['response'],
    });
    expect(run.exitCode).toBe(1);
    const shown = [...run.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::')), run.summary];
    expect(shown.join('\n')).toContain('word word word ***');
    for (const text of [...shown, run.outputs['error']]) expect(text).not.toMatch(/correct|horse/);
  },
);

const between = (mark: string) => Array.from(secret).join(mark);
const fullWidth = Array.from(secret).map((char) =>
  char === ' ' ? char : String.fromCharCode(char.charCodeAt(0) + 0xfee0),
);
const codes = Array.from(secret).map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** How it stands in the response, and what would give it away. */
test.each([
  ['zero-width characters inside', between('\u200b')],
  ['soft hyphens inside', between('\u00ad')],
  ['ANSI sequences inside', between('\u001b[1m')],
  ['letters of full width', fullWidth.join('')],
  ['some letters of full width', `${fullWidth.slice(0, 10).join('')}${secret.slice(10)}`],
  ['percent codes in lower case', [...Buffer.from(secret)].map((byte) => `%${byte.toString(16)}`).join('')],
  ['JSON escapes', codes.join('')],
  ['JSON escapes in capitals', codes.join('').toUpperCase().replaceAll('\\U', '\\u')],
  [
    'HTML escapes',
    Array.from(secret)
      .map((char) => `&#${char.charCodeAt(0)};`)
      .join(''),
  ],
  ['a Basic header around it', `Basic ${Buffer.from(`me:${secret}`).toString('base64')}`],
])('a secret with %s is not shown', async (_, echoed) => {
  refused = /^GET \/data\/X/;
  refusal = { status: 400, type: 'text/plain', body: `word ${echoed} and more` };
  const run = await runAction(server, {
    inputs: {
      operation: 'rest',
      path: '/data/X',
      'environment-url': server.url,
      'authority-host': server.url,
      'tenant-id': 'contoso.example',
      'client-id': '5c3e1f0a-8c1f-4d2e-9b7a-000000000000',
      'client-secret': secret,
    },
    env: { RUNNER_DEBUG: '1' },
    mayShow: ['response'],
  });
  expect(run.exitCode).toBe(1);
  expect(run.outputs['error']).toMatch(/word (Basic \S+)?\*\*\*/);
  for (const text of [run.outputs['error'] ?? '', run.summary, ...run.log]) {
    expect(text.normalize('NFKC').replace(/[^a-z]/g, '')).not.toMatch(/horse|battery/);
    for (const form of [echoed, echoed.slice(-30)]) expect(text).not.toContain(form);
  }
});
