import { fieldsOf } from '../../fno/read.ts';
import { intoMemory } from '../../http/receive.ts';
import { parseLossless } from '../../json/lossless.ts';
import { nearestName } from '../../near-names.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { filterHint } from './filter-hint.ts';
import { excerptOf, type RestResponse } from './response.ts';

/** How long the environment may take to tell what there is; an error is not held up for longer. */
const HINT_TIMEOUT_MS = 20_000;

/**
 * Explains the slips that people make most: misspelt names, filters, missing parameters, quotes in keys. Asks the
 * environment where only it can know.
 *
 * @returns a sentence, or nothing where it is none of them
 */
export async function hintFor(response: RestResponse, args: RestArguments, tools: Tools): Promise<string> {
  const { target, method } = args;
  const text = args.maskResponse ? '' : excerptOf(response);
  if (target.kind === 'path') {
    const quotes = quoteHint(target.url);
    if (quotes && (response.status === 400 || response.status === 404)) return quotes;
    // Any other host is not asked for what nobody sent it, and knows no enums.
    if (!args.isInEnvironment) return '';
    if (response.status === 400) {
      const filter = target.url.searchParams.get('$filter') ?? '';
      return filterHint(text, filter) || propertyHint(text, target.url, tools);
    }
    return response.status === 404 ? entityHint(target.url, tools) : '';
  }
  if (response.status === 404) return serviceHint(target.names, tools);
  return method !== 'GET' && /parameter/i.test(text) ? parameterHint(text, target.names, tools) : '';
}

/** A quote inside a key's value is written twice: an odd number of them is one that was not. */
export function quoteHint(url: URL): string {
  const key = /\((.*)\)/.exec(decodePath(url.pathname))?.[1] ?? '';
  return (key.match(/'/g)?.length ?? 0) % 2 === 1
    ? "A quote inside the value of a key is written twice: Customers(dataAreaId='usmf',Name='O''Brien')."
    : '';
}

/** A row knows how its properties are spelled; the metadata would as well, in many megabytes. */
async function propertyHint(text: string, url: URL, tools: Tools): Promise<string> {
  const [, asked, sent] = /property named '(\w+)'|The property '(\w+)' does not exist/.exec(text) ?? [];
  const name = asked ?? sent;
  const rows = /^.*\/data\/\w+/i.exec(url.pathname)?.[0];
  if (name === undefined || rows === undefined) return '';
  const [row = {}] = await readList(new URL(`${rows}?$top=1&cross-company=true`, url), 'value', tools);
  const near = nearestName(name, Object.keys(row));
  return near ? `Did you mean the property "${near}"?` : '';
}

async function entityHint(url: URL, tools: Tools): Promise<string> {
  const [, before, entity] = /^(.*\/data)\/(\w+)/i.exec(url.pathname) ?? [];
  if (before === undefined || entity === undefined) return '';
  const names = await readNames(new URL(before, url), 'value', 'name', tools);
  if (names.includes(entity)) {
    return `The entity ${entity} is there: no such record, or one of another legal entity (\`cross-company: true\`), or its key holds an enum (then ask by \`$filter\`).`;
  }
  return suggestion('entity', entity, names);
}

const LEVELS = [
  ['ServiceGroups', 'service group'],
  ['Services', 'service'],
  ['Operations', 'operation'],
] as const;

/** Follows the names from the top, to the first that is not there. */
async function serviceHint(names: readonly string[], tools: Tools): Promise<string> {
  for (const [index, [property, what]] of LEVELS.entries()) {
    const name = names[index];
    if (name === undefined) return '';
    const url = tools.fno.url(['/api/services', ...names.slice(0, index)].join('/'));
    const known = await readNames(url, property, 'Name', tools);
    if (!known.includes(name)) return suggestion(what, name, known);
  }
  return '';
}

async function parameterHint(text: string, names: readonly string[], tools: Tools): Promise<string> {
  const url = tools.fno.url(['/api/services', ...names].join('/'));
  const parameters = await readNames(url, 'Parameters', 'Name', tools);
  if (parameters.length === 0) return '';
  const missing = /parameter '?([\w]+)'?/i.exec(text)?.[1];
  const which = missing && parameters.includes(missing) ? `\`${missing}\` is missing in the payload. ` : '';
  return `${which}The operation takes ${parameters.map((name) => `\`${name}\``).join(', ')}: the payload is an object with these names, spelled exactly so.`;
}

function suggestion(what: string, name: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const near = nearestName(name, known);
  return near ? `There is no ${what} "${name}": did you mean "${near}"?` : `There is no ${what} "${name}".`;
}

async function readNames(url: URL, property: string, member: string, tools: Tools): Promise<string[]> {
  const list = await readList(url, property, tools);
  return list.map((entry) => entry[member]).filter((name) => typeof name === 'string');
}

/** @returns the objects in a list of the environment; none where it does not give the list */
async function readList(url: URL, property: string, { fno, signal }: Tools): Promise<Record<string, unknown>[]> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(HINT_TIMEOUT_MS)]);
  const response = await fno.send({ method: 'GET', url, read: true, attempts: 'once', signal: either }, intoMemory);
  if (response.status !== 200) return [];
  const list = fieldsOf(parseLossless(response.body.toString('utf8')))[property];
  return Array.isArray(list) ? list.map(fieldsOf) : [];
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
