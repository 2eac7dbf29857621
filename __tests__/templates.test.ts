import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parsePackageYml } from '../src/data-package/package-yml.ts';
import { chains } from '../tools/chains/chains.ts';
import { generatedChains, outdatedChains } from '../tools/chains/generate.ts';
import { pins } from '../tools/chains/pins.ts';
import { readRecipes, yamlBlocks } from '../tools/chains/recipes.ts';
import { actionReference, stamp, unstamped } from '../tools/chains/stamp.ts';
import { root } from '../tools/manifest.ts';

interface Step {
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  environment?: string | { name: string };
  concurrency?: { queue?: string };
  steps?: Step[];
  uses?: string;
  with?: Record<string, unknown>;
  secrets?: Record<string, unknown> | 'inherit';
  permissions?: Record<string, string>;
  outputs?: Record<string, string>;
}
interface Declared {
  description?: string;
  type?: string;
  required?: boolean;
  default?: unknown;
}
interface Workflow {
  env?: Record<string, string>;
  on: {
    workflow_call?: {
      inputs: Record<string, Declared>;
      secrets: Record<string, Declared>;
      outputs: Record<string, { value: string }>;
    };
    workflow_dispatch?: { inputs?: Record<string, Declared> } | null;
  };
  'run-name'?: string;
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
}
interface Action {
  inputs?: Record<string, Declared>;
  outputs?: Record<string, { value?: string }>;
  runs: { using: string; steps?: Step[] };
}

const text = (path: string) => readFileSync(join(root, path), 'utf8');
const { repository, tag } = actionReference();

const actions = readdirSync(join(root, 'workflows-templates'), { recursive: true, encoding: 'utf8' })
  .map((path) => `workflows-templates/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('/action.yml'))
  .map((path) => ({ name: path, yaml: text(path), action: parse(text(path)) as Action }));
const composites = actions.filter(({ action }) => action.runs.using === 'composite');
const workflows = [
  ...chains.map(({ name }) => ({
    name: `workflows-templates/${name}.yml`,
    yaml: text(`workflows-templates/${name}.yml`),
  })),
  ...['ci', 'release', 'try-it'].map((name) => ({
    name: `.github/workflows/${name}.yml`,
    yaml: text(`.github/workflows/${name}.yml`),
  })),
  ...readdirSync(join(root, 'examples')).map((name) => ({ name: `examples/${name}`, yaml: text(`examples/${name}`) })),
  ...readRecipes().map(({ name, workflow }) => ({ name, yaml: workflow })),
].map(({ name, yaml }) => ({ name, yaml, workflow: parse(yaml) as Workflow }));

/** Every list of steps, by where it stands. */
const stepLists = [
  ...composites.map(({ name, action }) => ({ name, steps: action.runs.steps ?? [] })),
  ...workflows.flatMap(({ name, workflow }) =>
    Object.entries(workflow.jobs).map(([job, { steps = [] }]) => ({ name: `${name}, ${job}`, steps })),
  ),
];

/** The manifest behind `uses`, where it is one of ours. */
function ownAction(uses: string | undefined): Action | undefined {
  const path = uses?.startsWith(`${repository}/`) ? uses.slice(repository.length + 1) : uses?.replace(repository, '');
  if (!uses?.startsWith(repository)) return undefined;
  const folder = path?.replace(/@.*$/, '') ?? '';
  return parse(text(folder === '' ? 'action.yml' : `${folder}/action.yml`)) as Action;
}

/** A block that is no workflow cannot be run, so that it is compared with what it is a part of. */
test.each(yamlBlocks().filter(({ workflow }) => workflow === undefined))(
  '$name is a part that holds',
  ({ text: block }) => {
    const content = parse(block) as Record<string, unknown>;
    const [name] = Object.keys(content);
    if (name === 'entities') {
      const problems: string[] = [];
      parsePackageYml(block, (message) => problems.push(message));
      expect(problems).toEqual([]);
    } else if (name === 'permissions') {
      expect(content).toEqual({ permissions: { contents: 'read', 'id-token': 'write' } });
    } else {
      const { inputs = {} } = parse(text('action.yml')) as Action;
      for (const [input, value] of Object.entries(content)) {
        expect(Object.keys(inputs)).toContain(input);
        expect(value).toBe(`\${{ secrets.D365FO_${input.toUpperCase().replaceAll('-', '_')} }}`);
      }
    }
  },
);

test('everything generated is as its sources give it', async () => {
  expect(await outdatedChains()).toEqual([]);
});

test('README, docs and templates name the repository and version of package.json', () => {
  expect(unstamped()).toEqual([]);
  expect(stamp('uses: someone/d365fo-action/workflows-templates/x@v0.9.1 # or someone/d365fo-action@v0')).toBe(
    `uses: ${repository}/workflows-templates/x@${tag} # or ${repository}@${tag}`,
  );
});

