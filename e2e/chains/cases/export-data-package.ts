import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulator } from '../../../simulator/simulator.ts';
import { actionReference } from '../../../tools/chains/stamp.ts';
import type { Case, Seen } from '../case.ts';

const chain = 'export-data-package';
const { repository, tag } = actionReference();
const scenario = {
  executionPlan: [{ status: 'Executing', forMs: 400 }, { status: 'Succeeded' }],
  packageBytes: 12_345,
};
const inputs = () => ({
  'definition-group': 'Golden',
  'legal-entity': 'usmf',
  'package-name': 'golden',
  'artifact-name': 'kept',
});

function exported({ exitCode, outputs, requests, artifacts, simulator, log }: Seen, artifact = 'kept'): void {
  assert.equal(exitCode, 0);
  assert.equal(outputs['outcome'], 'finished');
  assert.equal(outputs['error'], '');
  assert.match(outputs['package-file'] ?? '', /golden\.zip$/);
  assert.equal(statSync(join(artifacts, artifact, 'golden.zip')).size, 12_345);
  assert.deepEqual(requests.slice(0, 2), ['token', 'ExportToPackage']);
  assert.deepEqual(requests.slice(-2), ['GetExportedPackageUrl', 'GET blob']);
  const download = simulator.requests.at(-1);
  assert.equal(download?.headers['authorization'], undefined);
  const signature = new URL(download?.url ?? '', simulator.environmentUrl).searchParams.get('sig') ?? '';
  assert.ok(signature.length > 8 && !log.includes(signature), 'the signature of the blob URL stands in the log');
}

