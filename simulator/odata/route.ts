import { json, type SimulatedResponse } from '../response.ts';
import { dataManagement } from '../dmf/actions.ts';
import { setBatchJobToWaiting } from '../batch/start.ts';
import { rootOf, type Exchange } from '../exchange.ts';
import { noRoute, notServed } from '../fno/gate.ts';
import type { World } from '../world.ts';
import { batch } from './batch.ts';
import { collection, countRows, odataHeaders } from './collection.ts';
import { typeOf } from './entity-set.ts';
import { allow, NotKnown, thrownResponse } from './errors.ts';
import { single } from './single.ts';
import { csdl } from './metadata.ts';
import { entitySets } from './sets.ts';

/** `/data…`: service document, collections, single rows, bound actions. Undefined for any other path. */
export async function dataRoute(world: World, x: Exchange, path: string): Promise<SimulatedResponse | undefined> {
  if (path !== '/data' && !path.startsWith('/data/')) return undefined;
  const response = await serve(world, x, path.slice('/data/'.length));
  return response === undefined ? undefined : withByteOrderMark(world, response);
}

/** A request inside a batch: it fails by itself. */
const inner =
  (world: World) =>
  async (x: Exchange, path: string): Promise<SimulatedResponse> => {
    try {
      return (await dataManagement(world, x, `/data/${path}`)) ?? (await serve(world, x, path)) ?? notServed(world, x);
    } catch (error) {
      return thrownResponse(world, x, error);
    }
  };

async function serve(world: World, x: Exchange, path: string): Promise<SimulatedResponse | undefined> {
  const sets = entitySets(world);
  if (path === '$batch') return batch(world, x, inner(world));
  if (path === '' || path === '$metadata') {
    allow(x, ['GET', 'HEAD']);
    if (path === '$metadata') return csdl(world);
    const value = sets.map(({ name }) => ({ name, kind: 'EntitySet', url: name }));
    return json(200, { '@odata.context': `${rootOf(x)}/data/$metadata`, value }, odataHeaders(x));
  }
  const [, name = '', key, rest = ''] = /^([A-Za-z]\w*)(?:\((.*)\))?(\/.*)?$/.exec(path) ?? [];
  // Names are case-sensitive.
  const set = sets.find((candidate) => candidate.name === name);
  if (set === undefined) return undefined;
  // A slash in a key is a segment of the path for F&O, encoded once or not.
  if (key !== undefined && /[/\\]/.test(key)) return noRoute(world, x);
  if (rest === '/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting' && name === 'BatchJobs' && key === undefined) {
    return setBatchJobToWaiting(world, x);
  }
  if (rest === '/Microsoft.Dynamics.DataEntities.GetInstalledModules' && x.method === 'POST') return modules(x);
  if (rest === '/$count' && key === undefined) {
    allow(x, ['GET', 'HEAD']);
    return countRows(world, x, set);
  }
  const property = rest.slice(1);
  if (key !== undefined && /\/\$(?:value|ref)$/.test(rest)) throw new NotKnown(`${rest} of a row`);
  if (key !== undefined && (rest === '' || typeOf(set, property) !== undefined)) {
    return single(world, x, set, key, property);
  }
  if (rest !== '') return undefined;
  if (x.method === 'GET' || x.method === 'HEAD') return collection(world, x, set);
  if (x.method === 'POST') return single(world, x, set, undefined);
  throw new NotKnown(`${x.method} of a whole entity set`);
}

/** A line for each module, as F&O writes them. */
const modules = (x: Exchange): SimulatedResponse =>
  json(
    200,
    {
      '@odata.context': `${rootOf(x)}/data/$metadata#Collection(Edm.String)`,
      value: ['ApplicationFoundation', 'ApplicationSuite'].map(
        (name) =>
          `Name: ${name} | Version: 10.0.2428.63 | Module: ${name} | Publisher: Microsoft Corporation | DisplayName: ${name}`,
      ),
    },
    odataHeaders(x),
  );

function withByteOrderMark({ scenario }: World, response: SimulatedResponse): SimulatedResponse {
  return scenario.byteOrderMark === 'always' && typeof response.body === 'string' && !response.body.startsWith('\ufeff')
    ? { ...response, body: `\ufeff${response.body}` }
    : response;
}
