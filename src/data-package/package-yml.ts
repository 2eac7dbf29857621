import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { messageOf } from '../errors.ts';
import { nearestName } from '../near-names.ts';
import { readText } from './encoding.ts';
import { twiceIn } from './names.ts';
import { valueTypes, type ValueType } from './values.ts';

export const PACKAGE_YML = 'package.yml';

/** What `package.yml` says of an entity; the last three serve sorting and comparing. */
export interface EntitySettings {
  label: string;
  file: string | undefined;
  executionUnit: number | undefined;
  level: number | undefined;
  sequence: number | undefined;
  keys: string[];
  types: Map<string, ValueType>;
  /** Names of columns, and presets. */
  ignoreColumns: string[];
}

const NAMES = ['label', 'file', 'execution-unit', 'level', 'sequence', 'keys', 'types', 'ignore-columns'];

/** A node of YAML in which every scalar is the text that was written: `007` and `NO` are names. */
type Yaml = string | Yaml[] | Map<Yaml, Yaml> | null;

type Say = (what: string) => void;

/**
 * Reads `package.yml` of a folder.
 *
 * @param problem is told, one by one, what is wrong
 * @returns no entities where there is none
 * @throws Failure if it is not the file itself
 */
export async function readSettings(folder: string, problem: (message: string) => void): Promise<EntitySettings[]> {
  const file = join(folder, PACKAGE_YML);
  return existsSync(file) ? (parsePackageYml(await readText(file), problem) ?? []) : [];
}

/**
 * Reads the text of `package.yml`.
 *
 * @param problem is told, one by one, what is wrong
 * @returns its entities, in their order; of an entity with a problem what could be read; `undefined` if it has no list of them
 */
export function parsePackageYml(text: string, problem: (message: string) => void): EntitySettings[] | undefined {
  const say = (what: string) => {
    problem(`\`${PACKAGE_YML}\`: ${what}`);
  };
  const document = parsed(text, say);
  if (document === undefined) return undefined;
  const list = document instanceof Map ? membersOf(document, ['entities'], 'it', say).get('entities') : null;
  if (!Array.isArray(list)) {
    say('`entities` is missing or no list: give a list of entities, each with a `label`.');
    return undefined;
  }
  const entities = list.flatMap((item, at) => readEntity(item, `entity ${at + 1}`, say) ?? []);
  const twice = twiceIn(entities.map(({ label }) => label));
  if (twice !== undefined) say(`the entity \`${twice}\` is listed twice.`);
  return entities;
}

/** Without a schema all scalars are texts; anchors and `<<` are resolved, up to as many as no person writes. */
function parsed(text: string, say: Say): Yaml | undefined {
  const document = parseDocument(text, { schema: 'failsafe', merge: true });
  const [error] = document.errors;
  try {
    if (!error) return document.toJS({ mapAsMap: true }) as Yaml;
    say(error.code === 'MULTIPLE_DOCS' ? 'it has several documents: remove the line `---`.' : firstLine(error.message));
  } catch (thrown) {
    say(`${messageOf(thrown)}.`);
  }
  return undefined;
}

const firstLine = (message: string): string => message.split('\n')[0]?.replace(/:$/, '.') ?? '';

function readEntity(item: Yaml, place: string, say: Say): EntitySettings | undefined {
  if (!(item instanceof Map)) {
    say(
      `${place} is not a list of \`name: value\`: write \`- label: ${typeof item === 'string' && item ? item : 'LABEL'}\`.`,
    );
    return undefined;
  }
  const members = membersOf(item, NAMES, place, say);
  const [label, file] = ['label', 'file'].map((name) => {
    const value = members.get(name);
    if (value !== undefined && typeof value !== 'string') say(`\`${name}\` of ${place} is not a text.`);
    return typeof value === 'string' ? value.trim() : undefined;
  });
  if (!label) {
    say(`${place} has no \`label\`.`);
    return undefined;
  }
  const where = `the entity \`${label}\``;
  const whole = (name: string): number | undefined => {
    const value = members.get(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
    say(`\`${name}\` of ${where} is not a whole number.`);
    return undefined;
  };
  const texts = (name: string): string[] => {
    const value = members.get(name) ?? [];
    const list = Array.isArray(value) ? value : [value];
    const read = list.filter((each) => typeof each === 'string' && each !== '') as string[];
    if (read.length < list.length) say(`\`${name}\` of ${where} is not a list of column names.`);
    return read;
  };
  return {
    label,
    file,
    executionUnit: whole('execution-unit'),
    level: whole('level'),
    sequence: whole('sequence'),
    keys: texts('keys'),
    types: readTypes(members.get('types') ?? new Map(), where, say),
    ignoreColumns: texts('ignore-columns'),
  };
}

function readTypes(node: Yaml, where: string, say: Say): Map<string, ValueType> {
  const types = new Map<string, ValueType>();
  if (!(node instanceof Map)) {
    say(`\`types\` of ${where} is not a list of \`COLUMN: type\`.`);
    return types;
  }
  for (const [key, value] of node) {
    const [column, given] = [textOf(key), textOf(value)];
    const type = valueTypes.find((each) => each === given);
    if (type) types.set(column, type);
    else say(`\`types\` of ${where} has \`${column}: ${given}\`: ${meant(given, valueTypes)}`);
  }
  return types;
}

const textOf = (node: Yaml): string => (typeof node === 'string' ? node.trim() : '…');

/** The members that have a value, of which every name is known. */
function membersOf(node: Map<Yaml, Yaml>, known: readonly string[], place: string, say: Say): Map<string, Yaml> {
  const members = new Map<string, Yaml>();
  for (const [key, value] of node) {
    const name = textOf(key);
    if (!known.includes(name)) say(`\`${name}\` is not a setting of ${place}: ${meant(name, known)}`);
    else if (value !== '') members.set(name, value);
  }
  return members;
}

const meant = (name: string, known: readonly string[]): string => {
  const near = nearestName(name, known);
  return near ? `did you mean \`${near}\`?` : `use ${known.map((each) => `\`${each}\``).join(', ')}.`;
};
