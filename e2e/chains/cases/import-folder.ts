import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { rawZip } from '../../../__tests__/harness/raw-zip.ts';
import type { Scenario } from '../../../simulator/scenario.ts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { newManifest } from '../../../src/data-package/manifest.ts';
import { xmlText } from '../../../src/data-package/xml.ts';
import { actionReference } from '../../../tools/chains/stamp.ts';
import { root } from '../../../tools/manifest.ts';
import { runOnAct, type Machine } from '../act.ts';
import { clientSecret, storing, type Case, type Seen } from '../case.ts';
import { judge } from '../judge.ts';

const chain = 'import-data-package';
const scenario: Partial<Scenario> = {
  importHoldMs: 50,
  executionPlan: [{ status: 'Executing', forMs: 200 }, { status: 'Succeeded' }],
  dataEntities: ['Units', 'Currencies', 'Sites'],
  sharedEntities: ['Units', 'Currencies'],
  entityKeys: { Units: ['UNITSYMBOL'] },
};
const golden = {
  'Units.csv': 'UNITSYMBOL,DECIMALPRECISION\nkg,3\npcs,0\n',
  'Sites.csv': 'SITEID,NAME\n1,"Site, USSI"\nDEMF,Main\n',
};
/** The files of a folder of the repository. */
const filesIn = (folder: string, files: Record<string, string | Buffer> = golden) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
const inputs = (given: string | object = 'packages/golden') => ({
  ...(typeof given === 'string' ? { package: given } : given),
  'definition-group': 'Golden',
  'legal-entity': 'usmf',
});

const lines = ({ log }: Seen, command: string) => log.split('\n').filter((line) => line.includes(`::${command}`));
const importsOf = ({ simulator }: Seen) =>
  simulator.requests.filter(({ url }) => url.endsWith('ImportFromPackage')).length;
const rowsOf = ({ data }: Simulator, label: string) => [...(data.entities.get(label)?.rows.values() ?? [])];

function imported(seen: Seen): void {
  assert.equal(seen.exitCode, 0);
  assert.equal(seen.outputs['outcome'], 'finished');
  assert.equal(seen.outputs['error'], '');
  assert.deepEqual(lines(seen, 'error'), []);
  assert.equal(importsOf(seen), 1);
  assert.deepEqual(rowsOf(seen.simulator, 'Units'), [
    { UNITSYMBOL: 'kg', DECIMALPRECISION: '3' },
    { UNITSYMBOL: 'pcs', DECIMALPRECISION: '0' },
  ]);
}

/** A folder that F&O exported, whose manifest wants a column more than the file has; git has changed the lines of the other. */
const entityOf = (label: string, ...fields: string[]) => ({
  label,
  file: `${label}.csv`,
  executionUnit: 1,
  level: 1,
  sequence: 1,
  fields,
});
const broken = {
  'Manifest.xml': xmlText(
    newManifest('Golden', [
      entityOf('Units', 'UNITSYMBOL', 'DECIMALPRECISION', 'UNITCLASS'),
      entityOf('Sites', 'SITEID', 'NAME'),
    ]),
    'indented',
  ),
  'Units.csv': golden['Units.csv'],
  'Sites.csv': golden['Sites.csv'].replaceAll('\n', '\r\n'),
};

