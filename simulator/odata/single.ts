import { empty, json, type SimulatedResponse } from '../response.ts';
import { jsonBody } from '../body.ts';
import { decoded, header, rootOf, type Exchange } from '../exchange.ts';
import { refused } from '../fno/gate.ts';
import { asText } from '../json.ts';
import type { World } from '../world.ts';
import { contextIn, contextOf, odataHeaders, shownRow } from './collection.ts';
import { isEnum, project, typeOf, type EdmType, type EntitySet, type Row } from './entity-set.ts';
import { membersOf } from './enums.ts';
import { allow, NotKnown, ODataError } from './errors.ts';
import { etagOf, withEtag } from './etag.ts';
import { addressOf, keyOf } from './key.ts';
import { tokens, type Token } from './lexer.ts';
import { queryOptions } from './options.ts';
import { valuesOf } from './values.ts';

/** One row: read, changed or deleted by its key; inserted where `key` is undefined. */
export async function single(
  world: World,
  x: Exchange,
  set: EntitySet,
  key: string | undefined,
  property = '',
): Promise<SimulatedResponse> {
  const { select, crossCompany } = queryOptions(world, x, set);
  const other = ['$filter', '$orderby', '$top', '$skip', '$skiptoken', '$count'].find((name) => x.query.has(name));
  if (other !== undefined) throw new NotKnown(`${other} of a single row`);
  const context = `${contextOf(x, set, select)}/$entity`;
  if (key === undefined) {
    if (set.insert === undefined) throw writeFailed(set, 'the entity is read-only');
    const row = set.insert(valuesOf(await jsonBody(x), set));
    const location = addressOf(x, set, row);
    return json(
      201,
      { ...contextIn(x, context), ...shownRow(x, set, row, withEtag(row)) },
      { ...odataHeaders(x), etag: etagOf(row), location },
    );
  }
  if (property !== '' && x.method !== 'GET' && x.method !== 'HEAD') throw new NotKnown(`${x.method} of a property`);
  allow(x, ['GET', 'HEAD', 'PATCH', 'PUT', 'DELETE']);
  const row = find(set, key, x.method);
  if (row === undefined) return missing(world, x);
  if (!isOfCompany(world, set, row, crossCompany)) {
    return world.scenario.otherCompanyStatus === 403 ? refused(403, world.scenario.refusalBody) : missing(world, x);
  }
  if (property !== '') return propertyOf(x, set, row, property);
  if (x.method === 'GET' || x.method === 'HEAD') {
    const shown = { ...contextIn(x, context), ...shownRow(x, set, row, project(withEtag(row), select)) };
    return json(200, shown, { ...odataHeaders(x), etag: etagOf(row) });
  }
  const conditions = header(x, 'if-match').split(/,\s*/);
  if (!['', '*', etagOf(row)].some((each) => conditions.includes(each))) {
    throw new ODataError(
      412,
      'The etag value specified in one of the If-Match headers does not match the current one.',
    );
  }
  if (x.method === 'DELETE' && set.remove) set.remove(row);
  else if (x.method !== 'DELETE' && set.update) {
    const values = valuesOf(await jsonBody(x), set);
    const replaces = x.method === 'PUT' && world.scenario.putRow === 'replaces';
    set.update(row, withoutKey(set, replaces ? { ...unset(set), ...values } : values));
  } else throw writeFailed(set, 'the entity is read-only');
  return empty(204, { 'odata-version': '4.0' });
}

/** OData ignores the columns of the key in an update: https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part1-protocol.html */
const withoutKey = ({ keys }: EntitySet, values: Row): Row =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !keys.includes(name)));

/** What a row holds where a PUT says nothing. */
const unset = (set: EntitySet): Row =>
  Object.fromEntries(Object.entries(set.properties).map(([name, type]) => [name, unsetValue(set, type)]));

