import { Outage } from '../errors.ts';
import { asObject, asText, membersOf, type JsonObject } from '../json/narrow.ts';
import { readText, jsonOf, nameOf, NOT_OF_FNO, type Reader, type ReadRequest } from './read.ts';

/** What F&O says of the user behind a token; empty if it does not say. */
export interface Session {
  user: string;
  company: string;
  version: string;
}

const SESSION: ReadRequest = {
  method: 'POST',
  path: '/api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo',
  body: '{}',
};
const VERSION: ReadRequest = {
  method: 'POST',
  path: '/data/DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion',
  body: '{}',
};
const ENTITY: ReadRequest = { method: 'GET', path: '/data/BatchJobs?$top=1' };

/**
 * Asks the environment whether it accepts the token: by a service that every environment has, and by an entity if that
 * service is not found. `$metadata` would prove nothing: it is open to any valid token.
 *
 * @throws Outage while the environment is starting, Failure if it says no
 */
export async function verifyAccess(reader: Reader): Promise<Session> {
  const response = await readText(reader, SESSION, (status) => status === 404);
  if (response.status === 404) {
    objectOf(jsonOf(await readText(reader, ENTITY), ENTITY), ENTITY);
    return { user: '', company: '', version: await versionOf(reader) };
  }
  const session = objectOf(jsonOf(response, SESSION), SESSION);
  return {
    user: firstString(session, ['UserId', 'userId', 'User', 'user']),
    company: firstString(session, ['Company', 'company', 'PartitionCompany']),
    version: await versionOf(reader),
  };
}

/** The version is a courtesy: without it the token is no worse. */
async function versionOf(reader: Reader): Promise<string> {
  try {
    const response = await readText(reader, VERSION, () => true);
    return response.status === 200 ? firstString(membersOf(jsonOf(response, VERSION)), ['value']) : '';
  } catch (thrown) {
    if (thrown instanceof Outage) return '';
    throw thrown;
  }
}

/** Anything else does not come from F&O: a page of a gateway or of the network before it. */
function objectOf(json: unknown, request: ReadRequest): JsonObject {
  const object = asObject(json);
  if (!object) throw new Outage(`${nameOf(request)} returned something other than an object.`, { remedy: NOT_OF_FNO });
  return object;
}

const firstString = (object: JsonObject, names: readonly string[]): string =>
  names.map((name) => asText(object[name])).find((text) => text !== undefined) ?? '';
