import { resolve } from 'node:path';
import { readFolder } from '../../data-package/folder.ts';
import { textOf } from '../../data-package/xml.ts';
import { Failure } from '../../errors.ts';
import type { ProjectEntity } from '../../fno/data-management/projects.ts';
import { quoted, textsIn, type Inputs } from '../../inputs.ts';
import { didYouMean, nearestName } from '../../near-names.ts';

/**
 * Reads `entities`: labels, one per line or as a JSON array, or `@FOLDER` for those of a folder, in its order.
 *
 * @param workspace relative folders are meant from here
 */
export async function parseEntities(
  inputs: Pick<Inputs<'entities'>, 'lines' | 'problem'>,
  workspace: string,
): Promise<ProjectEntity[]> {
  const lines = linesOf(inputs);
  const given = lines.find((line) => line.startsWith('@'));
  if (given !== undefined && lines.length > 1) {
    inputs.problem(`\`entities\` has ${quoted(given)} together with other lines: give one folder, or labels.`);
    return [];
  }
  const entities =
    given === undefined ? lines.map(inOrder) : await ofFolder(inputs, resolve(workspace, given.slice(1).trim()));
  if (lines.length === 0)
    inputs.problem('`entities` is missing: give the labels of data entities, one per line, or `@` and a folder.');
  const seen = new Set<string>();
  for (const { label } of entities) {
    if (seen.has(label.toLowerCase())) inputs.problem(`\`entities\` has ${quoted(label)} twice.`);
    seen.add(label.toLowerCase());
  }
  return entities;
}

/** A form has a single line: there, a JSON array of labels does. */
function linesOf({ lines }: Pick<Inputs<'entities'>, 'lines'>): string[] {
  const given = lines('entities');
  // What is no array is a label, which F&O will not know.
  return (textsIn(given.join('\n')) ?? given).map((label) => label.trim()).filter(Boolean);
}

/** Labels alone are exported side by side, in their order. */
const inOrder = (label: string, index: number): ProjectEntity => ({
  label,
  executionUnit: 1,
  level: 1,
  sequence: index + 1,
});

/**
 * The entities of a folder that have a file, or that `package.yml` names, so that a first export can fill them. Unit,
 * level and sequence stay as the folder has them.
 */
async function ofFolder({ problem }: Pick<Inputs, 'problem'>, path: string): Promise<ProjectEntity[]> {
  try {
    const { entities, withoutFile } = await readFolder(path, problem);
    const wanted = [...entities, ...withoutFile.filter(({ settings }) => settings !== undefined)];
    if (wanted.length === 0) problem(`\`entities\` names the folder ${quoted(path)}, which has no entity.`);
    return wanted.map(({ label, manifest, settings }, index) => {
      const number = (ours: number | undefined, name: string, otherwise: number) =>
        ours ?? (Number(textOf(manifest?.element, name)) || otherwise);
      return {
        label,
        executionUnit: number(settings?.executionUnit, 'ExecutionUnit', 1),
        level: number(settings?.level, 'LevelInExecutionUnit', 1),
        sequence: number(settings?.sequence, 'SequenceInLevel', index + 1),
      };
    });
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    problem(thrown.message);
    return [];
  }
}

/** What is said of labels that the environment does not have, each once. */
export function unknownEntities(entities: readonly ProjectEntity[], known: readonly string[]): string[] {
  const labels = new Set(known);
  return entities
    .filter(({ label }) => !labels.has(label))
    .map(({ label }) => `F&O has no data entity ${quoted(label)}${didYouMean(nearestName(label, known))}`);
}
