import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { runAction, type Run } from '../harness.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder for the files of a test. */
export function newWorkspace(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'd365fo-package-')));
  made.push(folder);
  return folder;
}

/** Runs the built action `data-package` in a workspace. */
export const runPackage = (workspace: string, inputs: Record<string, string>): Promise<Run> =>
  runAction(undefined, { action: 'data-package', inputs, workspace });

/** Writes files below a folder, by their names. */
export function writeFiles(folder: string, files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** Every file below a folder, by its name. */
export function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const read = entries.map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')] as const;
  });
  return Object.fromEntries(read.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const SCHEMA = 'http://schemas.microsoft.com/dynamics/2015/01/DataManagement';

/** A manifest as F&O writes it, shortened: entities with file, format and map. */
export function manifestOf(
  entities: { label: string; file: string; format?: string; fields: string[]; sheet?: string }[],
): Buffer {
  const listed = entities.map(({ label, file, format = 'CSV-Unicode', fields, sheet }) =>
    [
      '<DataManagementPackageEntityData><Disable>false</Disable><EntityMapList>',
      ...fields.map(
        (field) =>
          `<EntityMap><ArrayIndex>0</ArrayIndex><EntityField>${field}</EntityField><XMLField>${field}</XMLField></EntityMap>`,
      ),
      `</EntityMapList><EntityName>${label}</EntityName>`,
      sheet === undefined ? '' : `<ExcelSheetName>${sheet}$</ExcelSheetName>`,
      `<ExecutionUnit>1</ExecutionUnit><InputFilePath>${file}</InputFilePath><LevelInExecutionUnit>1</LevelInExecutionUnit>`,
      `<QueryData>4a01\n2f27</QueryData><SampleFilePath>{2608F674}</SampleFilePath><SequenceInLevel>1</SequenceInLevel>`,
      `<SourceFormat>${format}</SourceFormat></DataManagementPackageEntityData>`,
    ].join(''),
  );
  return utf16(
    `<DataManagementPackageManifest xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns="${SCHEMA}"><DefinitionGroupName>Golden</DefinitionGroupName><PackageEntityList>${listed.join('')}</PackageEntityList></DataManagementPackageManifest>`,
  );
}

/** Text as F&O writes it. */
export const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
