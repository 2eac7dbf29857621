import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { runAction } from '../../harness/run-action.ts';
import { encodings } from '../../unit/report/encodings.ts';
import { oddities } from '../oddities.ts';
import type { EchoServer, Response } from './echo-server.ts';
import { hostileText, secret } from './hostile.ts';

/** One run: whose response holds a secret among hostile text, and in which clothes. */
export interface WholeRun {
  target: keyof typeof TARGETS;
  secret: string;
  encoding: string;
  before: string;
  after: string;
  shape: keyof typeof SHAPES;
  status: number;
  debug: boolean;
}

/** Two minutes pass in two seconds. */
const SPEED = 60;
const TIME_LIMIT_MS = 30_000;
const WAIT = { operation: 'batch-wait', 'batch-job-recid': '42', 'wait-timeout-minutes': '0' };
const EXECUTION = { operation: 'batch-wait', 'execution-id': 'gh-1', 'wait-timeout-minutes': '0' };
const CALL = { operation: 'rest', path: '/data/CustomerGroups' };

/** The request that is responded to so, the inputs that lead to it, and the status of the job. */
const TARGETS: Readonly<Record<string, readonly [inputs: Record<string, string>, jobStatus?: string]>> = {
  call: [CALL],
  page: [{ ...CALL, 'all-pages': 'true' }],
  init: [{ operation: 'dmf-init' }],
  verify: [{ operation: 'token', verify: 'true' }],
  poll: [WAIT],
  start: [{ ...WAIT, start: 'true' }],
  cancel: [{ ...WAIT, 'wait-timeout-minutes': '3', 'cancel-on': 'timeout' }, 'Executing'],
  execution: [EXECUTION],
  errors: [EXECUTION],
  'sign-in': [{ operation: 'token' }],
  callback: [{ ...WAIT, 'callback-url': '<url>/callback?sig=another-secret-signature' }],
};

const json = (value: unknown): Omit<Response, 'status'> => ({ type: 'application/json', body: JSON.stringify(value) });
const SHAPES: Readonly<Record<string, (text: string) => Omit<Response, 'status'>>> = {
  odata: (message) => json({ error: { code: '', message } }),
  innererror: (message) =>
    json({ error: { message: 'An error has occurred.', innererror: { message, internalexception: { message } } } }),
  dotnet: (text) =>
    json({ Message: 'An error has occurred.', ExceptionMessage: text, InnerException: { ExceptionMessage: text } }),
  oauth: (text) => json({ error: 'invalid_client', error_description: text, correlation_id: text }),
  rows: (text) => json({ value: [{ BatchJobRecId: 42, JobDescription: text, Status: text, CompanyAccounts: text }] }),
  value: (text) => json({ value: text }),
  errors: (text) => json({ value: JSON.stringify([{ RecordId: text, Field: text, ErrorMessage: text }]) }),
  'start refused': (text) => json({ IsSuccess: false, ExceptionDetails: text, reponseMessage: text }),
  text: (body) => ({ type: 'text/plain', body }),
  html: (text) => ({
    type: 'text/html',
    body: `<html><head><title>${text}</title></head><body><p>${text}</p></body></html>`,
  }),
  'no type': (body) => ({ type: '', body }),
};

const STATUSES = [200, 400, 401, 403, 404, 500, 503];

export const wholeRun: fc.Arbitrary<WholeRun> = fc.record({
  target: fc.constantFrom(...Object.keys(TARGETS)),
  secret,
  encoding: fc.constantFrom(...Object.keys(encodings)),
  before: hostileText,
  after: hostileText,
  shape: fc.constantFrom(...Object.keys(SHAPES)),
  status: fc.constantFrom(...STATUSES),
  debug: fc.boolean(),
});

/** Outputs that hand on what F&O sent, as it came. */
const HANDED_ON = ['response', 'response-headers', 'result', 'status', 'jobs', 'claims', 'activity-id'];
/** What fails here fails nothing: the outcome of the job is known by then. */
const HARMLESS = ['callback', 'errors'];

/**
 * @param slower how many times as slowly the clock runs as it does otherwise
 * @returns what is not as it should be; empty if all is well
 */
export async function carryOut(run: WholeRun, server: EchoServer, slower = 1): Promise<string[]> {
  const encoded = (encodings[run.encoding] ?? String)(run.secret);
  const [inputs, jobStatus = 'Finished'] = TARGETS[run.target] ?? [{}];
  const response = SHAPES[run.shape]?.(`${run.before}${encoded}${run.after}`) ?? { type: '', body: '' };
  server.reset(run.target, { ...response, status: run.status }, jobStatus);
  const given = {
    'environment-url': server.url,
    'authority-host': server.url,
    'tenant-id': 'contoso.example',
    'client-id': '5c3e1f0a-8c1f-4d2e-9b7a-000000000000',
    'client-secret': run.secret,
    'max-retries': '0',
    ...inputs,
  };
  const workspace = mkdtempSync(join(tmpdir(), 'd365fo-wall-'));
  try {
    const result = await runAction(server, {
      workspace,
      inputs: Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, value.replace('<url>', server.url)]),
      ),
      env: run.debug ? { RUNNER_DEBUG: '1' } : {},
      clockSpeed: SPEED / slower,
      timeLimitMs: TIME_LIMIT_MS * slower,
      mayShow: HANDED_ON,
    });
    const seen = [
      ...result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::')),
      result.summary,
      result.outputs['error'] ?? '',
    ];
    // Where the service is not found, an entity is asked instead.
    const isAskedElsewhere = run.target === 'verify' && run.status === 404;
    const mustFail = run.status >= 400 && !HARMLESS.includes(run.target) && !isAskedElsewhere;
    return [
      ...oddities(result),
      ...(seen.some((text) => text.includes(encoded)) ? [`the secret can be seen (${run.encoding})`] : []),
      ...(mustFail && result.exitCode === 0 ? [`green although ${run.target} returned ${run.status}`] : []),
      ...(result.requests.length === 0 ? [`nothing was sent: ${result.outputs['error'] ?? ''}`] : []),
    ];
  } catch (thrown) {
    return [thrown instanceof Error ? thrown.message : String(thrown)];
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}
