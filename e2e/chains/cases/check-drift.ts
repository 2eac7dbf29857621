import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '../../../simulator/scenario.ts';
import type { Case, Seen } from '../case.ts';

const chain = 'check-drift';
const scenario = { executionPlan: [{ status: 'Executing', forMs: 300 }, { status: 'Succeeded' }] };
/** The environment holds no rows. */
const equal = { 'golden/Units.csv': 'UNITSYMBOL,CLASS\n' };
const drifted = {
  'golden/Units.csv': 'UNITSYMBOL,CLASS\nkg,Mass\nm,Length\n',
  'golden/Currencies.csv': 'CODE\nEUR\n',
  'golden/package.yml': 'entities:\n  - label: Units\n    keys: [UNITSYMBOL]\n  - label: Currencies\n',
};
const inputs = () => ({ folder: 'golden', 'legal-entity': 'usmf', 'artifact-name': 'drift' });
const exported = ({ requests }: Seen) => requests.includes('ExportToPackage');
const isDeleted = ({ simulator }: Seen) =>
  simulator.requests.some(({ method, status }) => method === 'DELETE' && status === 204);

const neverGreen: [what: string, scenario: Partial<Scenario>, error: RegExp][] = [
  ['an export that fails', { executionPlan: [{ status: 'Failed' }] }, /.+/],
  [
    'an export that F&O refuses',
    { faults: [{ match: { path: 'ExportToPackage' }, respond: 'custom', status: 400, body: 'No.' }] },
    /ExportToPackage returned 400/,
  ],
  [
    'a download that is no package',
    {
      ...scenario,
      faults: [{ match: { method: 'GET', path: '/blob/' }, respond: 'custom', status: 200, body: '<html>' }],
    },
    /web page/,
  ],
  ['an export of which only some entities succeeded', { executionPlan: [{ status: 'PartiallySucceeded' }] }, /.+/],
];

export const checkDrift: Case[] = [
  {
    chain,
    door: 'step',
    what: 'nothing differs',
    scenario,
    files: equal,
    inputs,
    expect(seen) {
      const { exitCode, outputs, summary, artifacts } = seen;
      assert.equal(exitCode, 0);
      assert.deepEqual([outputs['outcome'], outputs['error'], outputs['difference-count']], ['finished', '', '0']);
      assert.match(summary, /## ✅ Check for drift · \S+: finished/);
      assert.match(summary, /No differences in 1 entity/);
      assert.equal(readFileSync(onlyFile(artifacts, outputs), 'utf8').trim(), '[]');
      assert.ok(exported(seen) && isDeleted(seen));
    },
  },
  {
    chain,
    door: 'called',
    what: 'drift is red, with one summary and the differences as an artifact',
    scenario,
    files: drifted,
    inputs,
    expect(seen) {
      const { exitCode, outputs, summary, artifacts } = seen;
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'drift');
      assert.equal(
        outputs['error'],
        'golden and the environment differ: 3 differences in 2 entities (Units: 2, Currencies: 1).',
      );
      assert.equal(outputs['difference-count'], '3');
      assert.deepEqual(
        (JSON.parse(outputs['drift'] ?? '') as { entity: string; onlyHere: number }[]).map(({ entity, onlyHere }) => [
          entity,
          onlyHere,
        ]),
        [
          ['Units', 2],
          ['Currencies', 1],
        ],
      );
      // act prints it once for each level.
      assert.equal(new Set(summary.match(/^#+ .*/gm)).size, 1);
      assert.match(summary, /## ❌ Check for drift · \S+: drift/);
      assert.match(
        summary,
        /<summary>Units: 2 differences<\/summary>[^]*\| UNITSYMBOL=kg \| \(row\) \| CLASS=Mass \| – \|/,
      );
      const kept = JSON.parse(readFileSync(onlyFile(artifacts, outputs), 'utf8')) as unknown[];
      assert.equal(kept.length, 3);
      assert.ok(isDeleted(seen));
    },
  },
  {
    chain,
    door: 'form',
    what: 'fail-on-drift: false is green, and the outcome says drift',
    scenario,
    files: drifted,
    inputs: () => ({ folder: 'golden', 'legal-entity': 'usmf', 'fail-on-drift': 'false', 'hide-values': 'true' }),
    expect({ exitCode, outputs, summary }) {
      assert.equal(exitCode, 0);
      assert.deepEqual([outputs['outcome'], outputs['error'], outputs['difference-count']], ['drift', '', '3']);
      assert.match(summary, /## ⚠️ Check for drift/);
      assert.ok(!summary.includes('Mass'), summary);
    },
  },
  ...neverGreen.map(([what, given, error]): Case => ({
    chain,
    door: 'called',
    what: `${what} is never a green "no drift"`,
    scenario: given,
    files: equal,
    inputs: () => ({ ...inputs(), 'fail-on-drift': 'false' }),
    expect(seen) {
      const { exitCode, outputs, artifacts } = seen;
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', error);
      assert.equal(outputs['difference-count'], '');
      assert.ok(!existsSync(join(artifacts, 'drift')));
      assert.ok(isDeleted(seen));
    },
  })),
  {
    chain,
    door: 'called',
    what: 'an export that succeeded in part is accepted, but F&O has no package of it',
    scenario: { executionPlan: [{ status: 'PartiallySucceeded' }] },
    files: equal,
    inputs: () => ({ ...inputs(), 'accept-outcome': 'partially-succeeded' }),
    expect({ exitCode, outputs }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
    },
  },
  {
    chain,
    door: 'step',
    what: 'bad inputs fail before any request',
    inputs: () => ({ folder: 'nothing', 'legal-entity': '', 'fail-on-drift': 'no' }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(
        outputs['error'] ?? '',
        /`folder` names "nothing", which does not exist.*`legal-entity` is missing.*`fail-on-drift` is "no"/,
      );
      assert.deepEqual(requests, []);
    },
  },
  {
    chain,
    door: 'form',
    what: 'a folder that cannot be compared fails before any request',
    files: {
      'golden/Units.csv': 'UNITSYMBOL,CLASS\nkg\n',
      'golden/Sites.csv': 'SITEID\r\n1\r\n',
      'golden/package.yml': 'entities:\n  - label: Units\n    kees: [UNITSYMBOL]\n  - label: Sites\n',
    },
    inputs,
    expect({ exitCode, outputs, requests, summary }) {
      assert.equal(exitCode, 1);
      for (const problem of [/`kees`/, /`Units.csv`, line 2: the row has 1 cell/, /`Sites.csv` has CRLF/])
        assert.match(outputs['error'] ?? '', problem);
      assert.match(summary, /\| Inputs \| ❌/);
      assert.deepEqual(requests, []);
    },
  },
];

const onlyFile = (artifacts: string, { 'drift-file': file = '' }: Record<string, string>) =>
  join(artifacts, 'drift', file.split('/').at(-1) ?? '');
