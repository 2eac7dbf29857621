import { json, type Answer } from '../answer.ts';
import { setBatchJobToWaiting } from '../batch/start.ts';
import { header, type Exchange } from '../exchange.ts';
import { refused } from '../fno/gate.ts';
import type { World } from '../world.ts';
import { collection, countRows, odataHeaders } from './collection.ts';
import { odataError, ODataError } from './errors.ts';
import { single } from './single.ts';
import { csdl } from './metadata.ts';
import { entitySets } from './sets.ts';

/** `/data…`: service document, collections, single rows, bound actions. Undefined for any other path. */
export async function dataRoute(world: World, x: Exchange, path: string): Promise<Answer | undefined> {
  if (path !== '/data' && !path.startsWith('/data/')) return undefined;
  try {
    const answer = await serve(world, x, path.slice('/data/'.length));
    return answer === undefined ? undefined : withByteOrderMark(world, answer);
  } catch (error) {
    if (error instanceof ODataError) return odataError(error.status, error.message);
    throw error;
  }
}

async function serve(world: World, x: Exchange, path: string): Promise<Answer | undefined> {
  const sets = entitySets(world);
  if (path === '') {
    return json(
      200,
      {
        '@odata.context': `https://${x.host}/data/$metadata`,
        value: sets.map(({ name }) => ({ name, kind: 'EntitySet', url: name })),
      },
      odataHeaders,
    );
  }
  if (path === '$metadata') return csdl(world);
  if (path === '$batch') return batch(x);
  const [, name = '', key, rest = ''] = /^([A-Za-z]\w*)(?:\((.*)\))?(\/.*)?$/.exec(path) ?? [];
  // Names are case-sensitive.
  const set = sets.find((candidate) => candidate.name === name);
  if (set === undefined) return undefined;
  if (rest === '/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting' && name === 'BatchJobs') {
    return setBatchJobToWaiting(world, x);
  }
  if (rest === '/$count' && key === undefined) return countRows(world, x, set);
  if (rest !== '') return undefined;
  if (key !== undefined) return single(x, set, key);
  if (x.method === 'GET' || x.method === 'HEAD') return collection(world, x, set);
  if (x.method === 'POST') return single(x, set, undefined);
  return refused(404, world.scenario.notFoundBody);
}

/** A batch comes back byte for byte: what matters here is the way there and back. */
async function batch(x: Exchange): Promise<Answer> {
  const contentType = header(x, 'content-type');
  if (x.method !== 'POST' || !contentType.startsWith('multipart/mixed')) {
    throw new ODataError(400, `The content type '${contentType}' is not that of a batch request.`);
  }
  return { status: 200, headers: { 'content-type': contentType, 'odata-version': '4.0' }, body: await x.body() };
}

function withByteOrderMark({ scenario }: World, answer: Answer): Answer {
  return scenario.byteOrderMark === 'always' && typeof answer.body === 'string' && !answer.body.startsWith('\ufeff')
    ? { ...answer, body: `\ufeff${answer.body}` }
    : answer;
}