test('every generated file names its source, which is there', async () => {
  const files = (await generatedChains()).filter(({ path }) => path.endsWith('.yml'));
  expect(files).toHaveLength(4 * chains.length + 4);
  for (const { path } of files) {
    const [, source] = /^# Generated from (tools\/.*) by `npm run generate`. Do not edit.\n/.exec(text(path)) ?? [];
    expect(existsSync(join(root, source ?? 'nothing'))).toBe(true);
  }
});

test('the workflow with a button is the example to copy', () => {
  expect(text('.github/workflows/try-it.yml')).toBe(text('examples/try-it.yml'));
});

test('the workflow that can be called is the one that is copied', () => {
  for (const { name } of chains) {
    const lines = text(`.github/workflows/${name}.yml`).split('\n');
    expect(lines[1]).toMatch(/^# A copy of/);
    expect(lines.toSpliced(1, 1).join('\n')).toBe(text(`workflows-templates/${name}.yml`));
  }
});

test('the copy for older servers differs in nothing but the keys that they do not know', () => {
  for (const { name } of chains) {
    const [copy, workflow] = [`ghes/${name}`, name].map(
      (path) => parse(text(`workflows-templates/${path}.yml`)) as Workflow,
    );
    for (const job of Object.values(workflow?.jobs ?? {})) {
      if (job.concurrency === undefined) continue;
      expect(job.concurrency).toMatchObject({ queue: 'max', 'cancel-in-progress': false });
      delete job.concurrency.queue;
      expect(job.environment).toMatchObject({ deployment: false });
      job.environment = (job.environment as { name: string }).name;
    }
    expect(copy).toEqual(workflow);
  }
});

test.each(chains)('$name: a run is named by what people look for, and by nothing secret', ({ name }) => {
  const { 'run-name': runName = '' } = parse(text(`workflows-templates/${name}.yml`)) as Workflow;
  expect(runName).toMatch(/inputs\.environment/);
  expect(runName).not.toMatch(/secrets|url|payload(?!\.environment)|extract|vars/);
});

test('every chain has what an organisation shows', () => {
  for (const { name } of chains) {
    expect(JSON.parse(text(`workflows-templates/${name}.properties.json`))).toEqual({
      name: expect.any(String),
      description: expect.any(String),
      iconName: expect.stringMatching(/^octicon /),
      categories: expect.any(Array),
    });
  }
});

describe('steps', () => {
  test.each(stepLists)('$name: no expression stands inside a script', ({ steps }) => {
    for (const { run } of steps) expect(run ?? '').not.toContain('${{');
  });

  const sources = [
    ...composites.map(({ name, yaml, action }) => ({ name, yaml, steps: action.runs.steps ?? [] })),
    ...workflows.map(({ name, yaml, workflow }) => ({
      name,
      yaml,
      steps: Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps),
    })),
  ];
  test.each(sources)('$name: every output that is read is one that its step has', ({ yaml, steps }) => {
    for (const [, id = '', output = ''] of yaml.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      const step = steps.find((candidate) => candidate.id === id);
      const outputs = ownAction(step?.uses)?.outputs;
      expect({ id, output, known: step !== undefined && (outputs === undefined || output in outputs) }).toEqual({
        id,
        output,
        known: true,
      });
    }
  });

  test.each(composites)('$name: where a token goes its scope goes too, or it would be refused', ({ action }) => {
    const steps = (action.runs.steps ?? []).filter((step) => String(step.with?.['token']).includes('outputs.token'));
    for (const step of steps) expect(step.with?.['scope']).toBe('${{ inputs.scope }}');
  });
});

