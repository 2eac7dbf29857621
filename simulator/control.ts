import { empty, json, type SimulatedResponse } from './response.ts';
import type { Exchange } from './exchange.ts';
import { asObject, parseJson, type Json, type JsonObject } from './json.ts';
import type { BatchJobSpec } from './batch/job.ts';
import { mergeScenario, problemOfJob } from './validate-scenario.ts';
import { reset, type World } from './world.ts';

/** `/_simulator/…`: the tests' own entrance. It is not recorded, and no fault hits it. */
export async function control(world: World, x: Exchange): Promise<SimulatedResponse> {
  try {
    const body = (await x.body()).toString();
    const given = body === '' ? {} : asObject(parseJson(body));
    switch (`${x.method} ${x.path}`) {
      case 'GET /_simulator/scenario':
        return json(200, world.scenario);
      case 'POST /_simulator/scenario':
        mergeScenario(world.scenario, given);
        return json(200, world.scenario);
      case 'GET /_simulator/requests':
        return json(200, world.requests);
      case 'DELETE /_simulator/requests':
        world.requests.length = 0;
        return empty(204);
      case 'GET /_simulator/jobs':
        return json(200, world.jobs.all());
      case 'POST /_simulator/jobs':
        return json(201, { recId: world.jobs.add(checkedJob(given)) });
      case 'GET /_simulator/business-events':
        return json(200, world.businessEvents);
      case 'GET /_simulator/clock':
        return json(200, { nowMs: world.clock.now() });
      case 'POST /_simulator/clock':
        world.clock.advance(checkedMs(given['advanceMs']));
        return json(200, { nowMs: world.clock.now() });
      case 'POST /_simulator/reset':
        reset(world);
        return empty(204);
      case 'POST /_simulator/stop':
        if (world.onStop === undefined) return json(404, { error: 'this simulator ends with its process alone' });
        x.response.once('close', world.onStop);
        return empty(204, { connection: 'close' });
      default:
        return json(404, { error: `there is no ${x.method} ${x.path}` });
    }
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** @throws Error for what is no time that can pass */
function checkedMs(given: Json | undefined): number {
  const ms = typeof given === 'number' ? given : Number.NaN;
  if (ms >= 0 && ms < Infinity) return ms;
  throw new Error('advanceMs must be a number of milliseconds, 0 or more');
}

/** @throws Error for what is no batch job */
function checkedJob(given: JsonObject): BatchJobSpec {
  const problem = problemOfJob(given);
  if (problem !== undefined) throw new Error(problem);
  return given;
}
