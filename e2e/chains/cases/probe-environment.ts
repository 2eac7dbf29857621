import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOST_REQUESTS } from '../../../tools/probe/send.ts';
import { REPORT_FORMAT } from '../../../simulator/like.ts';
import type { Case, Seen } from '../case.ts';
import { endedJob } from '../jobs.ts';

const STARTED = 'POST SetBatchJobToWaiting';

/** Of the one report that the run has stored. */
function answersIn({ artifacts, simulator }: Seen): Record<string, unknown> {
  const [file = ''] = globSync(join(artifacts, '**/probe-report.json'));
  const text = readFileSync(file, 'utf8');
  for (const value of [simulator.tenantId, simulator.clientId, 'localhost', 'usmf', '5637144576', 'Nightly'])
    assert.ok(!text.includes(value), `the report holds ${value}`);
  const { format, findings } = JSON.parse(text) as { format: string; findings: Record<string, { answer: unknown }> };
  assert.equal(format, REPORT_FORMAT);
  return Object.fromEntries(Object.entries(findings).map(([id, { answer }]) => [id, answer]));
}

const sentTo = ({ simulator }: Seen) => simulator.requests.filter(({ url }) => !/oauth2|oidc-token/.test(url));

export const probeEnvironment: Case[] = [
  {
    chain: 'probe-environment',
    door: 'called',
    what: 'with OIDC, and nothing is changed',
    scenario: { refusalBody: 'html', canceledSpelling: 'Cancelled', byteOrderMark: 'never' },
    secrets: () => ({}),
    expect(seen) {
      assert.equal(seen.exitCode, 0);
      assert.equal(seen.outputs['outcome'], 'finished');
      assert.equal(seen.outputs['error'], '');
      assert.match(seen.outputs['artifact-name'] ?? '', /^probe-environment-localhost/);
      assert.deepEqual(seen.requests.slice(0, 2), ['id token', 'token']);
      assert.ok(sentTo(seen).length <= MOST_REQUESTS);
      assert.ok(!seen.requests.some((line) => /^(PUT|PATCH|DELETE) |SetBatchJobToWaiting/.test(line)));
      assert.match(seen.summary, /\| Question \| Answer \| Evidence \|/);
      assert.match(seen.summary, /\| What is the body of a 401\? \| html \| 401 html/);
      const { registered, 'refusal-body': body, 'byte-order-mark': mark } = answersIn(seen);
      assert.deepEqual([registered, body, mark], ['yes', 'html', 'never']);
    },
  },
  {
    chain: 'probe-environment',
    door: 'form',
    what: 'starts the batch job that it may start, once',
    scenario: { batchJobs: [endedJob('5637144576', [{ status: 'Executing', forMs: 3000 }, { status: 'Finished' }])] },
    inputs: () => ({ 'may-start-batch-job': '5637144576' }),
    expect(seen) {
      assert.equal(seen.exitCode, 0);
      assert.equal(seen.requests.filter((line) => line === STARTED).length, 1);
      assert.equal(answersIn(seen)['status-after-run'], 'Finished');
    },
  },
  {
    chain: 'probe-environment',
    door: 'step',
    what: 'signs in once, and the probe needs no credential',
    expect(seen) {
      assert.equal(seen.exitCode, 0);
      assert.equal(seen.requests.filter((line) => line === 'token').length, 1);
      const { 'token-lifetime': lifetime, 'no-token': refused } = answersIn(seen);
      assert.deepEqual([lifetime, refused], ['50 to 70 min', '401']);
    },
  },
  {
    chain: 'probe-environment',
    door: 'step',
    what: 'a batch job that is not there fails the chain, and the report is stored',
    inputs: () => ({ 'may-start-batch-job': '1' }),
    expect(seen) {
      assert.equal(seen.exitCode, 1);
      assert.match(seen.outputs['error'] ?? '', /could not be read, so it was not started/);
      assert.equal(answersIn(seen)['registered'], 'yes');
      assert.ok(!seen.requests.includes(STARTED));
    },
  },
  {
    chain: 'probe-environment',
    door: 'step',
    what: 'two batch jobs are refused before any request',
    inputs: () => ({ 'may-start-batch-job': '5637144576, 5637144577' }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /`may-start-batch-job` is .*Nothing was sent/);
      assert.deepEqual(requests, []);
    },
  },
  {
    chain: 'probe-environment',
    door: 'step',
    what: 'a sign-in that fails says why, and there is no report',
    scenario: { entraErrorCode: 7000222 },
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /7000222/);
      assert.equal(outputs['report-file'], '');
      assert.deepEqual(requests, ['token']);
    },
  },
];
