import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * The elements of a data package in which F&O writes the name and the description of the project that it was exported
 * with. data-package writes each in one line.
 */
const PLACES = { 'Manifest.xml': ['DefinitionGroupName', 'Description'], 'PackageHeader.xml': ['Description'] };

const elementOf = (name) => new RegExp(`(<${name}>)([^<]*)(</${name}>)`);

/** @returns what these elements hold in a folder, by file and element, as XML has it */
export function namesIn(folder) {
  const found = {};
  for (const [file, elements] of Object.entries(PLACES)) {
    const text = textOf(join(folder, file));
    for (const element of elements) {
      const [, , value] = elementOf(element).exec(text) ?? [];
      if (value !== undefined) found[`${file} ${element}`] = value;
    }
  }
  return found;
}

/**
 * Replaces a name wherever an export wrote it into these elements: by what was there before, else by that of the folder.
 *
 * @param names what `namesIn` returned before
 */
export function keepNames(folder, project, names) {
  const own = basename(folder).replace(/[&<>]/g, ' ');
  for (const [file, elements] of Object.entries(PLACES)) {
    const path = join(folder, file);
    const text = textOf(path);
    const kept = elements.reduce(
      (xml, element) =>
        xml.replace(elementOf(element), (whole, start, value, end) =>
          value.includes(project) ? `${start}${names[`${file} ${element}`] ?? own}${end}` : whole,
        ),
      text,
    );
    if (kept !== text) writeFileSync(path, kept);
  }
}

/** The text of a file, also in UTF-16 as F&O writes it; `''` if there is none. */
function textOf(path) {
  if (!existsSync(path)) return '';
  const bytes = readFileSync(path);
  return bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8');
}
