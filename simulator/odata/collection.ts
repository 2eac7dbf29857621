import { json, text, type SimulatedResponse } from '../response.ts';
import { header, rootOf, type Exchange } from '../exchange.ts';
import { asText, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { isEnum, project, type EntitySet, type Row } from './entity-set.ts';
import { withEtag } from './etag.ts';
import { idOf } from './key.ts';
import { queryOptions, type QueryOptions } from './options.ts';

/** How much a response tells beside the values: `$format` comes before `Accept`. */
function metadataLevel(x: Exchange): string {
  const asked = x.query.get('$format') ?? header(x, 'accept');
  return /\bodata\.metadata=(none|full)\b/i.exec(asked)?.[1]?.toLowerCase() ?? 'minimal';
}

export const odataHeaders = (x: Exchange): Record<string, string> => ({
  'content-type': `application/json; odata.metadata=${metadataLevel(x)}; odata.streaming=true; charset=utf-8`,
  'odata-version': '4.0',
});

/** The columns that are shown of a row: with its address under full metadata, without annotations under none. */
export function shownRow(x: Exchange, set: EntitySet, row: Row, columns: Row): Row {
  const level = metadataLevel(x);
  if (level === 'full') return { ...idOf(x, set, row), ...columns };
  return level === 'none'
    ? Object.fromEntries(Object.entries(columns).filter(([name]) => !name.startsWith('@')))
    : columns;
}

/** `@odata.context`, unless the client wants no metadata. */
export const contextIn = (x: Exchange, context: string): JsonObject =>
  metadataLevel(x) === 'none' ? {} : { '@odata.context': context };

/** What a response holds: `…/data/$metadata#CustomerGroups(dataAreaId,CustomerGroupId)`, the columns where some are selected. */
export function contextOf(x: Exchange, { name }: EntitySet, select: readonly string[] | undefined): string {
  const columns = select === undefined ? '' : `(${select.join(',')})`;
  return `${rootOf(x)}/data/$metadata#${name}${columns}`;
}

/** `GET /data/<Set>`: one page of rows. */
export function collection(
  world: World,
  x: Exchange,
  set: EntitySet,
  ownContext?: string,
  { withEtags = true }: { withEtags?: boolean } = {},
): SimulatedResponse {
  const options = queryOptions(world, x, set);
  const company = companyOf(world, set, options);
  const context = ownContext ?? contextOf(x, set, options.select);
  const isPlain = options.filter === undefined && options.orderBy.length === 0 && metadataLevel(x) === 'minimal';
  if (set.bulk !== undefined && isPlain) {
    return bulkPage(world, x, set.bulk, options, context, company);
  }
  const rows = ordered(matching(set, options, company), set, options);
  const { from, to, nextLink } = page(world, x, options, rows.length);
  return json(
    200,
    {
      ...contextIn(x, context),
      ...(options.count && { '@odata.count': rows.length }),
      value: rows
        .slice(from, to)
        .map((row) => shownRow(x, set, row, project(withEtags ? withEtag(row) : row, options.select))),
      ...(nextLink !== undefined && { '@odata.nextLink': nextLink }),
    },
    odataHeaders(x),
  );
}

/** `GET /data/<Set>/$count`: a number as text. */
export function countRows(world: World, x: Exchange, set: EntitySet): SimulatedResponse {
  const options = queryOptions(world, x, set);
  const company = companyOf(world, set, options);
  const count =
    set.bulk !== undefined && options.filter === undefined
      ? set.bulk.count(company)
      : matching(set, options, company).length;
  const mark = world.scenario.byteOrderMark === 'never' ? '' : '\ufeff';
  const response = text(200, `${mark}${count}`);
  return world.scenario.countCharset ? response : { ...response, headers: { 'content-type': 'text/plain' } };
}

/** Without `cross-company=true` only the user's own legal entity. */
function companyOf(world: World, set: EntitySet, { crossCompany }: QueryOptions): string | undefined {
  return set.companyColumn === undefined || crossCompany ? undefined : world.scenario.userCompany.toLowerCase();
}

function matching(set: EntitySet, { filter }: QueryOptions, company: string | undefined): Row[] {
  const { companyColumn } = set;
  const found: Row[] = [];
  for (const row of set.rows()) {
    if (company !== undefined && companyColumn !== undefined && asText(row[companyColumn]).toLowerCase() !== company)
      continue;
    if (filter === undefined || filter(row)) found.push(row);
  }
  return found;
}

function ordered(rows: Row[], set: EntitySet, { orderBy }: QueryOptions): Row[] {
  if (orderBy.length === 0) return rows;
  return rows.sort((a, b) => {
    for (const { name, descending } of orderBy) {
      const [left, right] = [asText(a[name]), asText(b[name])];
      const type = set.properties[name];
      const numeric = !isEnum(type) && ['Int64', 'Int32', 'Decimal'].includes(type ?? '');
      const order = numeric ? Number(left) - Number(right) : left.localeCompare(right, 'en');
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

interface Page {
  from: number;
  to: number;
  nextLink: string | undefined;
}

/** Which rows this page holds. A `$top` beyond the page goes on by links, too. */
function page(world: World, x: Exchange, options: QueryOptions, rowCount: number): Page {
  const size = Math.min(10_000, world.scenario.pageSize);
  const skipsAndTakes = world.scenario.nextLinkForm === 'skip-and-top';
  // A link of that form takes one page, and the next one is in its response.
  const top = skipsAndTakes && options.skip > 0 && options.top === size ? undefined : options.top;
  const end = Math.min(rowCount, options.skip + (top ?? Infinity));
  const from = Math.min(options.skip + options.skipToken, end);
  const to = Math.min(from + size, end);
  if (to >= end) return { from, to, nextLink: undefined };
  const query = new URLSearchParams(x.query);
  if (skipsAndTakes) {
    query.set('$skip', String(to));
    query.set('$top', String(top === undefined ? size : end - to));
  } else {
    query.set('$skiptoken', String(to - options.skip));
  }
  const path = x.record.url.split('?')[0] ?? '';
  return { from, to, nextLink: `https://${x.host}${path}?${query.toString().replaceAll('%24', '$')}` };
}

function bulkPage(
  world: World,
  x: Exchange,
  bulk: NonNullable<EntitySet['bulk']>,
  options: QueryOptions,
  context: string,
  company: string | undefined,
): SimulatedResponse {
  const rowCount = bulk.count(company);
  const { from, to, nextLink } = page(world, x, options, rowCount);
  const count = options.count ? `"@odata.count":${rowCount},` : '';
  const tail = nextLink === undefined ? ']}' : `],"@odata.nextLink":${JSON.stringify(nextLink)}}`;
  function* body(): Generator<Buffer> {
    yield Buffer.from(`{"@odata.context":${JSON.stringify(context)},${count}"value":[`);
    yield* bulk.json(company, from, to, options.select);
    yield Buffer.from(tail);
  }
  return { status: 200, headers: odataHeaders(x), body: body() };
}
