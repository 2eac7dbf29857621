import { Outage } from '../errors.ts';
import { askText, fieldsOf, jsonOf, nameOf, type Asker, type Question } from './ask.ts';

/** What F&O tells of the user behind a token; empty where it does not tell. */
export interface Session {
  user: string;
  company: string;
  version: string;
}

const SESSION: Question = {
  method: 'POST',
  path: '/api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo',
  body: '{}',
};
const VERSION: Question = {
  method: 'POST',
  path: '/data/DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion',
  body: '{}',
};
const ENTITY: Question = { method: 'GET', path: '/data/BatchJobs?$top=1' };

/**
 * Asks the environment whether it takes the token: by a service that every environment has, and by an entity where that
 * service is not found. `$metadata` would prove nothing: it answers any valid token.
 *
 * @throws Outage while the environment is starting, Failure where it says no
 */
export async function verifyAccess(asker: Asker): Promise<Session> {
  const session = await askText(asker, SESSION, (status) => status === 404);
  if (session.status === 404) {
    objectOf(jsonOf(await askText(asker, ENTITY), ENTITY), ENTITY);
    return { user: '', company: '', version: await versionOf(asker) };
  }
  const told = objectOf(jsonOf(session, SESSION), SESSION);
  return {
    user: firstString(told, ['UserId', 'userId', 'User', 'user']),
    company: firstString(told, ['Company', 'company', 'PartitionCompany']),
    version: await versionOf(asker),
  };
}

/** The version is a courtesy: without it the token is no worse. */
async function versionOf(asker: Asker): Promise<string> {
  try {
    const answer = await askText(asker, VERSION, () => true);
    return answer.status === 200 ? firstString(fieldsOf(jsonOf(answer, VERSION)), ['value']) : '';
  } catch (thrown) {
    if (thrown instanceof Outage) return '';
    throw thrown;
  }
}

/** Anything else does not come from F&O: a page of a gateway or of the network before it. */
function objectOf(json: unknown, question: Question): Record<string, unknown> {
  if (typeof json !== 'object' || json === null)
    throw new Outage(`${nameOf(question)} was not answered with an object.`);
  return fieldsOf(json);
}

const firstString = (object: Record<string, unknown>, names: readonly string[]): string =>
  names.map((name) => object[name]).find((value): value is string => typeof value === 'string') ?? '';
