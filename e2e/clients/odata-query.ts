/** Asks what a widely used query builder writes: nested conditions, dates, enums, quotes, numbers with a suffix, keys. */
import odataQuery, { type QueryOptions } from 'odata-query';
import { given, tell } from './given.ts';

/** Its types are those of its CommonJS form. */
const buildQuery = odataQuery as unknown as typeof odataQuery.default;

const { environmentUrl, token } = given();

/** @returns the status, and how many rows or which number came */
async function ask(
  set: string,
  options: Partial<QueryOptions<object>>,
): Promise<readonly [number, number | undefined]> {
  const response = await fetch(`${environmentUrl}/data/${set}${buildQuery(options)}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const found: unknown = response.ok ? await response.json() : undefined;
  if (typeof found === 'number') return [response.status, found];
  const rows = (found as { value?: unknown[] } | undefined)?.value;
  return [response.status, rows?.length];
}

const finished = "Microsoft.Dynamics.DataEntities.BatchStatus'Finished'";
const groups = { or: [{ CustomerGroupId: '10' }, { CustomerGroupId: '30' }] };
const seen = {
  nested: await ask('CustomersV3', { filter: { and: [groups, { not: [{ SalesCurrencyCode: 'USD' }] }] }, top: 3 }),
  date: await ask('BatchJobs', { filter: { StartDateTime: { ge: new Date('1899-01-01') } } }),
  enumeration: await ask('BatchJobs', { filter: { Status: { ne: { type: 'raw', value: finished } } } }),
  quote: await ask('CustomerGroups', { filter: { Description: "O'Neil & Co + 100%" } }),
  nothing: await ask('BatchJobs', { filter: { Recurrence: null } }),
  lowerCase: await ask('CustomersV3', { filter: { 'tolower(CustomerAccount)': 'us-000000001' } }),
  counted: await ask('CustomersV3', { count: { CustomerGroupId: '10' } }),
  key: await ask('CustomerGroups', { key: { dataAreaId: 'usmf', CustomerGroupId: '10' } }),
  list: await ask('BatchJobs', { filter: { BatchJobRecId: { in: [1, 2] } } }),
  suffix: await ask('CustomersV3', { filter: { CreditLimit: { ge: { type: 'decimal', value: '1005.5' } } } }),
  collection: await ask('CustomersV3', { filter: { Lines: { any: { Quantity: { gt: 1 } } } } }),
};
tell(seen);
