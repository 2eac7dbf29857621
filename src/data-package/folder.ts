import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from './encoding.ts';
import { Failure, messageOf } from '../errors.ts';
import { didYouMean, nearestName } from '../near-names.ts';
import { entitiesOf, HEADER, MANIFEST, type ManifestEntity } from './manifest.ts';
import { nameFault } from '../file-names.ts';
import { fileNameOf, folded, isDataFile, isLitter, stem, twiceIn } from './names.ts';
import { PACKAGE_YML, parsePackageYml, type EntitySettings } from './package-yml.ts';
import { parseXml, textOf, type XmlElement } from './xml.ts';

/** An entity of a folder that has a file. */
export interface FolderEntity {
  label: string;
  /** The name of its file. */
  file: string;
  /** Whether the file is a table; anything else is kept as it is. */
  isTable: boolean;
  manifest: ManifestEntity | undefined;
  settings: EntitySettings | undefined;
}

/** A folder of a data package as text. */
export interface Folder {
  path: string;
  manifest: XmlElement | undefined;
  header: XmlElement | undefined;
  /** In the order of the manifest, else of `package.yml`, else of the alphabet. */
  entities: FolderEntity[];
  /** Entities that have no file. */
  withoutFile: Wanted[];
  /** Files that belong to no entity and are packed as they are, with `/` between folders. */
  others: string[];
  /** Files that are no part of the package. */
  leftOut: string[];
}

/** Prose, and what programs leave in folders. */
const isNoPart = (name: string) => /^[^/]*\.(?:md|markdown)$/i.test(name) || isLitter(name);

/**
 * Reads what a folder holds, and nothing of its tables.
 *
 * @param problem is told, one by one, what is wrong with it
 * @throws Failure if it is no folder, or its manifest cannot be read
 */
export async function readFolder(path: string, problem: (message: string) => void): Promise<Folder> {
  const names = await filesOf(path, problem);
  const root = names.filter((name) => !name.includes('/'));
  const manifest = root.includes(MANIFEST) ? parseXml(await readText(join(path, MANIFEST)), MANIFEST) : undefined;
  const header = root.includes(HEADER) ? parseXml(await readText(join(path, HEADER)), HEADER) : undefined;
  const settings = root.includes(PACKAGE_YML)
    ? parsePackageYml(await readText(join(path, PACKAGE_YML)), problem)
    : undefined;
  checkNames(names, problem);

  const own = [MANIFEST, HEADER, PACKAGE_YML];
  const misnamed = root.filter((name) => !own.includes(name) && nearlyOf(name, own));
  for (const name of misnamed)
    problem(`\`${name}\` is not read under this name: rename it to \`${nearlyOf(name, own) ?? ''}\`.`);
  const data = root.filter((name) => isDataFile(name) && ![...own, ...misnamed].includes(name) && !isNoPart(name));
  const wanted = manifest
    ? ofManifest(entitiesOf(manifest), settings ?? [], problem)
    : ofSettings(settings, data, problem);
  const shared = twiceIn(wanted.map(({ file }) => stem(file)));
  if (shared !== undefined && settings)
    problem(`\`${PACKAGE_YML}\` has two entities with the file \`${shared}.csv\`: give one of them another \`file\`.`);
  const entities: FolderEntity[] = [];
  const withoutFile: Wanted[] = [];
  const filesOfStem = Map.groupBy(data, (name) => folded(stem(name)));
  for (const entity of wanted) {
    const files = filesOfStem.get(folded(stem(entity.file))) ?? [];
    if (files.length > 1)
      problem(`The entity \`${entity.label}\` has two files: ${files.map((name) => `\`${name}\``).join(' and ')}.`);
    const [file] = files;
    if (file) entities.push({ ...entity, file, isTable: /\.csv$/i.test(file) });
    else withoutFile.push(entity);
  }
  const known = wanted.map(({ file }) => stem(file));
  const used = new Set(known.map(folded));
  for (const name of data.filter((each) => !used.has(folded(stem(each))))) {
    const near = nearestName(stem(name), known);
    problem(
      !manifest && !settings
        ? `\`${name}\` is not CSV: save it as CSV in UTF-8, or remove it.`
        : `\`${name}\` belongs to no entity of \`${manifest ? MANIFEST : PACKAGE_YML}\`: ${near ? `did you mean \`${near}.csv\`?` : 'add the entity, or remove the file.'}`,
    );
  }
  const rest = names.filter((name) => !own.includes(name) && !data.includes(name));
  return {
    path,
    manifest,
    header,
    entities,
    withoutFile,
    others: rest.filter((name) => !isNoPart(name)),
    leftOut: rest.filter(isNoPart),
  };
}

/** The name that was meant by one in another case, or by `package.yaml`. */
const nearlyOf = (name: string, own: readonly string[]): string | undefined =>
  own.find((each) => folded(each) === folded(name).replace(/\.yaml$/, '.yml'));

/** Every file in it; names that begin with a period are those of git and editors. */
async function filesOf(path: string, problem: (message: string) => void): Promise<string[]> {
  const found = await readdir(path, { recursive: true, withFileTypes: true }).catch((thrown: unknown) => {
    throw new Failure(`The folder \`${path}\` cannot be read: ${messageOf(thrown)}.`, { cause: thrown });
  });
  const files: string[] = [];
  for (const entry of found) {
    const parent = entry.parentPath.slice(path.length).replaceAll('\\', '/').replace(/^\//, '');
    const name = parent === '' ? entry.name : `${parent}/${entry.name}`;
    if (name.split('/').some((part) => part.startsWith('.')) || entry.isDirectory()) continue;
    if (entry.isFile()) files.push(name);
    else problem(`\`${name}\` is a link or another special file: put the file itself there.`);
  }
  return files.sort();
}

