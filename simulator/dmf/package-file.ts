import { buffer } from 'node:stream/consumers';
import { SaxesParser } from 'saxes';
import { openPromise } from 'yauzl';

/** What a manifest says of an entity, as F&O reads it. */
export interface ManifestEntry {
  label: string;
  file: string;
  sourceFormat: string;
  /** The columns that its map takes. */
  fields: string[];
}

/** A package that was opened: its manifest, and the bytes of every file. */
export interface OpenedPackage {
  definitionGroup: string;
  hasHeader: boolean;
  entries: ManifestEntry[];
  files: ReadonlyMap<string, Buffer>;
}

/** @returns `undefined` for a file that is no package: no zip, or one without a manifest */
export async function openPackage(path: string): Promise<OpenedPackage | undefined> {
  const files = await filesOf(path);
  const manifest = files?.get('Manifest.xml');
  if (!files || !manifest) return undefined;
  const { definitionGroup, entries } = readManifest(decodeXml(manifest));
  return entries.length === 0
    ? undefined
    : { definitionGroup, entries, files, hasHeader: files.has('PackageHeader.xml') };
}

async function filesOf(path: string): Promise<Map<string, Buffer> | undefined> {
  const zip = await openPromise(path, { autoClose: false }).catch(() => undefined);
  if (!zip) return undefined;
  try {
    const files = new Map<string, Buffer>();
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('/'))
        files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
    }
    return files;
  } catch {
    return undefined;
  } finally {
    zip.close();
  }
}

/** XML is UTF-16 with a byte-order mark as F&O writes it, or UTF-8, which it takes as well. */
const decodeXml = (bytes: Buffer): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);

function readManifest(xml: string): { definitionGroup: string; entries: ManifestEntry[] } {
  const entries: ManifestEntry[] = [];
  const path: string[] = [];
  let definitionGroup = '';
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
    if (name === 'DataManagementPackageEntityData') entries.push({ label: '', file: '', sourceFormat: '', fields: [] });
  });
  parser.on('text', (part) => (text += part));
  parser.on('closetag', ({ name }) => {
    path.pop();
    const entry = entries.at(-1);
    if (name === 'DefinitionGroupName') definitionGroup = text;
    if (name === 'XMLField') entry?.fields.push(text);
    if (entry && path.at(-1) === 'DataManagementPackageEntityData') {
      if (name === 'EntityName') entry.label = text;
      if (name === 'InputFilePath') entry.file = text;
      if (name === 'SourceFormat') entry.sourceFormat = text;
    }
  });
  try {
    parser.write(xml).close();
  } catch {
    return { definitionGroup: '', entries: [] };
  }
  return { definitionGroup, entries };
}