describe('inputs', () => {
  const declaring = [
    ...composites.map(({ name, yaml, action }) => ({ name, yaml, declared: Object.keys(action.inputs ?? {}) })),
    ...workflows.map(({ name, yaml, workflow: { on } }) => ({
      name,
      yaml,
      declared: Object.keys({ ...on.workflow_call?.inputs, ...on.workflow_dispatch?.inputs }),
    })),
  ];
  test.each(declaring)('$name: every input that is read is declared', ({ yaml, declared }) => {
    const read = [...yaml.matchAll(/(?<![\w.-])inputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(read.filter((name) => !declared.includes(name ?? ''))).toEqual([]);
  });

  test.each(composites)('$name: every input that is declared is read', ({ name, yaml, action }) => {
    const unread = Object.keys(action.inputs ?? {}).filter((input) => !yaml.includes(`inputs.${input} `));
    expect({ name, unread }).toEqual({ name, unread: [] });
  });

  test.each(chains)('$name: what was given wins, so every input is a string without a default', ({ name }) => {
    const { on } = parse(text(`workflows-templates/${name}.yml`)) as Workflow;
    const call = on.workflow_call?.inputs ?? {};
    // GitHub fills a boolean with false and a number with 0 where nothing was given; act does not.
    for (const [input, { type, default: value }] of Object.entries(call)) {
      expect({ input, type, value }).toEqual({ input, type: 'string', value: undefined });
    }
    for (const { type } of Object.values(on.workflow_dispatch?.inputs ?? {}))
      expect(['string', 'choice', 'environment']).toContain(type);
    expect(Object.keys(call)).toEqual(
      expect.arrayContaining([
        'environment',
        'environment-url',
        'tenant-id',
        'client-id',
        'auth',
        'wait-timeout-minutes',
        'job-timeout-minutes',
        'runs-on',
      ]),
    );
  });

  test.each(chains)(
    '$name: a form asks for at most eight things, and for nothing that says where a secret goes',
    ({ name }) => {
      const { on } = parse(text(`workflows-templates/${name}.yml`)) as Workflow;
      const [call, form] = [on.workflow_call?.inputs ?? {}, Object.keys(on.workflow_dispatch?.inputs ?? {})];
      expect(form.length).toBeLessThanOrEqual(8);
      expect(form.filter((input) => !(input in call))).toEqual([]);
      for (const input of ['runs-on', 'environment-url', 'tenant-id', 'client-id']) expect(form).not.toContain(input);
      for (const input of ['api-url', 'authority-host', 'scope']) expect(call).not.toHaveProperty(input);
    },
  );

  test.each(chains)('$name: its workflow hands every input of its own to the composite', ({ name }) => {
    const workflow = parse(text(`workflows-templates/${name}.yml`)) as Workflow;
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);
    const given = steps.find(({ id }) => id === 'chain')?.with ?? {};
    const inputs = Object.keys((parse(text(`workflows-templates/${name}/action.yml`)) as Action).inputs ?? {});
    const ofSteps = ['token', 'client-secret-encoding', 'certificate-thumbprint', 'authority-host', 'scope'].concat(
      ['enqueue-file', 'import-data-package', 'export-data-package'].includes(name) ? ['place', 'summary'] : [],
    );
    expect(inputs.filter((input) => !(input in given) && !ofSteps.includes(input))).toEqual([]);
  });
});

describe('calls', () => {
  const calls = workflows.flatMap(({ name, workflow }) =>
    Object.entries(workflow.jobs).flatMap(([job, call]) =>
      call.uses ? [{ name: `${name}, ${job}`, call, granted: call.permissions ?? workflow.permissions ?? {} }] : [],
    ),
  );

  test('there are some of every chain', () => {
    const called = new Set(calls.map(({ call }) => /workflows\/([\w-]+)\.yml/.exec(call.uses ?? '')?.[1]));
    expect([...called].sort()).toEqual(chains.map(({ name }) => name).sort());
  });

  test.each(calls)('$name: grants what is needed', ({ call, granted }) => {
    const callee = parse(text((call.uses ?? '').slice(repository.length + 1).replace(/@.*$/, ''))) as Workflow;
    for (const { permissions = callee.permissions ?? {} } of Object.values(callee.jobs)) {
      for (const [scope, level] of Object.entries(permissions)) {
        expect([level, 'write']).toContain(granted[scope]);
      }
    }
  });
});

describe('what a page or an example tells people to set up', () => {
  /** GitHub gives an empty text for a name that does not exist, and says nothing. */
  const namesIn = (yaml: string) => [...yaml.matchAll(/\b(?:vars|secrets)\.\w+/g)].map(([name]) => name);
  const known = new Set(chains.flatMap(({ name }) => namesIn(text(`workflows-templates/${name}.yml`))));
  const told = workflows.filter(({ name }) => !name.startsWith('workflows-templates/'));

  test.each(told)('$name: variables and secrets have the names that the chains read', ({ yaml }) => {
    expect(namesIn(yaml).filter((name) => !known.has(name) && name !== 'secrets.GITHUB_TOKEN')).toEqual([]);
    const keys = [...yaml.matchAll(/^\s*(D365\w*):/gim)].map(([, key = '']) => key);
    expect(keys.filter((key) => !known.has(`vars.${key}`) && !known.has(`secrets.${key}`))).toEqual([]);
  });

  test.each(told)('$name: a job without a credential may sign in by OIDC', ({ name, workflow }) => {
    for (const job of Object.values(workflow.jobs)) {
      const uses = (job.steps ?? []).map(({ uses: of = '' }) => of.replace(/@.*$/, ''));
      const signsIn = uses.some((of) => of.startsWith(repository) && of !== `${repository}/data-package`);
      const needsNoToken =
        uses.includes(`${repository}/simulator`) ||
        // Whoever follows docs/SETUP.md may leave out the secret.
        (!name.startsWith('docs/SETUP.md') &&
          /secrets\.D365FO_(?:CLIENT_SECRET|CERTIFICATE|REFRESH_TOKEN)/.test(JSON.stringify([workflow.env, job])));
      if (signsIn && !needsNoToken) expect((job.permissions ?? workflow.permissions)?.['id-token']).toBe('write');
    }
  });
});

describe('secrets', () => {
  test('a token is no output of a job, a workflow or a chain', () => {
    for (const { workflow } of workflows) {
      const outputs = [
        ...Object.values(workflow.jobs).flatMap((job) => Object.values(job.outputs ?? {})),
        ...Object.values(workflow.on.workflow_call?.outputs ?? {}).map(({ value }) => value),
      ];
      for (const value of outputs) expect(value).not.toMatch(/outputs\.token|secrets\./);
    }
    for (const { action } of composites) {
      for (const { value } of Object.values(action.outputs ?? {}))
        expect(value).not.toMatch(/outputs\.token|inputs\.token/);
    }
  });

  test('the callback URL of an event is masked before any step names it', () => {
    const steps = (parse(text('workflows-templates/run-batch-job.yml')) as Workflow).jobs['run-batch-job']?.steps ?? [];
    expect(steps[0]?.uses).toContain('/run-batch-job/event@');
    expect(JSON.stringify(steps[0]?.with)).not.toContain('github.event');
    expect(text('workflows-templates/run-batch-job.yml')).not.toMatch(/client_payload\.(?!environment)|toJSON\(github/);
  });

  test('what a blob URL passes through is masked', () => {
    for (const { action } of composites) {
      for (const step of action.runs.steps ?? []) {
        if (/GetAzureWriteUrl|GetExportedPackageUrl/.test(String(step.with?.['path']))) {
          expect(step.with).toMatchObject({ 'mask-response': 'true', summary: 'false' });
        }
      }
    }
  });
});

test('the actions of others are pinned by commit, the version beside it', () => {
  for (const { name, yaml } of [...workflows, ...composites]) {
    for (const [line, uses = ''] of yaml.matchAll(/uses: (\S+).*$/gm)) {
      const pin = Object.entries(pins).find(([action]) => uses.startsWith(`actions/${action}@`));
      if (uses.startsWith(repository)) expect({ name, uses }).toEqual({ name, uses: uses.replace(/@.*$/, `@${tag}`) });
      else if (pin) expect(line).toBe(`uses: actions/${pin.join('@')}`);
      else expect({ name, line }).toEqual({ name, line: expect.stringMatching(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/) });
    }
  }
});

describe('the plan of post-deployment', () => {
  type Read = (text: string, second: string | number, problems: string[]) => unknown;

  const plan = join(root, 'workflows-templates/post-deployment/plan');
  const lists = async () =>
    ({ ...(await import(join(plan, 'lists.mjs'))), ...(await import(join(plan, 'groups.mjs'))) }) as Record<
      string,
      Read
    >;
  const rows: [
    what: string,
    read: string,
    text: string,
    second: string | number,
    gives: unknown,
    problem: RegExp | undefined,
  ][] = [
    [
      'one environment, unnamed',
      'readEnvironments',
      '',
      '',
      [{ index: 0, name: 'environment', environment: '' }],
      undefined,
    ],
    [
      'one environment by name',
      'readEnvironments',
      '',
      'uat',
      [{ index: 0, name: 'uat', environment: 'uat' }],
      undefined,
    ],
    [
      'names and objects',
      'readEnvironments',
      '["uat",{"environment-url":"https://x"}]',
      '',
      [
        { index: 0, name: 'uat', environment: 'uat' },
        { index: 1, name: 'https://x', 'environment-url': 'https://x' },
      ],
      undefined,
    ],
    ['no JSON', 'readEnvironments', '[', '', undefined, /`environments` is not valid JSON/],
    ['no array', 'readEnvironments', '{}', '', undefined, /not a JSON array/],
    ['an empty list', 'readEnvironments', '[]', '', undefined, /is empty/],
    ['a number', 'readEnvironments', '[1]', '', undefined, /entry 1 is neither/],
    ['an unknown key', 'readEnvironments', '[{"environment":"a","url":"b"}]', '', undefined, /unknown key `url`/],
    ['one twice', 'readEnvironments', '["a","a"]', '', undefined, /"a" twice/],
    [
      'packages',
      'readPackages',
      '[{"package":"a.zip","definition-group":"G","legal-entity":"usmf"}]',
      5,
      [
        {
          package: 'a.zip',
          'package-artifact': '',
          'definition-group': 'G',
          'legal-entity': 'usmf',
          overwrite: 'true',
          'find-company-codes': '',
          'wait-timeout-minutes': '',
          'accept-outcome': '',
        },
      ],
      undefined,
    ],
    ['no packages', 'readPackages', '', 5, [], undefined],
    [
      'a package without a project',
      'readPackages',
      '[{"package":"a.zip","legal-entity":"usmf"}]',
      5,
      undefined,
      /no `definition-group`/,
    ],
    [
      'a package to be searched, perhaps',
      'readPackages',
      '[{"package":"a","definition-group":"G","legal-entity":"u","find-company-codes":"perhaps"}]',
      5,
      undefined,
      /entry 1: `find-company-codes` must be true or false/,
    ],
    [
      'too many packages',
      'readPackages',
      '[{"package":"a","definition-group":"G","legal-entity":"u"},{"package":"b","definition-group":"G","legal-entity":"u"}]',
      1,
      undefined,
      /takes at most 1/,
    ],
    [
      'groups by line and semicolon',
      'readGroups',
      '1, 2\nA job, at last;3',
      5,
      [
        { jobs: [{ recIds: ['1', '2'] }] },
        { jobs: [{ description: 'A job, at last', legalEntity: '' }] },
        { jobs: [{ recIds: ['3'] }] },
      ],
      undefined,
    ],
    [
      'a RecId above 2^53 as text',
      'readGroups',
      '5637144576123456789',
      5,
      [{ jobs: [{ recIds: ['5637144576123456789'] }] }],
      undefined,
    ],
    [
      'a description in brackets',
      'readGroups',
      '[EU] Close',
      5,
      [{ jobs: [{ description: '[EU] Close', legalEntity: '' }] }],
      undefined,
    ],
    [
      'objects with a legal entity, together and with settings',
      'readGroups',
      `[[{"batch-job-description":"Close","legal-entity":"usmf","requeue-limit":1},{"batch-job-description":"Close","legal-entity":"demf","requeue-limit":"1"}],{"batch-job-recid":"7, 8","start":false}]`,
      5,
      [
        {
          jobs: [
            { description: 'Close', legalEntity: 'usmf' },
            { description: 'Close', legalEntity: 'demf' },
          ],
          'requeue-limit': '1',
        },
        { jobs: [{ recIds: ['7', '8'] }], start: 'false' },
      ],
      undefined,
    ],
    [
      'a RecId above 2^53 as a number',
      'readGroups',
      '[{"batch-job-recid":5637144576123456789}]',
      5,
      undefined,
      /5637144576123456789, which is above 2\^53.*Write it as a string/,
    ],
    [
      'a RecId that a program has rounded',
      'readGroups',
      '[{"batch-job-recid":5.63714457612346E+18}]',
      5,
      undefined,
      /above 2\^53/,
    ],
    [
      'a small RecId as a number',
      'readGroups',
      '[{"batch-job-recid":5637144576}]',
      5,
      [{ jobs: [{ recIds: ['5637144576'] }] }],
      undefined,
    ],
    [
      'one description twice at once',
      'readGroups',
      '[[{"batch-job-description":"A"},{"batch-job-description":"A"}]]',
      5,
      undefined,
      /lists "A" twice/,
    ],
    [
      'settings that differ in a group',
      'readGroups',
      '[[{"batch-job-recid":"1","start":"if-failed"},{"batch-job-recid":"2"}]]',
      5,
      undefined,
      /must have the same `start`/,
    ],
    [
      'an unknown setting',
      'readGroups',
      '[{"batch-job-recid":"1","starts":"true"}]',
      5,
      undefined,
      /unknown key `starts`/,
    ],
    ['a bad start', 'readGroups', '[{"batch-job-recid":"1","start":"yes"}]', 5, undefined, /`start` is "yes"/],
    ['no job', 'readGroups', '[{"legal-entity":"usmf"}]', 5, undefined, /either `batch-job-recid` or/],
    [
      'more environments than a matrix has jobs',
      'readEnvironments',
      JSON.stringify(Array.from({ length: 257 }, (_, n) => `e${n}`)),
      '',
      undefined,
      /257 entries, but GitHub runs at most 256/,
    ],
    ['a mixed group', 'readGroups', '1, job', 5, undefined, /mixes RecIds/],
    [
      'a comment',
      'readGroups',
      '# month end\n1',
      5,
      undefined,
      /group 1 is "# month end"\. Comments are not supported/,
    ],
    ['a comment behind a RecId', 'readGroups', '1 // first', 5, undefined, /Comments are not supported/],
    ['RecIds without commas', 'readGroups', '1 2', 5, undefined, /is "1 2"\. Separate the RecIds with commas/],
    ['a description in quotes', 'readGroups', '“Close”', 5, undefined, /Remove the quotation marks around it/],
    [
      'a description with a number and a hyphen',
      'readGroups',
      '4 - Close # 2',
      5,
      [{ jobs: [{ description: '4 - Close # 2', legalEntity: '' }] }],
      undefined,
    ],
    [
      'settings that are null, in capitals or in blanks',
      'readGroups',
      '[{"batch-job-recid":" 1 ","batch-job-description":null,"start":"true ","wait-timeout-minutes":null,"accept-outcome":["ended-unknown"]}]',
      5,
      [{ jobs: [{ recIds: ['1'] }], start: 'true', 'accept-outcome': 'ended-unknown' }],
      undefined,
    ],
    [
      'settings of a wait that nothing but batch-wait would refuse',
      'readGroups',
      '[{"batch-job-recid":"1","cancel-on":"timout","started-after":"yesterday","accept-outcome":"done"}]',
      5,
      undefined,
      /`accept-outcome` has "done".*`cancel-on` has "timout".*`started-after` is "yesterday"/,
    ],
    [
      'blanks around names of environments',
      'readEnvironments',
      '["uat ", {"environment": " prod"}]',
      '',
      [
        { index: 0, name: 'uat', environment: 'uat' },
        { index: 1, name: 'prod', environment: 'prod' },
      ],
      undefined,
    ],
    ['one environment in two cases', 'readEnvironments', '["uat", "UAT"]', '', undefined, /lists "UAT" twice/],
    [
      'what the import of a package would refuse later',
      'readPackages',
      '[{"package":"\'a.zip\'","definition-group":"G","legal-entity":"usmf, demf","wait-timeout-minutes":"2 h","accept-outcome":"partial"}]',
      5,
      undefined,
      /Remove the quotation marks.*one legal entity.*has "partial".*`wait-timeout-minutes` is "2 h"/,
    ],
    [
      'a package with blanks and null',
      'readPackages',
      '[{"package":" a.zip","definition-group":"G ","legal-entity":"usmf\\n","overwrite":"false ","wait-timeout-minutes":null}]',
      5,
      [
        {
          package: 'a.zip',
          'package-artifact': '',
          'definition-group': 'G',
          'legal-entity': 'usmf',
          overwrite: 'false',
          'find-company-codes': '',
          'wait-timeout-minutes': '',
          'accept-outcome': '',
        },
      ],
      undefined,
    ],
  ];
  test.each(rows)('%s', async (_, read, given, second, gives, problem) => {
    const problems: string[] = [];
    const found = (await lists())[read]?.(given, second, problems);
    if (gives !== undefined) expect(found).toEqual(gives);
    expect(problems.join(' ')).toMatch(problem ?? /^$/);
  });
});