function unsetValue(set: EntitySet, type: EdmType): Row[string] {
  if (isEnum(type)) return membersOf(set, type.enum)?.[0] ?? null;
  switch (type) {
    case 'String':
      return '';
    case 'Boolean':
      return false;
    case 'Int32':
    case 'Int64':
    case 'Decimal':
      return 0;
    case 'DateTimeOffset':
      return '1900-01-01T00:00:00Z';
    case 'Binary':
      return null;
  }
}

/** One column of a row: https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/odata#addressing */
function propertyOf(x: Exchange, set: EntitySet, row: Row, name: string): SimulatedResponse {
  const value = row[name] ?? null;
  const context = `${rootOf(x)}/data/$metadata#${set.name}(${keyOf(set, row)})/${name}`;
  return value === null ? empty(204) : json(200, { ...contextIn(x, context), value }, odataHeaders(x));
}

export const writeFailed = (set: EntitySet, reason: string): ODataError =>
  new ODataError(
    400,
    `Write failed for table row of type '${set.aotName ?? set.entityType}'. Infolog: Error: ${reason}.`,
    'AxODataWriteException',
  );

/** Nothing is there under this key: an OData error, or what the scenario says of every 404. */
function missing(world: World, x: Exchange): SimulatedResponse {
  if (world.scenario.missingKeyStatus === 400) throw new ODataError(400, 'No record was found for this key.');
  if (world.scenario.notFoundBody !== 'json') return refused(404, world.scenario.notFoundBody);
  throw new ODataError(
    404,
    `No HTTP resource was found that matches the request URI 'https://${x.host}${x.record.url}'.`,
  );
}

/** A row of another legal entity than the user's is found with `cross-company=true` alone. */
function isOfCompany({ scenario }: World, set: EntitySet, row: Row, crossCompany: boolean): boolean {
  if (set.companyColumn === undefined || crossCompany) return true;
  return asText(row[set.companyColumn]).toLowerCase() === scenario.userCompany.toLowerCase();
}

/** Where a key holds an enum, a read by it finds nothing, although the row exists. */
function find(set: EntitySet, key: string, method: string): Row | undefined {
  const parts = keyParts(set, key);
  if ((method === 'GET' || method === 'HEAD') && set.keys.some((name) => isEnum(set.properties[name])))
    return undefined;
  for (const row of set.rows()) {
    if (parts.every(([name, text]) => asText(row[name]).toLowerCase() === text.toLowerCase())) return row;
  }
  return undefined;
}

/**
 * The parts of a key: `1`, `'a'` or `dataAreaId='usmf',CustomerAccount='a'`. It is decoded a second time:
 * https://www.essrocks.io/post/d365-f-o-odata-slashes-pluses-and-double-encoding
 *
 * @throws ODataError 400 for names that are not those of the key, and for a value of another type
 */
function keyParts(set: EntitySet, key: string): [name: string, text: string][] {
  const input = tokens(decoded(key.replaceAll('+', ' ')));
  const isSymbol = (token: Token | undefined, text: string) => token?.kind === 'symbol' && token.text === text;
  const parts = new Map<string, Token | undefined>();
  let count = 0;
  do {
    const [first, second] = input;
    const isNamed = first?.kind === 'word' && isSymbol(second, '=');
    const [token] = input.splice(0, isNamed ? 3 : 1).slice(-1);
    parts.set(isNamed ? first.text : (set.keys[0] ?? ''), token);
    count += 1;
  } while (isSymbol(input[0], ',') && input.shift());
  if (input.length > 0 || count !== set.keys.length || set.keys.some((name) => !parts.has(name))) {
    throw new ODataError(400, `The key of '${set.entityType}' is ${set.keys.join(', ')}.`);
  }
  return [...parts].map(([name, token]) => {
    const type = typeOf(set, name);
    if (token?.kind === 'string' && type === 'String') return [name, token.value];
    if (token?.kind === 'enum' && type !== undefined && isEnum(type)) return [name, token.member];
    if (token?.kind === 'number' && (type === 'Int64' || type === 'Int32') && /^-?\d{1,19}$/.test(token.digits))
      return [name, String(BigInt(token.digits))];
    throw new ODataError(400, `The key '${key}' does not fit the type of '${name}': quotes belong to strings alone.`);
  });
}
