import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';

export interface ManifestInput {
  name: string;
  description: string;
  /** `''` where action.yml has none. */
  default: string;
  /** The comment `# — …` above the input or one of its predecessors: which operations read it. */
  group: string;
}

export interface ManifestOutput {
  name: string;
  description: string;
}

export interface Manifest {
  inputs: ManifestInput[];
  outputs: ManifestOutput[];
}

export const root = resolve(import.meta.dirname, '..');

/**
 * Reads action.yml, in its own order.
 *
 * @throws Error on a missing description, an input before the first group, a default that is not a plain string
 */
export function readManifest(file = join(root, 'action.yml')): Manifest {
  const document = parseDocument(readFileSync(file, 'utf8'));
  if (document.errors[0]) throw document.errors[0];
  const inputs = section(document.get('inputs'), 'inputs');
  const outputs = section(document.get('outputs'), 'outputs');
  let group = heading(inputs.commentBefore);
  return {
    inputs: entries(inputs).map(({ name, comment, fields }) => {
      group = heading(comment) ?? group;
      if (group === undefined) throw new Error(`action.yml: input ${name} stands before the first group ("# — …")`);
      return { name, description: description(name, fields), default: text(fields.get('default') ?? '', name), group };
    }),
    outputs: entries(outputs).map(({ name, fields }) => ({ name, description: description(name, fields) })),
  };
}

/** @returns the script that an action runs, relative to its folder */
export function readMain(file: string): string {
  return text(parseDocument(readFileSync(file, 'utf8')).getIn(['runs', 'main']), 'runs.main');
}

function section(node: unknown, name: string): YAMLMap {
  if (!isMap(node)) throw new Error(`action.yml has no ${name}`);
  return node;
}

function entries(map: YAMLMap): { name: string; comment: string | null | undefined; fields: YAMLMap }[] {
  return map.items.map(({ key, value }) => {
    if (!isScalar(key)) throw new Error('action.yml: a name is not a plain string');
    const name = text(key.value, 'a name');
    if (!isMap(value)) throw new Error(`action.yml: ${name} has no description`);
    return { name, comment: key.commentBefore, fields: value };
  });
}

function description(name: string, fields: YAMLMap): string {
  const found = fields.get('description');
  if (found === undefined || found === null || found === '') throw new Error(`action.yml: ${name} has no description`);
  return text(found, name).trim();
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new Error(`action.yml: ${name} holds ${String(value)}: write it as a string`);
  if (value.includes('${{'))
    throw new Error(`action.yml: ${name} holds an expression, which only a runner can evaluate`);
  return value;
}

/** The last `— …` line of a comment. */
function heading(comment: string | null | undefined): string | undefined {
  return comment
    ?.split('\n')
    .map((line) => /^\s*—\s*(.+?)\s*$/.exec(line)?.[1])
    .findLast((found) => found !== undefined);
}
