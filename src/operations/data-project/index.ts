import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../errors.ts';
import { deleteProject, isSameName, projectsNamed, type ProjectEntity } from '../../fno/data-management/projects.ts';
import { quoted } from '../../inputs.ts';
import { operation, requireEnvironment, type Tools } from '../operation.ts';
import { create } from './create.ts';
import { parseEntities } from './entities.ts';
import { namedAt } from './rules.ts';

type Args = { mode: 'create'; project: string; entities: ProjectEntity[] } | { mode: 'delete'; project: string };

/**
 * Makes a data project for one export, or deletes it. It is for the chains, which use it by an action of their own
 * (workflows-templates/data-project), and no operation that action.yml names.
 */
export const dataProject = operation({
  inputs: ['mode', 'project', 'entities'],
  outputs: ['entity-count'],
  requestTimeoutSeconds: 300,
  async parse(inputs, context): Promise<Args | undefined> {
    requireEnvironment(inputs, context);
    const mode = inputs.choice('mode', ['create', 'delete']);
    if (inputs.text('mode') === undefined) inputs.problem('`mode` is missing: give `create` or `delete`.');
    const project = inputs.text('project') ?? '';
    if (!namedAt(project))
      inputs.problem(`\`project\` is ${quoted(project)}, which is not a name that a chain gives to a data project.`);
    switch (mode) {
      case 'create':
        return { mode, project, entities: await parseEntities(inputs, context.workspace) };
      case 'delete':
        if (inputs.isGiven('entities')) inputs.problem('`entities` is not read in mode `delete`: remove it.');
        return { mode, project };
      case undefined:
        return undefined;
    }
  },
  async run(args, tools, verdicts) {
    if (args.mode === 'create') {
      const refused = await create(args.project, args.entities, tools);
      const outputs = { 'entity-count': String(args.entities.length) };
      return refused === undefined ? verdicts.ok(outputs) : verdicts.failed(refused, {});
    }
    await remove(args.project, tools);
    return verdicts.ok({});
  },
});

/** Deletes a project. That it stays is a warning, since the export is not the worse for it. */
async function remove(project: string, { fno, clock, log, signal, tempFolder }: Tools): Promise<void> {
  const reader = { fno, clock, signal, attempts: 'retry' } as const;
  const left = (reason: string) => {
    log.warning(
      `The temporary data project ${project} could not be deleted. A later export deletes it after 24 hours. ${reason}`,
    );
  };
  try {
    const { projects } = await projectsNamed(reader, project);
    const row = projects.find(({ name }) => isSameName(name, project));
    const reason = row ? await deleteProject(reader, row) : '';
    if (reason) {
      left(reason);
      return;
    }
    // workflows-templates/data-project/post.mjs looks for it.
    await writeFile(join(tempFolder, `d365fo-deleted-${project}`), '');
    log.info(row ? `Deleted the data project ${project}.` : `There is no data project ${project} to delete.`);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || signal.aborted) throw thrown;
    left(thrown.message);
  }
}
