import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../errors.ts';
import { columnRules, isPreset } from './columns.ts';
import { FOLDER_FORM, readCsv } from './csv.ts';
import { decoded, readText } from './encoding.ts';
import { readFolder, type FolderEntity } from './folder.ts';
import { HEADER, MANIFEST } from './manifest.ts';
import { readSettings } from './package-yml.ts';
import { drain, type Row } from './table.ts';
import { parseXml } from './xml.ts';

/** What an export does with a folder: it exports the entities of the folder, is compared with it, or updates it. */
export type FolderUse = 'exported' | 'compared' | 'updated';

/**
 * Says what is wrong with a folder before the export, for the steps of chains, which import it from `dist/`.
 *
 * @returns a message for each problem, as far as it can be known without the package
 */
export async function folderProblems(path: string, use: FolderUse): Promise<string[]> {
  const problems: string[] = [];
  const problem = (message: string) => problems.push(message);
  await toldOf(problem, async () => {
    if (use === 'updated') {
      await readSettings(path, problem);
      for (const name of [MANIFEST, HEADER].filter((each) => existsSync(join(path, each))))
        parseXml(await readText(join(path, name)), name);
      return;
    }
    const { entities, withoutFile } = await readFolder(path, problem);
    if (entities.length === 0 && !withoutFile.some(({ settings }) => settings)) problem('It has no entity.');
    if (use === 'exported') return;
    for (const entity of entities.filter(({ isTable }) => isTable))
      await toldOf(problem, () => checkTable(join(path, entity.file), entity, problem));
  });
  return problems;
}

async function toldOf(problem: (message: string) => void, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    problem(thrown.message);
  }
}

/** A column that the file lacks may be one that only the package has, unless it is a key, without which no row is found. */
async function checkTable(path: string, entity: FolderEntity, problem: (message: string) => void): Promise<void> {
  const { file, manifest, settings } = entity;
  const { header, rows } = await readCsv(decoded(path, 'utf-8'), FOLDER_FORM, file);
  const fields: Row = manifest?.fields ?? [];
  if (fields.length > 0 && !fields.some((field) => header.includes(field)))
    problem(`The first line of \`${file}\` has none of the columns that \`${MANIFEST}\` maps: put its header there.`);
  const ignoreColumns = settings?.ignoreColumns.filter((name) => isPreset(name) || header.includes(name)) ?? [];
  columnRules(header, settings && { ...settings, types: new Map(), ignoreColumns }, problem);
  await drain(rows);
}
