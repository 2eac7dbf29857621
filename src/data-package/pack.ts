import { rename } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { messageOf } from '../errors.ts';
import { quoted } from '../inputs.ts';
import { withoutInvisible } from '../invisible.ts';
import { nearestName } from '../near-names.ts';
import { columnRules } from './columns.ts';
import type { CodeSearch } from './company-codes.ts';
import { FOLDER_FORM, readCsv } from './csv.ts';
import { decoded } from './encoding.ts';
import { readFolder, type Folder, type FolderEntity } from './folder.ts';
import { becomeCsv, CSV_UNICODE, HEADER, MANIFEST, newHeader, newManifest, withEntities } from './manifest.ts';
import { someNames, stem } from './names.ts';
import { Refused, type Notes } from './refused.ts';
import type { Row, Table } from './table.ts';
import { temporaryFolder } from './temporary.ts';
import { writeCsv } from './write-csv.ts';
import { xmlText, type XmlElement } from './xml.ts';
import { MOST_ENTRIES } from './zip-read.ts';
import { writeZip, type ZipPart } from './zip-write.ts';

export interface Counts {
  entities: number;
  rows: number;
}

/** The name of the data project of a folder without a manifest: no name of a place, so that its bytes are the same anywhere. */
const NAME = 'Data package';

/**
 * Packs a folder into a zip that F&O imports. The same folder gives the same bytes.
 *
 * @param file the zip, which appears when it is whole
 * @throws Refused with everything that is wrong with the folder
 */
export async function pack(path: string, file: string, search: CodeSearch, notes: Notes): Promise<Counts> {
  const problems: string[] = [];
  const problem = (message: string) => problems.push(message);
  const folder = await readFolder(path, problem);
  if (folder.entities.length === 0 && problems.length === 0)
    problem('It has no table: put a CSV file for each entity there.');
  if (folder.entities.length + folder.others.length + 2 > MOST_ENTRIES)
    problem(`It has more than ${MOST_ENTRIES} files, which is more than a package can have.`);
  using temporary = temporaryFolder(file);
  const packed: { entity: FolderEntity; header: Row | undefined; part: ZipPart }[] = [];
  let rows = 0;
  for (const entity of folder.entities) {
    const source = join(path, entity.file);
    // Names are the same in any case to Windows; in the package they are as the manifest has them.
    const name = stem(entity.manifest?.file ?? entity.file) + (entity.isTable ? '.csv' : extname(entity.file));
    if (!entity.isTable) {
      if (entity.manifest?.sourceFormat === CSV_UNICODE)
        problem(`\`${entity.file}\` is not CSV, as \`${MANIFEST}\` says it is: save it as CSV in UTF-8.`);
      packed.push({ entity, header: undefined, part: { name, content: source } });
      continue;
    }
    const target = join(temporary.path, entity.file);
    try {
      const table = await readCsv(decoded(source, 'utf-8'), FOLDER_FORM, entity.file);
      checkColumns(entity, table, problem, notes);
      rows += await writeCsv(search.watch(entity.label, table), target, 'package', entity.file);
      packed.push({ entity, header: table.header, part: { name, content: target } });
    } catch (thrown) {
      problem(messageOf(thrown));
    }
  }
  if (problems.length > 0) throw new Refused(`\`${path}\` cannot be packed`, problems);
  say(folder, notes);
  search.tell(notes);
  const manifest = folder.manifest
    ? sentManifest(folder.manifest, packed, notes)
    : newManifest(NAME, packed.map(newEntity));
  const parts: ZipPart[] = [
    { name: HEADER, content: utf16(folder.header ?? newHeader(NAME)) },
    { name: MANIFEST, content: utf16(manifest) },
    ...packed.map(({ part }) => part),
    ...folder.others.map((name) => ({ name, content: join(path, ...name.split('/')) })),
  ];
  const whole = join(temporary.path, '.zip');
  await writeZip(whole, parts);
  await rename(whole, file);
  return { entities: packed.length, rows };
}

/** F&O imports what is mapped: a mapped field without a column would be lost, a column without a field is not imported. */
function checkColumns(entity: FolderEntity, { header }: Table, problem: (message: string) => void, notes: Notes): void {
  const strange = header.find((name) => name.trim() !== name || withoutInvisible(name) !== name || name.includes('\t'));
  if (strange !== undefined) {
    problem(
      `\`${entity.file}\`, line 1: the name of the column ${quoted(strange)} has a blank or an invisible character too many: remove it.`,
    );
    return;
  }
  columnRules(header, entity.settings, problem);
  if (!entity.manifest) return;
  const { fields } = entity.manifest;
  if (fields.length === 0) {
    problem(
      `\`${MANIFEST}\` has no field map for the entity \`${entity.label}\`: F&O would import no rows. Export the package again.`,
    );
  }
  for (const field of fields.filter((each) => !header.includes(each))) {
    const near = nearestName(
      field,
      header.filter((column) => !fields.includes(column)),
    );
    problem(
      `\`${entity.file}\` lacks the column \`${field}\` that \`${MANIFEST}\` maps${near ? `: did you mean it by \`${near}\`?` : '.'}`,
    );
  }
  const unmapped = header.filter((column) => !fields.includes(column));
  if (unmapped.length > 0 && fields.length > 0) {
    notes.notice(
      `\`${MANIFEST}\` does not map ${someNames(unmapped)} of \`${entity.file}\`: kept, but F&O will not import it.`,
    );
  }
}

function say({ withoutFile, others, leftOut }: Folder, notes: Notes): void {
  if (withoutFile.length > 0)
    notes.notice(
      `${withoutFile.length} of the entities have no file and are left out: ${someNames(withoutFile.map(({ label }) => label))}.`,
    );
  if (others.length > 0) notes.info(`Packed as they are: ${someNames(others)}.`);
  if (leftOut.length > 0) notes.info(`Not part of the package: ${someNames(leftOut)}.`);
}

function sentManifest(
  manifest: XmlElement,
  packed: readonly { entity: FolderEntity; header: Row | undefined }[],
  notes: Notes,
): XmlElement {
  const changed = packed.filter(({ entity, header }) => header && entity.manifest?.sourceFormat !== CSV_UNICODE);
  for (const { entity, header } of packed) if (header && entity.manifest) becomeCsv(entity.manifest);
  if (changed.length > 0)
    notes.info(`Packed as ${CSV_UNICODE}: ${someNames(changed.map(({ entity }) => entity.label))}.`);
  const labels = new Set(packed.map(({ entity }) => entity.label));
  return withEntities(manifest, (label) => labels.has(label));
}

function newEntity(
  { entity, header, part }: { entity: FolderEntity; header: Row | undefined; part: ZipPart },
  at: number,
) {
  const { settings, label } = entity;
  return {
    label,
    file: part.name,
    executionUnit: settings?.executionUnit ?? 1,
    level: settings?.level ?? 1,
    sequence: settings?.sequence ?? at + 1,
    fields: header ?? [],
  };
}

/** XML as F&O writes it: UTF-16 LE with a byte-order mark. */
const utf16 = (root: XmlElement): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(`\ufeff${xmlText(root, 'compact')}`, 'utf16le'));
