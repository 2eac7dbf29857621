import { stringify } from 'yaml';
import { signInInputs } from '../../src/entra/sign-in.ts';
import type { Chain } from './chains.ts';
import type { ChainInput, ChainOutput, Interface } from './composite.ts';

/** How an input is typed; what is not here is a string. */
const types: Record<string, { call: 'boolean' | 'number' | 'string'; form: Record<string, unknown> }> = {
  environment: { call: 'string', form: { type: 'environment' } },
  auth: {
    call: 'string',
    form: { type: 'choice', options: ['auto', 'oidc', 'client-secret', 'certificate', 'refresh-token'] },
  },
  start: { call: 'boolean', form: { type: 'boolean' } },
  overwrite: { call: 'boolean', form: { type: 'boolean' } },
  'requeue-limit': { call: 'number', form: { type: 'choice', options: ['0', '1', '2', '3', '4', '5'] } },
  'wait-timeout-minutes': { call: 'number', form: { type: 'number' } },
  'max-parallel': { call: 'number', form: { type: 'number' } },
};

const environment: ChainInput = {
  name: 'environment',
  description: 'GitHub environment whose variables, secrets and protection rules apply.',
  required: false,
  default: undefined,
};

/** What every workflow has behind the inputs of its chain; each falls back to a variable. */
const identity: ChainInput[] = [
  ['environment-url', 'URL of the F&O environment. Defaults to the variable `D365FO_ENVIRONMENT_URL`.'],
  ['tenant-id', 'Entra ID tenant. Defaults to the variable `D365FO_TENANT_ID`.'],
  ['client-id', 'Application (client) ID. Defaults to the variable `D365FO_CLIENT_ID`.'],
].map(([name = '', description = '']) => ({ name, description, required: false, default: undefined }));

const auth: ChainInput = {
  name: 'auth',
  description: 'How to sign in. `auto` uses the credential that the environment holds, or OIDC if it holds none.',
  required: false,
  default: 'auto',
};

const runsOn: ChainInput = {
  name: 'runs-on',
  description: 'Runner, as JSON: a label in double quotes, or an array of labels.',
  required: false,
  default: '"ubuntu-latest"',
};

/** Inputs of a composite that a workflow asks for under its own words, or takes from secrets and variables. */
const credentials = new Set<string>([...identity.map(({ name }) => name), ...signInInputs]);

/** The inputs of the composite that are the chain's own and that its workflow asks for. */
export function ownInputs({ inputs }: Interface, { notAsked = [] }: Chain): ChainInput[] {
  return inputs.filter(({ name }) => !credentials.has(name) && !notAsked.includes(name));
}

/** All inputs of a chain's workflow. */
export function workflowInputs(composite: Interface, chain: Chain): ChainInput[] {
  const added = Object.entries(chain.added ?? {}).map(([name, input]) => ({
    name,
    description: input.description,
    required: false,
    default: input.default,
  }));
  return [environment, ...added, ...ownInputs(composite, chain), ...identity, auth, runsOn];
}

/** The parts of a chain's workflow that follow from its composite action. */
export function workflowBlocks(composite: Interface, chain: Chain): Record<string, () => string> {
  const inputs = workflowInputs(composite, chain);
  const named = (entries: [string, unknown][]) =>
    stringify(Object.fromEntries(entries), { lineWidth: 0, singleQuote: true });
  const defaultOf = ({ name, default: value }: ChainInput, form: boolean): unknown => {
    const { call, form: shown } = types[name] ?? { call: 'string', form: { type: 'string' } };
    if (value === undefined) return undefined;
    if (call === 'string' || (form && shown['type'] === 'choice')) return value;
    return JSON.parse(value) as unknown;
  };
  const entry = (input: ChainInput, type: Record<string, unknown>, form: boolean): [string, unknown] => [
    input.name,
    {
      description: input.description,
      ...type,
      ...(input.required && { required: true }),
      ...(input.default !== undefined && { default: defaultOf(input, form) }),
    },
  ];
  return {
    'call-inputs': () =>
      named(inputs.map((input) => entry(input, { type: types[input.name]?.call ?? 'string' }, false))),
    'dispatch-inputs': () =>
      named(inputs.map((input) => entry(input, types[input.name]?.form ?? { type: 'string' }, true))),
    'own-inputs': () =>
      ownInputs(composite, chain)
        .map(({ name }) => `${name}: \${{ inputs.${name} }}\n`)
        .join(''),
    outputs: () => named(outputEntries(composite, chain)),
    'job-outputs': () => composite.outputs.map(({ name }) => `${name}: \${{ steps.chain.outputs.${name} }}\n`).join(''),
  };
}

/** The outputs of a matrix are those of its last job, which speaks for all of it. */
const ofMatrix: ChainOutput[] = [
  { name: 'outcome', description: '`finished` if every environment is finished, otherwise `failed`.' },
  { name: 'error', description: 'Error message of the first failure; empty on success.' },
  {
    name: 'results',
    description: 'JSON array with one entry per environment, `{environment, outcome, error, stages}`.',
  },
];
const isMatrix = ({ name }: Chain) => name === 'post-deployment';

/** The outputs of the workflow around a composite. */
export const workflowOutputs = ({ outputs }: Interface, chain: Chain): ChainOutput[] =>
  isMatrix(chain) ? ofMatrix : outputs;

function outputEntries(composite: Interface, chain: Chain): [string, unknown][] {
  const job = isMatrix(chain) ? 'summary' : chain.name;
  return workflowOutputs(composite, chain).map(({ name, description }) => [
    name,
    { description, value: `\${{ jobs.${job}.outputs.${name} }}` },
  ]);
}