export const exportDataPackage: Case[] = [
  {
    chain,
    door: 'step',
    what: 'ends with an artifact',
    scenario,
    inputs,
    expect: (seen) => {
      exported(seen);
    },
  },
  {
    chain,
    door: 'called',
    what: 'ends with an artifact',
    scenario,
    inputs,
    expect: (seen) => {
      exported(seen);
    },
  },
  {
    chain,
    door: 'form',
    what: 'ends with an artifact',
    scenario,
    inputs,
    expect(seen) {
      exported(seen, seen.outputs['artifact-name']);
    },
  },
  {
    chain,
    door: 'called',
    what: 'an export that fails leaves no artifact',
    scenario: { executionPlan: [{ status: 'Executing', forMs: 300 }, { status: 'Failed' }] },
    inputs,
    expect({ exitCode, outputs, artifacts, requests }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'error');
      assert.notEqual(outputs['error'], '');
      assert.ok(!existsSync(join(artifacts, 'kept')));
      assert.ok(!requests.includes('GetExportedPackageUrl'));
    },
  },
  {
    chain,
    door: 'called',
    what: 'a bad input fails before any request',
    inputs: () => ({ ...inputs(), 'package-name': '../golden' }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /`package-name`/);
      assert.deepEqual(requests, []);
    },
  },
  ...(
    [
      ['a page of a proxy', { respond: 'custom', status: 200, body: '<html>Blocked</html>' }, /web page/],
      ['an empty body', { respond: 'custom', status: 200, body: '' }, /is empty/],
      ['a 202', { respond: 'custom', status: 202, body: '' }, /returned 202/],
    ] as const
  ).map(([what, fault, error]): Case => ({
    chain,
    door: 'called',
    what: `${what} is no package`,
    scenario: { ...scenario, faults: [{ match: { method: 'GET', path: '/blob/' }, ...fault }] },
    inputs,
    expect({ exitCode, outputs, artifacts }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', error);
      assert.equal(outputs['package-file'], '');
      assert.ok(!existsSync(join(artifacts, 'kept')));
    },
  })),
  {
    chain,
    door: 'called',
    what: 'run again, the artifact is replaced; its name is made of where the package comes from',
    scenario,
    inputs: () => ({ 'definition-group': 'Golden', 'legal-entity': 'usmf' }),
    again: { jobs: 'all' },
    expect({ exitCode, outputs, artifacts, simulator }) {
      assert.equal(exitCode, 0);
      const host = new URL(simulator.environmentUrl).host.replace(':', '-');
      const name = outputs['artifact-name'] ?? '';
      assert.ok(name.startsWith(`export-data-package-${host}-usmf-export-data-package-Golden`), name);
      assert.deepEqual(readdirSync(artifacts), [name]);
    },
  },
  {
    chain,
    door: 'step',
    what: 'of entities: a data project is made, used and deleted',
    scenario: { ...scenario, entitiesWithStaging: ['Units'], detailConflicts: 1 },
    inputs: () => ({ ...ofEntities('Units\nExchange rates'), 'artifact-name': '' }),
    expect({ exitCode, outputs, requests, simulator, summary }) {
      assert.equal(exitCode, 0);
      assert.equal(outputs['outcome'], 'finished');
      const project = projectIn(simulator);
      assert.deepEqual(writes(requests), [
        'POST groups',
        'POST details',
        'ExportToPackage',
        `DELETE groups(Name='${project}')`,
      ]);
      assert.deepEqual(details(simulator), [
        'Units Yes Yes 400',
        'Units No Yes 400',
        'Units No Yes 201',
        'Exchange rates Yes Yes 201',
      ]);
      assert.ok(summary.includes(`| Data project | ✅ ${project} \\(entities&#58; 2\\) |`), summary);
    },
  },
  {
    chain,
    door: 'called',
    what: 'of the entities of a folder, unpacked into it',
    scenario,
    files: { 'golden/package.yml': 'entities:\n  - label: Units\n    level: 3\n', 'golden/Units.csv': 'UNITSYMBOL\n' },
    inputs: () => ({ ...ofEntities('@golden'), 'unpack-to': 'golden', 'artifact-name': 'kept' }),
    expect({ exitCode, outputs, artifacts, simulator }) {
      assert.equal(exitCode, 0);
      assert.equal(outputs['outcome'], 'finished');
      assert.deepEqual(readdirSync(join(artifacts, 'kept-folder')).sort(), [
        '.gitattributes',
        'Manifest.xml',
        'PackageHeader.xml',
        'Units.csv',
        'package.yml',
      ]);
      const manifest = readFileSync(join(artifacts, 'kept-folder', 'Manifest.xml'), 'utf8');
      assert.match(manifest, /<DefinitionGroupName>golden<\/DefinitionGroupName>/);
      assert.match(manifest, /<LevelInExecutionUnit>3<\/LevelInExecutionUnit>/);
      assert.ok(!manifest.includes(projectIn(simulator)), manifest);
      assert.ok(deleted(simulator));
    },
  },
  {
    chain,
    door: 'step',
    what: 'unpacked into the whole workspace: `.git`, which may hold the token of the checkout, is no part of the artifact',
    scenario,
    files: { 'README.md': 'x' },
    inputs: () => ({ ...ofEntities('Units'), 'unpack-to': '.', 'artifact-name': 'kept' }),
    expect({ exitCode, artifacts }) {
      assert.equal(exitCode, 0);
      const kept = readdirSync(join(artifacts, 'kept-folder'));
      assert.ok(!kept.includes('.git') && kept.includes('.gitattributes'), kept.join());
    },
  },
  {
    chain,
    door: 'form',
    what: 'of labels that F&O does not have: all are named, no project is made',
    inputs: () => ofEntities('["Unit", "Curencies", "Units"]'),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /"Unit": did you mean `Units`\?.*"Curencies": did you mean `Currencies`\?/);
      assert.deepEqual(writes(requests), []);
    },
  },
  {
    chain,
    door: 'called',
    what: 'of entities fails, and the data project is deleted all the same',
    scenario: { executionPlan: [{ status: 'Executing', forMs: 300 }, { status: 'Failed' }] },
    inputs: () => ofEntities('Units'),
    expect({ exitCode, outputs, simulator }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'error');
      assert.ok(deleted(simulator));
    },
  },
  {
    chain,
    door: 'called',
    what: 'of entities is cancelled, and the data project is deleted all the same',
    scenario: { executionPlan: [{ status: 'Executing' }] },
    inputs: () => ofEntities('Units'),
    cancelWhen: ({ requests }) => requests.some(({ url }) => url.endsWith('GetExecutionSummaryStatus')),
    expect({ exitCode, simulator }) {
      assert.equal(exitCode, 1);
      assert.ok(deleted(simulator));
    },
  },
  {
    chain,
    door: 'called',
    what: 'that cannot delete its data project warns, and one of the next day deletes it',
    scenario: { ...scenario, faults: [{ match: { method: 'DELETE' }, respond: 'custom', status: 403, body: '' }] },
    inputs: () => ofEntities('Units'),
    again: {
      jobs: 'all',
      meanwhile(simulator, first) {
        assert.equal(first.exitCode, 0);
        assert.match(first.log, /::warning[^\n]*could not be deleted/);
        simulator.scenario.faults = [];
        simulator.clock.advance(25 * 3_600_000);
      },
    },
    expect({ exitCode, simulator }) {
      assert.equal(exitCode, 0);
      const names = simulator.requests.flatMap(({ method, url, status }) =>
        method === 'DELETE' && status === 204 ? [/gh-export-[\w-]+/.exec(decodeURIComponent(url))?.[0]] : [],
      );
      assert.equal(names.length, 2);
      assert.deepEqual(new Set(names), new Set(made(simulator)));
    },
  },
  {
    chain,
    door: 'called',
    what: 'of a template says what to do',
    scenario: {
      faults: [
        {
          match: { path: 'ExportToPackage' },
          respond: 'custom',
          status: 400,
          headers: { 'content-type': 'application/json' },
          body: '{"error":{"code":"","message":"Data project Golden does not exist"}}',
        },
      ],
    },
    inputs,
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'failed');
      assert.match(outputs['error'] ?? '', /does not exist.*export its entities with `entities`/);
      assert.ok(!requests.includes('GetExecutionSummaryStatus'));
    },
  },
  {
    chain,
    door: 'step',
    what: 'of a data project without maps, made by something else, never ends: it times out',
    scenario,
    before: `  before:
    runs-on: ubuntu-latest
    env:
      D365FO_ENVIRONMENT_URL: \${{ vars.D365FO_ENVIRONMENT_URL }}
      D365FO_TENANT_ID: \${{ vars.D365FO_TENANT_ID }}
      D365FO_CLIENT_ID: \${{ vars.D365FO_CLIENT_ID }}
      D365FO_AUTHORITY_HOST: \${{ vars.D365FO_AUTHORITY_HOST }}
      D365FO_CLIENT_SECRET: \${{ secrets.D365FO_CLIENT_SECRET }}
    steps:
      - uses: ${repository}@${tag}
        with:
          operation: rest
          path: /data/DataManagementDefinitionGroups
          payload: '{"Name":"Unmapped","OperationType":"Export"}'
      - uses: ${repository}@${tag}
        with:
          operation: rest
          path: /data/DataManagementDefinitionGroupDetails
          payload: '{"DefinitionGroupId":"Unmapped","EntityName":"Units"}'
`,
    inputs: () => ({ ...inputs(), 'definition-group': 'Unmapped', 'wait-timeout-minutes': '0.05' }),
    expect({ exitCode, outputs }) {
      assert.equal(exitCode, 1);
      assert.equal(outputs['outcome'], 'timeout');
    },
  },
  ...(
    [
      ['neither a project nor entities', { 'definition-group': '' }, /`definition-group` is missing/],
      ['both a project and entities', { entities: 'Units' }, /Both `definition-group` and `entities`/],
      [
        'a folder that is not there',
        { 'definition-group': '', entities: '@goldn' },
        /`entities` names "goldn", which does not exist/,
      ],
    ] as const
  ).map(([what, given, error]): Case => ({
    chain,
    door: 'step',
    what: `${what}: fails before any request`,
    inputs: () => ({ ...inputs(), ...given }),
    expect({ exitCode, outputs, requests }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', error);
      assert.deepEqual(requests, []);
    },
  })),
];

