import { parse } from 'yaml';

export interface ChainInput {
  name: string;
  description: string;
  required: boolean;
  /** `undefined` where there is none. */
  default: string | undefined;
}

export interface ChainOutput {
  name: string;
  description: string;
}

/** Inputs and outputs of a composite action, in its order. */
export interface Interface {
  inputs: ChainInput[];
  outputs: ChainOutput[];
}

interface ActionFile {
  inputs?: Record<string, { description: string; required?: boolean; default?: string }>;
  outputs?: Record<string, { description: string }>;
}

/** @throws Error on an input or output without a description */
export function interfaceOf(yaml: string): Interface {
  const { inputs = {}, outputs = {} } = parse(yaml) as ActionFile;
  for (const [name, { description }] of [...Object.entries(inputs), ...Object.entries(outputs)]) {
    if (!description) throw new Error(`${name} has no description`);
  }
  return {
    inputs: Object.entries(inputs).map(([name, input]) => ({
      name,
      description: input.description,
      required: input.required ?? false,
      default: input.default,
    })),
    outputs: Object.entries(outputs).map(([name, { description }]) => ({ name, description })),
  };
}
