import type { WallTime } from '../../clock.ts';
import { readServerMessage } from '../../fno/server-message.ts';
import { dateOf } from '../../http/retry.ts';
import { intoMemory } from '../../http/receive.ts';
import { asList, asText, membersOf, type JsonObject } from '../../json/narrow.ts';
import { parseJson } from '../../json/parse.ts';
import type { Show } from '../../server-text.ts';
import { nearestName } from '../../near-names.ts';
import type { Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { excerptOf, type RestResponse } from './response.ts';
import { LEVELS } from './services.ts';
import { keyHint, partialKeyHint, urlHint } from './url-hint.ts';

/** How long the environment may take to list what there is; an error is not held up for longer. */
const HINT_TIMEOUT_MS = 20_000;
/** A longer list would hold up signals while it is parsed. */
const LONGEST_LIST = 4 * 1024 * 1024;
const LONGEST_NAME = 100;

/**
 * Explains the mistakes that people make most often: misspelt names, filters, missing parameters, quotes in keys. Asks
 * the environment if only it can know.
 *
 * @returns a sentence, or nothing if it is none of them
 */
export async function hintFor(response: RestResponse, args: RestArguments, tools: Tools): Promise<string> {
  const { target, method } = args;
  const said = args.maskResponse ? '' : excerptOf(response);
  const { text } = readServerMessage(response.headers, said, tools.fno.show);
  if (target.kind === 'path') {
    const { url } = target;
    const expired = response.status === 403 ? expiryHint(url, dateOf(response) ?? tools.clock.wallTime()) : '';
    if (expired) return expired;
    // Any other host is not asked for what nobody requested of it, and knows no enums.
    if (!args.isInEnvironment) return [400, 404].includes(response.status) ? keyHint(url) : '';
    const ours = urlHint(url, response.status, text, false);
    if (response.status === 400) return ours || propertyHint(text, url, tools);
    return response.status === 404 ? ours || entityHint(url, tools) : '';
  }
  if (response.status === 404) return serviceHint(target.names, tools);
  return method !== 'GET' && /parameter/i.test(text) ? parameterHint(text, target.names, tools) : '';
}

/** `se` is when a signed URL expires. https://learn.microsoft.com/rest/api/storageservices/create-service-sas */
function expiryHint({ searchParams }: URL, now: WallTime): string {
  const expiry = Date.parse(searchParams.get('se') ?? '');
  if (!searchParams.has('sig') || !(expiry <= now.epochMs)) return '';
  return `The signature of the URL expired at ${new Date(expiry).toISOString().slice(0, 19)}Z: request a new URL right before the transfer, valid for longer than the transfer takes.`;
}

/** On the host of a URL, also if the path begins with two slashes. */
const beside = (url: URL, pathAndQuery: string) => new URL(`${url.origin}${pathAndQuery}`);

/** A row shows how its properties are spelled; the metadata would as well, in many megabytes. */
async function propertyHint(text: string, url: URL, tools: Tools): Promise<string> {
  const [, asked, sent] = /property named '(\w+)'|The property '(\w+)' does not exist/.exec(text) ?? [];
  const name = asked ?? sent;
  const rows = /^.*\/data\/\w+/i.exec(url.pathname)?.[0];
  if (name === undefined || rows === undefined) return '';
  const [row = {}] = await readList(beside(url, `${rows}?$top=1&cross-company=true`), 'value', tools);
  const near = nearestName(name, Object.keys(row));
  return near ? `Did you mean the property "${tools.fno.show(near, LONGEST_NAME)}"?` : '';
}

async function entityHint(url: URL, tools: Tools): Promise<string> {
  const [, before, entity] = /^(.*\/data)\/(\w+)/i.exec(url.pathname) ?? [];
  if (before === undefined || entity === undefined) return '';
  const names = await readNames(beside(url, before), 'value', 'name', tools);
  if (names.includes(entity)) {
    const exists = `The entity ${entity} exists, so there is no such record, or it belongs to another legal entity (\`cross-company: true\`), or its key contains an enum (then use \`$filter\`).`;
    return `${exists} ${partialKeyHint(url)}`.trimEnd();
  }
  return suggestion('entity', entity, names, tools.fno.show);
}

/** Follows the names from the top, to the first that does not exist. */
async function serviceHint(names: readonly string[], tools: Tools): Promise<string> {
  for (const [index, [property, what]] of LEVELS.entries()) {
    const name = names[index];
    if (name === undefined) return '';
    const url = tools.fno.url(['/api/services', ...names.slice(0, index)].join('/'));
    const known = await readNames(url, property, 'Name', tools);
    if (!known.includes(name)) return suggestion(what, name, known, tools.fno.show);
  }
  return '';
}

async function parameterHint(text: string, operation: readonly string[], tools: Tools): Promise<string> {
  const url = tools.fno.url(['/api/services', ...operation].join('/'));
  const parameters = await readNames(url, 'Parameters', 'Name', tools);
  if (parameters.length === 0) return '';
  const missing = /parameter '?([\w]+)'?/i.exec(text)?.[1];
  const which = missing && parameters.includes(missing) ? `\`${missing}\` is missing from the payload. ` : '';
  const names = parameters.map((name) => `\`${tools.fno.show(name, LONGEST_NAME)}\``).join(', ');
  return `${which}The operation takes ${names}: the payload must be an object with exactly these names.`;
}

function suggestion(what: string, name: string, known: readonly string[], show: Show): string {
  if (known.length === 0) return '';
  const near = nearestName(name, known);
  return near
    ? `There is no ${what} "${name}": did you mean "${show(near, LONGEST_NAME)}"?`
    : `There is no ${what} "${name}".`;
}

async function readNames(url: URL, property: string, member: string, tools: Tools): Promise<string[]> {
  const list = await readList(url, property, tools);
  return list.map((entry) => asText(entry[member])).filter((name) => name !== undefined);
}

/** @returns the objects in a list of the environment; none if it does not give the list */
async function readList(url: URL, property: string, { fno, signal }: Tools): Promise<JsonObject[]> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(HINT_TIMEOUT_MS)]);
  const response = await fno.send({ method: 'GET', url, read: true, attempts: 'once', signal: either }, intoMemory);
  if (response.status !== 200 || response.body.length > LONGEST_LIST) return [];
  const list = asList(membersOf(parseJson(response.body.toString('utf8')))[property]) ?? [];
  return list.map(membersOf);
}