const ofEntities = (entities: string) => ({ entities, 'legal-entity': 'usmf' });

const GROUPS = '/data/DataManagementDefinitionGroups';
/** What changed something in F&O, each kind once in a row. */
const writes = (requests: string[]) =>
  requests
    .map((line) => line.replace(GROUPS, 'groups').replace('/data/DataManagementDefinitionGroupDetails', 'details'))
    .filter((line) => /^(?:POST|DELETE) (?:groups|details)|^ExportToPackage/.test(line));
/** The names of the data projects that were made. */
const made = ({ requests }: Simulator) =>
  requests.flatMap(({ method, url, body }) =>
    method === 'POST' && url === GROUPS ? [(JSON.parse(body) as { Name: string }).Name] : [],
  );
const projectIn = (simulator: Simulator) => made(simulator)[0] ?? '';
const details = ({ requests }: Simulator) =>
  requests.flatMap(({ method, url, body, status }) => {
    if (method !== 'POST' || !url.endsWith('GroupDetails')) return [];
    const { EntityName, SkipStaging, AutoGenerateMapping } = JSON.parse(body) as Record<string, string>;
    return [`${EntityName} ${SkipStaging} ${AutoGenerateMapping} ${status}`];
  });
/** Whether the one that was made was deleted. */
const deleted = (simulator: Simulator) =>
  simulator.requests.some(
    ({ method, url, status }) =>
      method === 'DELETE' && status === 204 && decodeURIComponent(url) === `${GROUPS}(Name='${projectIn(simulator)}')`,
  );