export const importFolder: Case[] = [
  {
    chain,
    door: 'step',
    what: 'a folder, with what is to be known of its entities',
    scenario,
    files: filesIn('golden data'),
    inputs: () => inputs('./golden data/'),
    expect(seen) {
      imported(seen);
      assert.deepEqual(seen.requests.slice(0, 7), [
        'token',
        'GET /data/DataManagementExecutionJobDetails',
        'GET /data/DataManagementEntities',
        'GET /data/LegalEntities',
        'GetAzureWriteUrl',
        'PUT blob',
        'ImportFromPackage',
      ]);
      const [shared = '', codes = '', ...others] = lines(seen, 'warning');
      assert.match(shared, /`Units` is a shared entity: F&O imports it for all legal entities, not only for usmf\./);
      for (const cell of ['`NAME`: `USSI` (1)', '`SITEID`: `DEMF` (1)'])
        assert.ok(codes.includes(`\`Sites\`, column ${cell}`), codes);
      assert.deepEqual(others, []);
      // act shows the summary of a step again as that of the composite action around it.
      assert.equal(new Set(seen.summary.match(/^#+ .*/gm)).size, 1, 'one chain, one story');
    },
  },
  {
    chain,
    door: 'called',
    what: 'a folder, run again, is imported once',
    scenario,
    files: filesIn('packages/golden'),
    inputs: () => inputs(),
    again: { jobs: 'failed' },
    expect(seen) {
      imported(seen);
      assert.match(seen.log, /It is not sent again/);
      assert.equal(lines(seen, 'warning').length, 0, 'nothing is sent, so nothing is warned of');
    },
  },
  {
    chain,
    door: 'called',
    what: 'a folder that has changed is another import',
    scenario,
    files: filesIn('packages/golden'),
    inputs: () => inputs(),
    again: { jobs: 'failed', files: { 'packages/golden/Units.csv': 'UNITSYMBOL,DECIMALPRECISION\nkg,2\n' } },
    expect(seen) {
      assert.equal(seen.exitCode, 0);
      assert.equal(importsOf(seen), 2);
      assert.deepEqual(
        rowsOf(seen.simulator, 'Units').map((row) => row['DECIMALPRECISION']),
        ['2', '0'],
      );
    },
  },
  {
    chain,
    door: 'called',
    what: 'an artifact that holds the files of a folder',
    scenario,
    files: filesIn('packages'),
    before: storing({ golden: 'packages' }),
    inputs: () => inputs({ 'package-artifact': 'golden' }),
    expect: imported,
  },
  {
    chain,
    door: 'form',
    what: 'everything that is wrong in a folder is told before any request',
    scenario,
    files: filesIn('packages/golden', broken),
    inputs: () => inputs(),
    expect({ exitCode, outputs, requests, summary }) {
      assert.equal(exitCode, 1);
      assert.match(outputs['error'] ?? '', /`Units.csv` lacks the column `UNITCLASS`/);
      assert.match(outputs['error'] ?? '', /`Sites.csv` has CRLF at the ends of its lines/);
      assert.deepEqual(requests, []);
      assert.match(summary, /\| Package \| ❌/);
    },
  },
  {
    chain,
    door: 'step',
    what: 'an entity that F&O does not know: did you mean',
    scenario: { ...scenario, missingEntities: ['Unit'] },
    files: filesIn('packages/golden', { 'Unit.csv': golden['Units.csv'] }),
    inputs: () => inputs(),
    expect({ exitCode, outputs }) {
      assert.equal(exitCode, 1);
      assert.match(
        outputs['error'] ?? '',
        /Entity Unit does not exist in the target environment.* F&O does not know the entity `Unit`: did you mean `Units`\?/,
      );
    },
  },
  ...(
    [
      ['are not allowed', { respond: '403' }, /HTTP 403/],
      ['fail', { respond: '503-empty' }, /HTTP 503/],
      ['are a sign-in page', { respond: 'custom', status: 200, body: '<html>' }, /sign-in page|HTML/i],
    ] as const
  ).map(([what, fault, reason]): Case => ({
    chain,
    door: 'step',
    what: `the lists of entities and legal entities ${what}, and the import goes on`,
    scenario: {
      ...scenario,
      faults: ['/data/DataManagementEntities', '/data/LegalEntities'].map((path) => ({ match: { path }, ...fault })),
    },
    files: filesIn('packages/golden'),
    inputs: () => inputs(),
    expect(seen) {
      assert.equal(seen.exitCode, 0);
      assert.equal(importsOf(seen), 1);
      const [entities = '', companies = ''] = lines(seen, 'notice').filter((line) =>
        line.includes('The import goes on.'),
      );
      assert.match(entities, /The list of data entities could not be read/);
      assert.match(companies, /The list of legal entities could not be read/);
      for (const line of [entities, companies]) assert.match(line, reason);
    },
  })),
  {
    chain,
    door: 'step',
    what: 'a folder is not searched for the IDs of other legal entities if that is not wanted',
    scenario,
    files: filesIn('packages/golden'),
    inputs: () => ({ ...inputs(), 'find-company-codes': 'false' }),
    expect(seen) {
      imported(seen);
      assert.ok(!seen.requests.includes('GET /data/LegalEntities'));
      assert.equal(lines(seen, 'warning').length, 1);
    },
  },
];

const packages = (...folders: string[]) => ({
  packages: JSON.stringify(
    folders.map((folder) => ({ package: folder, 'definition-group': folder, 'legal-entity': 'usmf' })),
  ),
});

/** Folders in the list of packages of post-deployment. */
export const folderAfterDeployment: Case[] = [
  {
    chain: 'post-deployment',
    door: 'step',
    what: 'a zip file and a folder, in order, searched for other legal entities',
    scenario: { ...scenario, initializeMs: 50 },
    files: { ...filesIn('golden'), 'delta.zip': rawZip([]) },
    inputs: () => packages('delta.zip', 'golden/'),
    expect(seen) {
      assert.equal(seen.exitCode, 0);
      const sent = seen.simulator.requests.flatMap(({ url, body }) =>
        url.endsWith('ImportFromPackage') ? (JSON.parse(body) as { definitionGroupId: string }).definitionGroupId : [],
      );
      assert.deepEqual(sent, ['delta.zip', 'golden/']);
      assert.equal(rowsOf(seen.simulator, 'Units').length, 2);
      assert.equal(lines(seen, 'warning').filter((line) => line.includes('`DEMF` (1)')).length, 1);
    },
  },
  {
    chain: 'post-deployment',
    door: 'called',
    what: 'a folder, run again, is imported once',
    scenario: { ...scenario, initializeMs: 50 },
    files: filesIn('golden'),
    inputs: () => packages('golden'),
    again: { jobs: 'failed' },
    expect: imported,
  },
  {
    chain: 'post-deployment',
    door: 'step',
    what: 'everything that is wrong with packages and conditions is named before any request',
    scenario,
    files: {
      ...filesIn('first', broken),
      ...filesIn('second'),
      'third/notes.md': 'x',
      'fourth.zip': rawZip([{ name: 'fourth/Manifest.xml', data: 'x' }]),
    },
    inputs: () => ({
      ...packages('first', 'second', 'third', 'fourth.zip'),
      'smoke-path': '/data/LegalEntities',
      'smoke-expect': "Name = 'usmf'",
    }),
    expect(seen) {
      assert.equal(seen.exitCode, 1);
      assert.match(
        seen.outputs['error'] ?? '',
        /\/first` cannot be packed: .*`UNITCLASS`.*CRLF.*\/third` cannot be packed: .*no table.*entry 4: .*fourth\.zip is not a data package: .*`fourth\/`.*which is not JMESPath/,
      );
      assert.deepEqual(seen.requests, []);
    },
  },
];

/** Part of a package as F&O exported it, with Excel files; it is no part of the project. */
const real = resolve(root, '../shared/packages/system-setup');
const { repository, tag } = actionReference();
const workflow = '.github/workflows/caller.yml';

/** Fails unless git shows one line of one file as changed. */
const changeOneCell = `
git() { command git --git-dir="$RUNNER_TEMP/golden.git" --work-tree=golden -c user.name=test -c user.email=test@example.com "$@"; }
git init -q && git add -A && git commit -q -m 'As exported'
sed -i 's/,Euro,/,Euro of the test,/' golden/Currencies.csv
git diff
test "$(git diff --numstat)" = $'1\\t1\\tCurrencies.csv'
`;

/** A workflow that unpacks a package as F&O exported it, changes a cell, imports the folder and checks for drift. */
const unpackAndImport = (simulator: Simulator) =>
  stringify({
    name: 'Caller',
    on: 'workflow_dispatch',
    jobs: {
      change: {
        'runs-on': 'ubuntu-latest',
        steps: [
          { uses: 'actions/checkout@v7' },
          {
            uses: `${repository}/data-package@${tag}`,
            with: { mode: 'unpack', package: 'golden.zip', folder: 'golden' },
          },
          { run: changeOneCell, shell: 'bash' },
          {
            uses: `${repository}/workflows-templates/${chain}@${tag}`,
            with: {
              ...inputs('golden'),
              'environment-url': simulator.environmentUrl,
              'tenant-id': simulator.tenantId,
              'client-id': simulator.clientId,
              'client-secret': '${{ secrets.D365FO_CLIENT_SECRET }}',
              'authority-host': simulator.authorityHost,
            },
          },
          {
            // Fails on any difference.
            uses: `${repository}/workflows-templates/check-drift@${tag}`,
            with: {
              folder: 'golden',
              'legal-entity': 'usmf',
              'environment-url': simulator.environmentUrl,
              'tenant-id': simulator.tenantId,
              'client-id': simulator.clientId,
              'client-secret': '${{ secrets.D365FO_CLIENT_SECRET }}',
              'authority-host': simulator.authorityHost,
            },
          },
        ],
      },
    },
  });

/** Run where the real package lies beside the repository. */
export const realFolder = existsSync(real)
  ? [
      {
        name: `${chain} · step · a real package, unpacked and changed in one cell`,
        run: async (machine: Machine): Promise<void> => {
          const simulator = await startSimulator({ scenario });
          const files = readdirSync(real).map((name) => ({ name, data: readFileSync(join(real, name)) }));
          const secrets = clientSecret(simulator);
          try {
            const outcome = await runOnAct(machine, simulator, {
              files: { [workflow]: unpackAndImport(simulator), 'golden.zip': rawZip(files) },
              workflow,
              event: 'workflow_dispatch',
              payload: { inputs: {} },
              secrets,
            });
            await judge(outcome, simulator, secrets, (requests) => {
              assert.equal(outcome.exitCode, 0);
              assert.ok(requests.includes('ImportFromPackage'));
              assert.match(outcome.log, /^.*\+.*Euro of the test/m);
              const changed = rowsOf(simulator, 'Currencies').flatMap((row) =>
                Object.values(row).filter((cell) => cell.includes('of the test')),
              );
              assert.deepEqual(changed, ['Euro of the test']);
              assert.ok(rowsOf(simulator, 'Units').length > 10);
            });
          } finally {
            await simulator.close();
          }
        },
      },
    ]
  : [];
