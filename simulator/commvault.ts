import { json, type SimulatedResponse } from './response.ts';
import { header, type Exchange } from './exchange.ts';
import { asObject, asText, parseJson, type JsonObject } from './json.ts';
import type { World } from './world.ts';

const base64Fields = ['applicationSecret', 'certificate', 'certificatePassword'];

/** `POST /v4/dynamics365` of the Command Center. */
export async function commvault({ scenario }: World, x: Exchange): Promise<SimulatedResponse> {
  const refuse = (status: number, message: string): SimulatedResponse =>
    json(status, { errorCode: status, errorMessage: message });
  if (x.method !== 'POST') return refuse(405, 'The method is not allowed.');
  const token = header(x, 'authtoken');
  if (token === '' || (scenario.commvaultToken !== '' && token !== scenario.commvaultToken)) {
    return refuse(401, 'Access denied: the Authtoken is not valid.');
  }
  let body: JsonObject;
  try {
    body = asObject(parseJson((await x.body()).toString()));
  } catch {
    return refuse(400, 'The request body is not valid JSON.');
  }
  const plan = asObject(body['serverPlan']);
  const app = asObject(body['azureApp']);
  if (asText(body['name']) === '') return refuse(400, 'name is missing.');
  if (asText(plan['id']) === '' && asText(plan['name']) === '') return refuse(400, 'serverPlan is missing.');
  for (const field of ['applicationId', 'applicationSecret', 'azureDirectoryId']) {
    if (asText(app[field]) === '') return refuse(400, `azureApp.${field} is missing.`);
  }
  const wrong = base64Fields.find((field) => app[field] !== undefined && !isBase64(asText(app[field])));
  if (wrong !== undefined) return refuse(400, `azureApp.${wrong} is not base64.`);
  return json(200, { id: 4217, name: asText(body['name']) });
}

const isBase64 = (text: string): boolean => text !== '' && Buffer.from(text, 'base64').toString('base64') === text;
