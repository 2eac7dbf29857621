import { json, type Answer } from '../answer.ts';
import { setBatchJobToWaiting } from '../batch/start.ts';
import type { Exchange } from '../exchange.ts';
import { refused } from '../fno/gate.ts';
import type { World } from '../world.ts';
import { collection, countRows, odataHeaders } from './collection.ts';
import { ODataError } from './entity-set.ts';
import { single } from './single.ts';
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

/** The environment's error shape. Facts, chapter 3. */
export function odataError(status: number, message: string): Answer {
  return json(
    status,
    {
      error: {
        code: '',
        message: 'An error has occurred.',
        innererror: {
          message,
          type: 'Microsoft.OData.ODataException',
          stacktrace: 'at Microsoft.Dynamics.Platform.Integration.Services.OData.Query(ODataQueryOptions options)',
        },
      },
    },
    odataHeaders,
  );
}

function withByteOrderMark({ scenario }: World, answer: Answer): Answer {
  return scenario.byteOrderMark === 'always' && typeof answer.body === 'string' && !answer.body.startsWith('\ufeff')
    ? { ...answer, body: `\ufeff${answer.body}` }
    : answer;
}
