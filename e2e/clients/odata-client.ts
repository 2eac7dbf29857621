/** Reads, counts, inserts, changes and deletes rows with an OData client, single and in a batch. */
import { OData } from '@odata/client';
import { given, tell } from './given.ts';

const { environmentUrl, token } = given();
const client = OData.New4({
  serviceEndpoint: `${environmentUrl}/data/`,
  commonHeaders: { authorization: `Bearer ${token}` },
});
interface Group {
  dataAreaId: string;
  CustomerGroupId: string;
  Description: string;
}
const groups = client.getEntitySet<Group>('CustomerGroups');
const key = { dataAreaId: 'usmf', CustomerGroupId: '99' };
const created = await groups.create({ ...key, Description: 'New' });
await groups.update(key, { Description: 'Changed' });
const changed = await groups.retrieve(key);
const count = await groups.count();
const filtered = await groups.query(client.newFilter().property('CustomerGroupId').eq('99'));
const responses = await client.execBatchRequests([
  client.newBatchRequest({ collection: 'CustomerGroups', method: 'GET', params: client.newOptions().top(1) }),
  client.newBatchRequest({ collection: 'Companies', method: 'GET' }),
]);
const batch = await Promise.all(responses.map((response) => response.json() as Promise<{ value: unknown[] }>));
await groups.delete(key);
tell({
  created: created.Description,
  changed: changed.Description,
  count,
  filtered: filtered.length,
  batch: batch.map(({ value }) => value.length),
  left: await groups.count(),
});
