import { mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { searchFor } from './company-codes.ts';
import { FOLDER_FORM, readCsv } from './csv.ts';
import { decoded } from './encoding.ts';
import { readFolder, type FolderEntity } from './folder.ts';
import { fileNameOf, folded } from './names.ts';
import { orRefuse, type Notes } from './refused.ts';
import type { Table } from './table.ts';
import { unpack } from './unpack.ts';
import type { Budget } from './zip-read.ts';

/** One side of a comparison: a folder, or a zip that was unpacked into one. */
export interface Side {
  /** By the name of the file that F&O gives an entity, which is there without a manifest as well. */
  entities: Map<string, FolderEntity>;
  open: (entity: FolderEntity) => Promise<Table>;
}

/**
 * @param path of a folder or a zip
 * @param temporary a folder in which a zip may be unpacked
 * @throws Failure with what is wrong with it
 */
export async function openSide(path: string, temporary: string, budget: Budget, notes: Notes): Promise<Side> {
  let folder = path;
  if (!(await stat(path)).isDirectory()) {
    folder = join(temporary, crypto.randomUUID());
    await mkdir(folder);
    const quiet = { info: notes.info, notice: notes.info, warning: notes.warning };
    await unpack(path, folder, { sort: 'none', removeStale: false, search: searchFor([]), budget }, quiet);
  }
  const { entities } = await orRefuse(`\`${basename(path)}\` cannot be compared`, (problem) =>
    readFolder(folder, problem),
  );
  const kept = entities.filter(({ isTable }) => !isTable);
  if (kept.length > 0)
    notes.warning(`Not compared, because they are no tables: ${kept.map(({ file }) => `\`${file}\``).join(', ')}.`);
  return {
    entities: new Map(
      entities.filter(({ isTable }) => isTable).map((entity) => [folded(fileNameOf(entity.label)), entity]),
    ),
    open({ file }) {
      const name = `${basename(path)}/${file}`;
      return readCsv(decoded(join(folder, file), 'utf-8', name), FOLDER_FORM, name);
    },
  };
}
