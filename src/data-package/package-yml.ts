import { isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';
import { nearestName } from '../near-names.ts';
import { folded } from './names.ts';
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

/**
 * Reads `package.yml`.
 *
 * @param problem is told, one by one, what is wrong
 * @returns its entities, in their order; of an entity with a problem what could be read
 */
export function parsePackageYml(text: string, problem: (message: string) => void): EntitySettings[] {
  const say = (what: string) => {
    problem(`\`${PACKAGE_YML}\`: ${what}`);
  };
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true });
  for (const { code, message } of document.errors)
    say(code === 'MULTIPLE_DOCS' ? 'it has several documents: remove the line `---`.' : firstLine(message));
  if (document.errors.length > 0) return [];
  const list = isMap(document.contents) ? membersOf(document.contents, ['entities'], 'it', say).get('entities') : null;
  if (!isSeq(list)) {
    say('`entities` is missing or no list: give a list of entities, each with a `label`.');
    return [];
  }
  const labels = new Set<string>();
  return list.items.flatMap((item, at) => {
    const entity = readEntity(item as Node, `entity ${at + 1}`, say);
    if (!entity) return [];
    if (labels.has(folded(entity.label))) say(`the entity \`${entity.label}\` is listed twice.`);
    labels.add(folded(entity.label));
    return [entity];
  });
}

const firstLine = (message: string): string => message.split('\n')[0]?.replace(/:$/, '.') ?? '';

type Say = (what: string) => void;

function readEntity(node: Node, place: string, say: Say): EntitySettings | undefined {
  if (!isMap(node)) {
    const text = textOf(node);
    say(`${place} is not a list of \`name: value\`: write \`- label: ${text ?? 'LABEL'}\`.`);
    return undefined;
  }
  const members = membersOf(node, NAMES, place, say);
  const label = textOf(members.get('label'));
  if (!label) {
    say(`${place} has no \`label\`.`);
    return undefined;
  }
  const where = `the entity \`${label}\``;
  const whole = (name: string): number | undefined => {
    if (!members.has(name)) return undefined;
    const value = members.get(name);
    if (isScalar(value) && Number.isSafeInteger(value.value) && Number(value.value) >= 0) return Number(value.value);
    say(`\`${name}\` of ${where} is not a whole number.`);
    return undefined;
  };
  const texts = (name: string): string[] => {
    if (!members.has(name)) return [];
    const value = members.get(name);
    const read = isSeq(value) ? value.items.map((item) => textOf(item as Node)) : [textOf(value)];
    if (read.every((each) => each !== undefined && each !== '')) return read.filter((each) => each !== undefined);
    say(`\`${name}\` of ${where} is not a list of column names.`);
    return [];
  };
  const file = textOf(members.get('file'));
  if (members.has('file') && !file) say(`\`file\` of ${where} is not a file name.`);
  return {
    label,
    file: file || undefined,
    executionUnit: whole('execution-unit'),
    level: whole('level'),
    sequence: whole('sequence'),
    keys: texts('keys'),
    types: readTypes(members.get('types'), where, say),
    ignoreColumns: texts('ignore-columns'),
  };
}

function readTypes(node: Node | undefined, where: string, say: Say): Map<string, ValueType> {
  const types = new Map<string, ValueType>();
  if (node === undefined) return types;
  if (!isMap(node)) {
    say(`\`types\` of ${where} is not a list of \`COLUMN: type\`.`);
    return types;
  }
  for (const { key, value } of node.items) {
    const [column, given] = [textOf(key as Node) ?? '', textOf(value as Node) ?? ''];
    const type = valueTypes.find((each) => each === given);
    if (type) types.set(column, type);
    else say(`\`types\` of ${where} has \`${column}: ${given}\`: ${meant(given, valueTypes)}.`);
  }
  return types;
}

function membersOf(node: YAMLMap, known: readonly string[], place: string, say: Say): Map<string, Node> {
  const members = new Map<string, Node>();
  for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
    const name = textOf(key) ?? '';
    if (!known.includes(name)) say(`\`${name}\` is not a setting of ${place}: ${meant(name, known)}.`);
    else if (value !== null) members.set(name, value);
  }
  return members;
}

const meant = (name: string, known: readonly string[]): string => {
  const near = nearestName(name, known);
  return near ? `did you mean \`${near}\`?` : `use ${known.map((each) => `\`${each}\``).join(', ')}`;
};

/** A plain `007` is text here: the digits as they were written. */
function textOf(node: Node | null | undefined): string | undefined {
  if (!isScalar(node)) return undefined;
  if (typeof node.value === 'string') return node.value.trim();
  return node.value === null ? undefined : node.source;
}
