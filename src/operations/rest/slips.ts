import { fieldsOf } from '../../fno/ask.ts';
import { intoMemory } from '../../http/receive.ts';
import { parseLossless } from '../../json/lossless.ts';
import { nearestName } from '../../near-names.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { filterSlip } from './filter-slip.ts';
import { excerptOf, type Reply } from './reply.ts';

/** How long the environment may take to tell what there is; an error is not held up for longer. */
const ASK_TIMEOUT_MS = 20_000;

/**
 * Explains the slips that people make most: misspelt names, filters, missing parameters, quotes in keys. Asks the
 * environment where only it can know.
 *
 * @returns a sentence, or nothing where it is none of them
 */
export async function explainSlip(reply: Reply, args: RestArguments, tools: Tools): Promise<string> {
  const { target, method } = args;
  const text = args.maskResponse ? '' : excerptOf(reply);
  if (target.kind === 'path') {
    const quotes = quoteSlip(target.url);
    if (quotes && (reply.status === 400 || reply.status === 404)) return quotes;
    // Any other host is not asked for what nobody sent it, and knows no enums.
    if (!args.isInEnvironment) return '';
    if (reply.status === 400) {
      const filter = target.url.searchParams.get('$filter') ?? '';
      return filterSlip(text, filter) || propertySlip(text, target.url, tools);
    }
    return reply.status === 404 ? entitySlip(target.url, tools) : '';
  }
  if (reply.status === 404) return serviceSlip(target.names, tools);
  return method !== 'GET' && /parameter/i.test(text) ? parameterSlip(text, target.names, tools) : '';
}

/** A quote inside a key's value is written twice: an odd number of them is one that was not. */
export function quoteSlip(url: URL): string {
  const key = /\((.*)\)/.exec(decodePath(url.pathname))?.[1] ?? '';
  return (key.match(/'/g)?.length ?? 0) % 2 === 1
    ? "A quote inside the value of a key is written twice: Customers(dataAreaId='usmf',Name='O''Brien')."
    : '';
}

/** A row knows how its properties are spelled; the metadata would as well, in many megabytes. */
async function propertySlip(text: string, url: URL, tools: Tools): Promise<string> {
  const [, asked, sent] = /property named '(\w+)'|The property '(\w+)' does not exist/.exec(text) ?? [];
  const name = asked ?? sent;
  const rows = /^.*\/data\/\w+/i.exec(url.pathname)?.[0];
  if (name === undefined || rows === undefined) return '';
  const [row = {}] = await askList(new URL(`${rows}?$top=1&cross-company=true`, url), 'value', tools);
  const near = nearestName(name, Object.keys(row));
  return near ? `Did you mean the property "${near}"?` : '';
}

async function entitySlip(url: URL, tools: Tools): Promise<string> {
  const [, before, entity] = /^(.*\/data)\/(\w+)/i.exec(url.pathname) ?? [];
  if (before === undefined || entity === undefined) return '';
  const names = await askNames(new URL(before, url), 'value', 'name', tools);
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
async function serviceSlip(names: readonly string[], tools: Tools): Promise<string> {
  for (const [index, [property, what]] of LEVELS.entries()) {
    const name = names[index];
    if (name === undefined) return '';
    const url = tools.fno.url(['/api/services', ...names.slice(0, index)].join('/'));
    const known = await askNames(url, property, 'Name', tools);
    if (!known.includes(name)) return suggestion(what, name, known);
  }
  return '';
}

async function parameterSlip(text: string, names: readonly string[], tools: Tools): Promise<string> {
  const url = tools.fno.url(['/api/services', ...names].join('/'));
  const parameters = await askNames(url, 'Parameters', 'Name', tools);
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

async function askNames(url: URL, property: string, member: string, tools: Tools): Promise<string[]> {
  const list = await askList(url, property, tools);
  return list.map((entry) => entry[member]).filter((name) => typeof name === 'string');
}

/** @returns the objects in a list of the environment; none where it does not give the list */
async function askList(url: URL, property: string, { fno, signal }: Tools): Promise<Record<string, unknown>[]> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(ASK_TIMEOUT_MS)]);
  const answer = await fno.send({ method: 'GET', url, read: true, attempts: 'once', signal: either }, intoMemory);
  if (answer.status !== 200) return [];
  const list = fieldsOf(parseLossless(answer.body.toString('utf8')))[property];
  return Array.isArray(list) ? list.map(fieldsOf) : [];
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
