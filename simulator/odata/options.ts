import type { Exchange } from '../exchange.ts';
import type { World } from '../world.ts';
import type { Predicate } from './compare.ts';
import { compileFilter } from './filter.ts';
import { typeOf, type EntitySet } from './entity-set.ts';
import { NotKnown, ODataError } from './errors.ts';

export interface QueryOptions {
  filter: Predicate | undefined;
  select: readonly string[] | undefined;
  orderBy: readonly { name: string; descending: boolean }[];
  top: number | undefined;
  skip: number;
  /** How many rows earlier pages gave. */
  skipToken: number;
  count: boolean;
  crossCompany: boolean;
}

const known = ['$filter', '$select', '$orderby', '$top', '$skip', '$skiptoken', '$count', '$expand', '$format'];

/**
 * The query options of a collection.
 *
 * @throws ODataError 400 for what F&O does not take, NotKnown for what no source tells
 */
export function queryOptions({ scenario }: World, { query }: Exchange, set: EntitySet): QueryOptions {
  const names = [...query.keys()].filter((name) => name.startsWith('$'));
  for (const [index, name] of names.entries()) {
    if (name === '$apply') throw new ODataError(400, "The query parameter '$apply' is not supported.");
    if (!known.includes(name)) throw new NotKnown(`the query option ${name}`);
    if (names.indexOf(name) < index) {
      throw new ODataError(
        400,
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      );
    }
  }
  const format = query.get('$format');
  if (format !== null && !/^(?:application\/)?json\b/.test(format)) throw new NotKnown(`$format=${format}`);
  const [expanded] = list(query.get('$expand')) ?? [];
  if (expanded !== undefined) {
    throw new ODataError(
      400,
      `The query specified in the URI is not valid. Could not find a property named '${expanded}' on type 'Microsoft.Dynamics.DataEntities.${set.entityType}'.`,
    );
  }
  for (const name of ['$filter', '$orderby']) {
    if (query.get(name)?.trim() === '') {
      throw new ODataError(400, `The value for OData query '${name}' cannot be empty.`);
    }
  }
  const filter = query.get('$filter');
  const select = list(query.get('$select'));
  const orderBy = list(query.get('$orderby'))?.map((part) => {
    const [name = '', direction = 'asc', ...more] = part.split(/\s+/);
    if (name.includes('(')) throw new NotKnown('a function in $orderby');
    if (!['asc', 'desc'].includes(direction) || more.length > 0) {
      throw new ODataError(400, `The query specified in the URI is not valid. Syntax error in '${part}' of $orderby.`);
    }
    return { name, descending: direction === 'desc' };
  });
  for (const name of [...(select ?? []), ...(orderBy ?? []).map((column) => column.name)]) {
    if (name !== '*' && typeOf(set, name) === undefined) {
      throw new ODataError(
        400,
        `The query specified in the URI is not valid. Could not find a property named '${name}' on type 'Microsoft.Dynamics.DataEntities.${set.entityType}'.`,
      );
    }
  }
  return {
    filter: filter === null ? undefined : compileFilter(filter, set, scenario.filterCase),
    select: select?.includes('*') === true ? undefined : select,
    orderBy: orderBy ?? [],
    top: natural(query.get('$top'), '$top'),
    skip: natural(query.get('$skip'), '$skip') ?? 0,
    skipToken: natural(query.get('$skiptoken'), '$skiptoken') ?? 0,
    count: flag(query.get('$count'), '$count'),
    crossCompany: isCrossCompany(query.get('cross-company')),
  };
}

function list(text: string | null): string[] | undefined {
  return text === null || text.trim() === '' ? undefined : text.split(',').map((part) => part.trim());
}

function natural(text: string | null, name: string): number | undefined {
  if (text === null) return undefined;
  if (!/^\d+$/.test(text)) throw new ODataError(400, `Invalid value '${text}' for ${name} query option found.`);
  return Number(text);
}

function flag(text: string | null, name: string): boolean {
  if (text === null || text === 'false') return false;
  if (text !== 'true') throw new ODataError(400, `Invalid value '${text}' for ${name} query option found.`);
  return true;
}

function isCrossCompany(text: string | null): boolean {
  if (text !== null && text !== 'true' && text !== 'false') throw new NotKnown(`cross-company=${text}`);
  return text === 'true';
}
