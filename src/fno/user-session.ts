import { Failure, Outage } from '../errors.ts';
import type { Answer } from '../http/door.ts';
import { intoMemory } from '../http/receive.ts';
import { describeAnswer } from './answer-error.ts';
import type { Fno } from './environment.ts';

/** What F&O tells of the user behind a token; empty where it does not tell. */
export interface Session {
  user: string;
  company: string;
  version: string;
}

/** The environment answered 401 or 403: it does not know the application, or its user lacks the role. */
export class Refused extends Failure {
  override name = 'Refused';
}

const SESSION_PATH = '/api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo';
const VERSION_PATH = '/data/DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion';
const ENTITY_PATH = '/data/BatchJobs?$top=1';

/**
 * Asks the environment whether it takes the token: by a service that every environment has, and by an entity where that
 * service is not found. `$metadata` would prove nothing: it answers any valid token.
 *
 * @param attempts `once` where a wait repeats the look
 * @throws Outage while the environment is starting, Refused or another Failure where it says no
 */
export async function verifyAccess(fno: Fno, attempts: 'retry' | 'once', signal: AbortSignal): Promise<Session> {
  const ask = (method: 'GET' | 'POST', path: string) =>
    fno.send(
      {
        method,
        url: fno.url(path),
        ...(method === 'POST' && {
          body: { kind: 'text', text: '{}' },
          headers: { 'content-type': 'application/json; charset=utf-8' },
        }),
        read: true,
        attempts,
        signal,
      },
      intoMemory,
    );

  const session = await ask('POST', SESSION_PATH);
  if (session.status === 404) {
    const entity = await ask('GET', ENTITY_PATH);
    judge(entity, `GET ${ENTITY_PATH}`);
    return { user: '', company: '', version: await versionOf(ask) };
  }
  judge(session, `POST ${SESSION_PATH}`);
  const told = parseObject(session.body);
  return {
    user: firstString(told, ['UserId', 'userId', 'User', 'user']),
    company: firstString(told, ['Company', 'company', 'PartitionCompany']),
    version: await versionOf(ask),
  };
}

function judge(answer: Answer<Buffer>, name: string): void {
  if (answer.status >= 200 && answer.status < 300) return;
  const sentence = describeAnswer(name, answer, answer.body.toString('utf8'));
  const starting = answer.status === 408 || answer.status === 429 || answer.status >= 500;
  if (answer.status === 401 || answer.status === 403) throw new Refused(sentence);
  throw starting ? new Outage(sentence) : new Failure(sentence);
}

/** The version is a courtesy: without it the token is no worse. */
async function versionOf(ask: (method: 'POST', path: string) => Promise<Answer<Buffer>>): Promise<string> {
  try {
    const answer = await ask('POST', VERSION_PATH);
    return answer.status === 200 ? firstString(parseObject(answer.body), ['value']) : '';
  } catch (thrown) {
    if (thrown instanceof Outage) return '';
    throw thrown;
  }
}

function parseObject(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8').replace(/^\ufeff/, ''));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const firstString = (object: Record<string, unknown>, names: readonly string[]): string =>
  names.map((name) => object[name]).find((value): value is string => typeof value === 'string') ?? '';
