import { createWriteStream } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../errors.ts';
import { readText } from './encoding.ts';
import { entitiesOf, MANIFEST, requireManifest } from './manifest.ts';
import { folded, isLitter } from './names.ts';
import { parseXml } from './xml.ts';
import { budgetOf, openZip } from './zip-read.ts';

/** The manifest is read whole, and nothing else. */
const MOST_MANIFEST_MB = 64;

/**
 * Lists what a package is about without unpacking it, for the steps of chains, which import it from `dist/`.
 *
 * @param file the zip
 * @param folder an empty one, in which the manifest is left
 * @returns each entity of its manifest by label, and whether the package has its file
 * @throws Failure if it is no package
 */
export async function listEntities(file: string, folder: string): Promise<{ label: string; hasFile: boolean }[]> {
  const budget = { ...budgetOf(MOST_MANIFEST_MB), leftBytes: Infinity };
  const zip = await openZip(file, basename(file), budget);
  try {
    requireManifest(zip.names, basename(file));
    budget.leftBytes = budgetOf(MOST_MANIFEST_MB).leftBytes;
    const manifest = join(folder, MANIFEST);
    await pipeline(await zip.read(MANIFEST), createWriteStream(manifest));
    const files = new Set(zip.names.map(folded));
    return entitiesOf(parseXml(await readText(manifest), MANIFEST)).map((entity) => ({
      label: entity.label,
      hasFile: files.has(folded(entity.file)),
    }));
  } finally {
    zip.close();
  }
}

/**
 * Tells a zip that was made of the folder around a package, which F&O cannot import, apart from a package.
 *
 * @returns a message that begins with a verb; `''` for any other zip, also for one that cannot be read
 */
export async function wrappedFault(file: string): Promise<string> {
  try {
    const zip = await openZip(file, basename(file), budgetOf(MOST_MANIFEST_MB));
    zip.close();
    if (zip.names.includes(MANIFEST)) return '';
    const inside = zip.names.find((name) => !isLitter(name) && name.endsWith(`/${MANIFEST}`));
    return inside === undefined
      ? ''
      : `is not a data package: its \`${MANIFEST}\` is in \`${dirname(inside)}/\`. Zip what is in the folder, not the folder.`;
  } catch (thrown) {
    if (thrown instanceof Failure) return '';
    throw thrown;
  }
}
