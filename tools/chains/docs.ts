import { table, withSection } from '../generated-tables.ts';
import { chains, type Chain } from './chains.ts';
import { type ChainInput, type ChainOutput, type Interface, interfaceOf } from './composite.ts';
import { workflowInputs, workflowOutputs } from './workflow.ts';

/**
 * Puts the inputs that all chains have between `<!-- chains -->` and `<!-- /chains -->`, and the tables of each chain
 * between `<!-- chain: NAME -->` and `<!-- /chain -->`.
 *
 * @param actionOf the composite action of a chain, as YAML
 * @throws Error where markers are missing
 */
export function withChainTables(markdown: string, actionOf: (chain: string) => string): string {
  const tables = chains.map((chain) => {
    const composite = interfaceOf(actionOf(chain.name));
    const inputs = inputRows(composite, chain).filter(([name]) => !shared.has(name));
    const outputs = outputTable(composite.outputs, workflowOutputs(composite, chain));
    const text = `<details>\n<summary>Inputs and outputs</summary>\n\n${inputTable(inputs)}\n\n${outputs}\n\n</details>`;
    return { name: chain.name, text };
  });
  const common = new Map(
    chains.flatMap((chain) => inputRows(interfaceOf(actionOf(chain.name)), chain)).filter(([name]) => shared.has(name)),
  );
  const start = withSection(markdown, 'chains', '/chains', inputTable([...common]));
  return tables.reduce((text, { name, text: table }) => withSection(text, `chain: ${name}`, '/chain', table), start);
}

/** Inputs that mean the same in every chain; they are explained once. */
const shared = new Set([
  'environment',
  'environment-url',
  'environment-name',
  'tenant-id',
  'client-id',
  'auth',
  'client-secret',
  'client-secret-encoding',
  'certificate',
  'certificate-password',
  'certificate-thumbprint',
  'refresh-token',
  'token',
  'authority-host',
  'scope',
  'runs-on',
  'job-timeout-minutes',
]);

/** A row for each input of a chain's workflow and of its composite action, by the name of the input. */
function inputRows(composite: Interface, chain: Chain): [name: string, cells: string[]][] {
  const asked = workflowInputs(composite, chain);
  const has = (inputs: readonly ChainInput[], { name }: ChainInput) => inputs.some((each) => each.name === name);
  const ofWorkflow = (input: ChainInput) => row(input, has(composite.inputs, input) ? 'both' : 'workflow');
  return [
    ...asked.map((input): [string, string[]] => [input.name, ofWorkflow(input)]),
    ...composite.inputs
      .filter((input) => !has(asked, input))
      .map((input): [string, string[]] => [input.name, row(input, 'step')]),
  ];
}

const inputTable = (rows: [name: string, cells: string[]][]) =>
  table(
    ['input', 'only for', 'default', 'meaning'],
    rows.map(([, cells]) => cells),
  );

/** Says who has an output where not every output is of both. */
function outputTable(ofStep: ChainOutput[], ofWorkflow: ChainOutput[]): string {
  const has = (outputs: ChainOutput[], { name }: ChainOutput) => outputs.some((each) => each.name === name);
  const own = ofWorkflow.filter((output) => !has(ofStep, output));
  const cells = ({ name, description }: ChainOutput, ...of: string[]) => [`\`${name}\``, ...of, description];
  if (own.length === 0) {
    return table(
      ['output', 'meaning'],
      ofStep.map((output) => cells(output)),
    );
  }
  return table(
    ['output', 'only for', 'meaning'],
    [
      ...ofStep.map((output) => cells(output, has(ofWorkflow, output) ? '' : 'step')),
      ...own.map((output) => cells(output, 'workflow')),
    ],
  );
}

/** Who has an input: a step that uses the composite action, the workflow, or both. */
function row({ name, required, default: value, description }: ChainInput, of: 'both' | 'step' | 'workflow'): string[] {
  const shown = value === undefined || value === '' ? (required ? 'required' : '–') : `\`${value}\``;
  return [`\`${name}\``, of === 'both' ? '' : of, shown, description];
}