function checkNames(names: readonly string[], problem: (message: string) => void): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const fault = name.split('/').map(nameFault).find(Boolean);
    if (fault) problem(`The name of \`${name}\` ${fault}: Windows cannot have such a file.`);
    const twin = seen.get(folded(name));
    if (twin !== undefined) problem(`\`${twin}\` and \`${name}\` are one file to Windows: rename one of them.`);
    seen.set(folded(name), name);
  }
}

type Wanted = Omit<FolderEntity, 'isTable'>;

/** The manifest says which entities there are; `package.yml` adds to it and contradicts it nowhere. */
function ofManifest(
  entities: readonly ManifestEntity[],
  settings: readonly EntitySettings[],
  problem: (message: string) => void,
): Wanted[] {
  const labels = entities.map(({ label }) => label);
  for (const { label } of settings.filter((each) => !labels.includes(each.label))) {
    const near = nearestName(label, labels);
    problem(`\`${PACKAGE_YML}\`: \`${MANIFEST}\` has no entity \`${label}\`${didYouMean(near)}`);
  }
  return entities.map((manifest) => {
    const own = settings.find(({ label }) => label === manifest.label);
    const said = {
      'execution-unit': [own?.executionUnit, textOf(manifest.element, 'ExecutionUnit')],
      level: [own?.level, textOf(manifest.element, 'LevelInExecutionUnit')],
      sequence: [own?.sequence, textOf(manifest.element, 'SequenceInLevel')],
      file: [own?.file && stem(own.file), stem(manifest.file)],
    };
    for (const [name, [ours, theirs = '']] of Object.entries(said)) {
      if (ours === undefined || String(ours) === theirs) continue;
      problem(
        `\`${PACKAGE_YML}\`: \`${name}\` of the entity \`${manifest.label}\` is ${ours}, but \`${MANIFEST}\` has ${theirs}: remove it here.`,
      );
    }
    return { label: manifest.label, file: manifest.file, manifest, settings: own };
  });
}

function ofSettings(
  settings: readonly EntitySettings[] | undefined,
  data: readonly string[],
  problem: (message: string) => void,
): Wanted[] {
  if (settings === undefined) {
    return data
      .filter((name) => /\.csv$/i.test(name))
      .map((file) => ({ label: stem(file), file, manifest: undefined, settings: undefined }));
  }
  return settings.map((own) => {
    const file = own.file ?? `${fileNameOf(own.label)}.csv`;
    const fault = /\.csv$/i.test(file) ? nameFault(file) : 'does not end in .csv';
    if (fault) problem(`\`${PACKAGE_YML}\`: the file \`${file}\` of the entity \`${own.label}\` ${fault}.`);
    return { label: own.label, file, manifest: undefined, settings: own };
  });
}
