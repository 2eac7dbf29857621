import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { xmlText } from '../files.mjs';

/**
 * The elements of a data package in which F&O writes the name and the description of the project that it was exported
 * with. data-package writes each in one line.
 */
const PROJECT = /(<DefinitionGroupName>)([^<]*)(<\/DefinitionGroupName>)/;
const DESCRIPTION = /(<Description>)([^<]*)(<\/Description>)/;
const PLACES = {
  'Manifest.xml': { project: PROJECT, description: DESCRIPTION },
  'PackageHeader.xml': { description: DESCRIPTION },
};

/** @returns what these elements hold in a folder, by file and element, as XML has it */
export function namesIn(folder) {
  const found = {};
  for (const [file, elements] of Object.entries(PLACES)) {
    const text = textOf(join(folder, file));
    for (const [element, pattern] of Object.entries(elements)) {
      const [, , value] = pattern.exec(text) ?? [];
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
    const kept = Object.entries(elements).reduce(
      (xml, [element, pattern]) =>
        xml.replace(pattern, (whole, start, value, end) =>
          value.includes(project) ? `${start}${names[`${file} ${element}`] ?? own}${end}` : whole,
        ),
      text,
    );
    if (kept !== text) writeFileSync(path, kept);
  }
}

/** The text of a file; `''` if there is none. */
const textOf = (path) => (existsSync(path) ? xmlText(readFileSync(path)) : '');
