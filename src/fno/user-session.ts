import { Outage } from '../errors.ts';
import { readText, fieldsOf, jsonOf, nameOf, type Reader, type ReadRequest } from './read.ts';

/** What F&O tells of the user behind a token; empty where it does not tell. */
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
 * Asks the environment whether it takes the token: by a service that every environment has, and by an entity where that
 * service is not found. `$metadata` would prove nothing: it answers any valid token.
 *
 * @throws Outage while the environment is starting, Failure where it says no
 */
export async function verifyAccess(reader: Reader): Promise<Session> {
  const session = await readText(reader, SESSION, (status) => status === 404);
  if (session.status === 404) {
    objectOf(jsonOf(await readText(reader, ENTITY), ENTITY), ENTITY);
    return { user: '', company: '', version: await versionOf(reader) };
  }
  const told = objectOf(jsonOf(session, SESSION), SESSION);
  return {
    user: firstString(told, ['UserId', 'userId', 'User', 'user']),
    company: firstString(told, ['Company', 'company', 'PartitionCompany']),
    version: await versionOf(reader),
  };
}

/** The version is a courtesy: without it the token is no worse. */
async function versionOf(reader: Reader): Promise<string> {
  try {
    const response = await readText(reader, VERSION, () => true);
    return response.status === 200 ? firstString(fieldsOf(jsonOf(response, VERSION)), ['value']) : '';
  } catch (thrown) {
    if (thrown instanceof Outage) return '';
    throw thrown;
  }
}

/** Anything else does not come from F&O: a page of a gateway or of the network before it. */
function objectOf(json: unknown, request: ReadRequest): Record<string, unknown> {
  if (typeof json !== 'object' || json === null)
    throw new Outage(`${nameOf(request)} was not answered with an object.`);
  return fieldsOf(json);
}

const firstString = (object: Record<string, unknown>, names: readonly string[]): string =>
  names.map((name) => object[name]).find((value): value is string => typeof value === 'string') ?? '';
