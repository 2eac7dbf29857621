import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { Scenario } from '../../../simulator/scenario.ts';
import type { Simulator } from '../../../simulator/simulator.ts';
import { storing, type Case, type Seen } from '../case.ts';

const chain = 'enqueue-file';
const integration = '6a1f0f8e-0c2d-4f8a-9d53-8a1b2c3d4e5f';
const content = 'CUSTOMERGROUPID,DESCRIPTION\r\n30,"Größe, groß"\r\n';
const files = { 'data/groups.csv': content };
const inputs = () => ({
  file: 'data/groups.csv',
  'integration-id': integration,
  entity: 'Customer groups & more',
  'legal-entity': 'usmf',
});
const scenario: Partial<Scenario> = {
  messagePlan: [{ status: 'Enqueued', forMs: 200 }, { status: 'Processing', forMs: 600 }, { status: 'Processed' }],
  messageQueuedForMs: 200,
  executionPlan: [{ status: 'Executing', forMs: 300 }, { status: 'Succeeded' }],
};
const failing: Partial<Scenario> = {
  ...scenario,
  messagePlan: [{ status: 'Processing', forMs: 600 }, { status: 'ProcessedWithErrors' }],
  executionPlan: [{ status: 'Executing', forMs: 300 }, { status: 'PartiallySucceeded' }],
};
const enqueued = ({ requests }: Simulator) => requests.filter(({ url }) => url.startsWith('/api/connector/enqueue'));
const mend = ({ scenario: now }: Simulator) => {
  now.faults = [];
};
const red = ({ log }: Seen) => log.match(/::error.*/g) ?? [];

function imported({ exitCode, outputs, simulator, summary }: Seen): void {
  assert.equal(exitCode, 0, outputs['error']);
  assert.equal(outputs['outcome'], 'finished');
  assert.equal(outputs['error'], '');
  assert.match(outputs['message-id'] ?? '', /^[0-9a-f-]{36}$/);
  assert.match(outputs['execution-id'] ?? '', new RegExp(`^${integration}-`));
  const [sent, ...others] = enqueued(simulator);
  assert.equal(others.length, 0);
  assert.equal(sent?.url, `/api/connector/enqueue/${integration}?entity=Customer%20groups%20%26%20more&company=usmf`);
  assert.equal(sent.body, content);
  assert.match(summary, /✅ File for a recurring integration .*: finished/);
}

export const enqueueFile: Case[] = [
  { chain, door: 'step', what: 'a file of the repository', scenario, files, inputs, expect: imported },
  { chain, door: 'form', what: 'a file of the repository', scenario, files, inputs, expect: imported },
  {
    chain,
    door: 'called',
    what: 'a file of an artifact, with OIDC, the message ID bare',
    scenario: { ...scenario, enqueueResponse: 'bare' },
    files,
    before: storing({ groups: 'data' }),
    inputs: () => ({ ...inputs(), file: '', 'file-artifact': 'groups' }),
    secrets: () => ({}),
    expect: imported,
  },
  {
    chain,
    door: 'called',
    what: 'rows that F&O refused fail it, and are kept',
    scenario: failing,
    files,
    inputs,
    expect(seen) {
      const { exitCode, outputs, artifacts, summary } = seen;
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'partially-succeeded');
      assert.equal(outputs['error-count'], '3');
      assert.notEqual(outputs['execution-id'], '');
      const names = readdirSync(artifacts).filter((name) =>
        /^enqueue-errors-localhost-\d+-usmf-enqueue-file-gh-/.test(name),
      );
      assert.equal(names.length, 1);
      assert.match(summary, /\| Errors \| Message, for example \|/);
      assert.equal(red(seen).length, 1, 'one annotation');
    },
  },
  {
    chain,
    door: 'called',
    what: 'a file that F&O refuses fails it, and a re-run sends it',
    scenario: { ...scenario, faults: [{ match: { path: '/enqueue/' }, respond: '403' }] },
    files,
    inputs,
    again: {
      jobs: 'failed',
      meanwhile(simulator, { log }) {
        assert.equal(log.match(/::error.*403/g)?.length, 1, 'one annotation');
        assert.equal(enqueued(simulator).length, 1);
        simulator.requests.length = 0;
        mend(simulator);
      },
    },
    expect: imported,
  },
  ...(['reset', '504-html', 'cut'] as const).map((respond): Case => ({
    chain,
    door: 'called',
    what: `a response that is lost (${respond}): the file may have arrived, and is never sent again`,
    scenario: { ...scenario, faults: [{ match: { path: '/enqueue/' }, respond, carryOut: true }] },
    files,
    inputs,
    again: {
      jobs: 'failed',
      meanwhile(simulator, first) {
        assert.equal(first.exitCode, 1);
        assert.match(first.log, /::error::[^\n]*The file may have arrived/);
        assert.equal(first.log.match(/::error.*/g)?.length, 1, 'one annotation');
        mend(simulator);
      },
    },
    expect(seen) {
      assert.equal(seen.exitCode, 1);
      assert.equal(seen.outputs['outcome'], 'failed');
      assert.match(seen.outputs['error'] ?? '', /so the file may have arrived/);
      assert.equal(enqueued(seen.simulator).length, 1);
      assert.equal(red(seen).length, 1, 'one annotation');
    },
  })),
  {
    chain,
    door: 'called',
    what: 'run again, the message is followed',
    scenario: { ...scenario, faults: [{ match: { path: 'GetMessageStatus' }, respond: '403' }] },
    files,
    inputs,
    again: {
      jobs: 'failed',
      meanwhile(simulator, first) {
        assert.equal(first.exitCode, 1);
        mend(simulator);
      },
    },
    expect({ exitCode, outputs, simulator, log }) {
      assert.equal(exitCode, 0, outputs['error']);
      assert.equal(enqueued(simulator).length, 1);
      assert.match(log, /It is not sent again/);
    },
  },
  {
    chain,
    door: 'called',
    what: 'all jobs run again, the file is sent again',
    scenario,
    files,
    inputs,
    again: { jobs: 'all' },
    expect({ exitCode, simulator }) {
      assert.equal(exitCode, 0);
      assert.equal(enqueued(simulator).length, 2);
    },
  },
  {
    chain,
    door: 'step',
    what: 'a file that is not there fails before any request',
    inputs: () => ({ ...inputs(), file: 'data/missing.csv' }),
    files,
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /cannot be read/);
      assert.deepEqual(requests, []);
    },
  },
  {
    chain,
    door: 'called',
    what: 'a bad input fails before any request',
    inputs: () => ({ ...inputs(), 'integration-id': 'nightly' }),
    files,
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /`integration-id` is "nightly", but must be a GUID/);
      assert.deepEqual(requests, []);
    },
  },
];
