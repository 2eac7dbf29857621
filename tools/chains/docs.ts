import { table, withSection } from '../generated-tables.ts';
import { chains } from './chains.ts';
import { type ChainInput, type ChainOutput, interfaceOf } from './composite.ts';
import { workflowInputs, workflowOutputs } from './workflow.ts';

/**
 * Puts the tables of each chain between their markers, `<!-- chain: NAME -->` … `<!-- /chain -->`.
 *
 * @param actionOf the composite action of a chain, as YAML
 * @throws Error where the markers of a chain are missing
 */
export function withChainTables(markdown: string, actionOf: (chain: string) => string): string {
  return chains.reduce((text, chain) => {
    const composite = interfaceOf(actionOf(chain.name));
    const asked = workflowInputs(composite, chain);
    const inputs = [
      ...asked.map((input) =>
        row(input, composite.inputs.some(({ name }) => name === input.name) ? 'both' : 'workflow'),
      ),
      ...composite.inputs
        .filter(({ name }) => !asked.some((each) => each.name === name))
        .map((input) => row(input, 'step')),
    ];
    const outputs = outputTable(composite.outputs, workflowOutputs(composite, chain));
    const tables = `${table(['input', 'only for', 'default', 'meaning'], inputs)}\n\n${outputs}`;
    return withSection(text, `chain: ${chain.name}`, '/chain', tables);
  }, markdown);
}

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
