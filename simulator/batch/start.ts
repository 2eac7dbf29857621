import { json, type SimulatedResponse } from '../response.ts';
import { rootOf, type Exchange } from '../exchange.ts';
import { jsonBody } from '../body.ts';
import { asObject, asText, rawNumber } from '../json.ts';
import { odataHeaders } from '../odata/collection.ts';
import { allow, ODataError } from '../odata/errors.ts';
import type { World } from '../world.ts';
import { releases, startJob, underWayStatuses } from './job.ts';

/** `POST /data/BatchJobs/Microsoft.Dynamics.DataEntities.SetBatchJobToWaiting`. */
export async function setBatchJobToWaiting(world: World, x: Exchange): Promise<SimulatedResponse> {
  const { jobs, scenario, clock } = world;
  allow(x, ['POST']);
  const recId = asText(asObject(await jsonBody(x))['batchJobId']);
  if (!/^\d+$/.test(recId)) throw new ODataError(400, "The parameter 'batchJobId' must be a number.");
  const job = jobs.get(recId);
  if (scenario.startRefusal !== null) return started(world, x, recId, scenario.startRefusal);
  if (job === undefined) return started(world, x, recId, `Batch job ${recId} does not exist.`);
  if (underWayStatuses.includes(job.status)) {
    const reason = `Batch job ${recId} has the status ${job.status} and cannot be set to Waiting.`;
    if (scenario.startUnderWay === 'http-500') throw new ODataError(500, reason);
    return started(world, x, recId, reason);
  }
  if (job.status === 'Hold' && !releases(scenario.holdReleasedBy, 'start')) {
    return started(world, x, recId, `Batch job ${recId} is withheld.`);
  }
  startJob(job, clock.now(), scenario.startScheduled);
  return started(world, x, recId, '');
}

/** The response, with the misspellings of the documentation or those of the table under it. */
function started({ scenario }: World, x: Exchange, recId: string, problem: string): SimulatedResponse {
  const documented = scenario.startResponseNames === 'documented';
  const result = {
    ResponseStatusCode: problem === '' ? 200 : 400,
    IsSuccess: problem === '',
    [documented ? 'Batch JobId' : 'BatchJobId']: rawNumber(recId),
    ExceptionDetails: problem,
    [documented ? 'reponseMessage' : 'ReponseMessage']:
      problem === '' ? `Batch job ${recId} was set to Waiting.` : 'The batch job could not be set to Waiting.',
  };
  const response =
    scenario.startResponseShape === 'object'
      ? result
      : { '@odata.context': `${rootOf(x)}/data/$metadata#Edm.String`, value: JSON.stringify(result) };
  return json(200, response, odataHeaders(x));
}
