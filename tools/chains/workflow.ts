import { stringify } from 'yaml';
import { signInInputs } from '../../src/entra/sign-in.ts';
import type { Chain } from './chains.ts';
import type { ChainInput, ChainOutput, Interface } from './composite.ts';

/**
 * How people fill in an input; what is not here is a line of text. No input is a `boolean` or a `number`: GitHub hands
 * over `false` and `0` where nobody gave one, and then nothing tells that from a value that was given.
 */
const forms: Record<string, Record<string, unknown>> = {
  environment: { type: 'environment' },
  start: { type: 'choice', options: ['true', 'false', 'if-failed'] },
  overwrite: { type: 'choice', options: ['true', 'false'] },
  'fail-on-drift': { type: 'choice', options: ['true', 'false'] },
  'hide-values': { type: 'choice', options: ['false', 'true'] },
  'requeue-limit': { type: 'choice', options: ['0', '1', '2', '3', '4', '5'] },
};

const inputOf = (name: string, description: string): ChainInput => ({
  name,
  description,
  required: false,
  default: undefined,
});

const environment = inputOf('environment', 'GitHub environment whose variables, secrets and protection rules apply.');

/** What every workflow has behind the inputs of its chain; each falls back to a variable. */
const identity: ChainInput[] = [
  inputOf('environment-url', 'URL of the F&O environment. Defaults to the variable `D365FO_ENVIRONMENT_URL`.'),
  inputOf('tenant-id', 'Entra ID tenant. Defaults to the variable `D365FO_TENANT_ID`.'),
  inputOf('client-id', 'Application (client) ID. Defaults to the variable `D365FO_CLIENT_ID`.'),
];

const auth = inputOf(
  'auth',
  'How to sign in. Defaults to the variable `D365FO_AUTH`, or `auto`, which uses the credential that the environment holds, or OIDC if it holds none.',
);

const runsOn: ChainInput = {
  ...inputOf('runs-on', 'Runner: a label, or JSON (an array of labels, or an object with a group).'),
  default: 'ubuntu-latest',
};

/** Inputs of a composite that a workflow asks for under its own words, or takes from secrets and variables. */
const credentials = new Set<string>([...identity.map(({ name }) => name), ...signInInputs]);

/** The inputs of the composite that are the chain's own and that its workflow asks for. */
export function ownInputs({ inputs }: Interface, { notAsked }: Chain): ChainInput[] {
  return inputs.filter(({ name }) => !credentials.has(name) && !notAsked.includes(name));
}

/** All inputs of a chain's workflow. */
export function workflowInputs(composite: Interface, chain: Chain): ChainInput[] {
  const added = Object.entries(chain.added ?? {}).map(([name, input]) => ({
    ...inputOf(name, input.description),
    default: input.default,
  }));
  return [environment, ...added, ...ownInputs(composite, chain), ...identity, auth, runsOn];
}

/** The parts of a chain's workflow that follow from its composite action. */
export function workflowBlocks(composite: Interface, chain: Chain): Record<string, () => string> {
  const inputs = workflowInputs(composite, chain);
  const named = (entries: [string, unknown][]) =>
    stringify(Object.fromEntries(entries), { lineWidth: 0, singleQuote: true });
  return {
    'run-name': () => stringify({ 'run-name': runName(chain) }, { lineWidth: 0 }),
    'call-inputs': () => named(inputs.map(callInput)),
    'dispatch-inputs': () =>
      named(chain.form.flatMap((name) => inputs.filter((input) => input.name === name)).map(formInput)),
    'own-inputs': () => ownInputs(composite, chain).map(passedOn).join(''),
    outputs: () => named(outputEntries(composite, chain)),
    'job-outputs': () => composite.outputs.map(({ name }) => `${name}: ${jobOutput(name, chain)}\n`).join(''),
  };
}

/** What the list of runs shows of one that was started by hand or by an event. Nothing secret is among these inputs. */
function runName({ title, named = [], event }: Chain): string {
  const environment = `inputs.environment${event ? ' || github.event.client_payload.environment' : ''}`;
  const parts = [environment, ...(named.length > 0 ? [named.map((name) => `inputs.${name}`).join(' || ')] : [])];
  return title + parts.map((part) => `\${{ (${part}) && format(' · {0}', ${part}) || '' }}`).join('');
}

/** An input has no default here: it would beat what an event or a variable says. The default is in what is passed on. */
function callInput({ name, description, required, default: value }: ChainInput): [string, unknown] {
  const shown = value ? `${description} Defaults to \`${value}\`.` : description;
  return [name, { description: shown, type: 'string', ...(required && { required }) }];
}

function formInput({ name, description, required, default: value }: ChainInput): [string, unknown] {
  const form = forms[name] ?? { type: 'string' };
  return [name, { description, ...form, ...(required && { required }), ...(value && { default: value }) }];
}

const passedOn = ({ name, default: value }: ChainInput) =>
  `${name}: \${{ inputs.${name}${value ? ` || '${value.replaceAll("'", "''")}'` : ''} }}\n`;

/** Where an earlier step of the job failed, the chain was skipped and has no outputs. */
function jobOutput(name: string, chain: Chain): string {
  const output = `steps.chain.outputs.${name}`;
  const earlier = chain.name === 'run-batch-job' ? ['event', 'check'] : ['check'];
  if (name === 'error') {
    const errors = [...earlier.map((step) => `steps.${step}.outputs.error`), output];
    const other = `(job.status != 'success' && 'The job ended before the chain did, or in a step after it. The log says why.') || ''`;
    return `\${{ ${[...errors, other].join(' || ')} }}`;
  }
  return name === 'outcome' ? `\${{ ${output} || 'failed' }}` : `\${{ ${output} }}`;
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
