import { contentOf, contents, isFine, isOfService, isRefusal, type Seen } from './seen.ts';
import { about, type Question } from './question.ts';
import type { RequestName } from './requests.ts';

const minuteMs = 60_000;
const durations = ['under 1 s', '1 to 5 s', '5 to 30 s', 'over 30 s'] as const;
const refusals = ['401', '403', 'redirect', 'html page', 'accepted', 'other'];

function refusalOf(seen: Seen): string {
  if (isRefusal(seen)) return String(seen.status);
  if (seen.status >= 300 && seen.status < 400) return 'redirect';
  if (!isFine(seen)) return 'other';
  return contentOf(seen) === 'html' ? 'html page' : 'accepted';
}

export function durationOf(ms: number): (typeof durations)[number] {
  if (ms < 1000) return 'under 1 s';
  if (ms < 5000) return '1 to 5 s';
  return ms < 30_000 ? '5 to 30 s' : 'over 30 s';
}

/** What only a user with a right gets, and how a message names the right. */
export const rights = [
  ['session', 'right-services', 'call a custom service (`rest`, `token` with `verify`)'],
  ['companies', 'right-data', 'read legal entities by OData (`rest`)'],
  ['job', 'right-batch-jobs', 'read batch jobs (`batch-wait`)'],
  ['unknown execution', 'right-data-management', 'read the status of an execution (`batch-wait`, data packages)'],
] as const satisfies readonly (readonly [RequestName, id: string, what: string])[];

const ACCESS = rights.map(([ask]) => ask);

/** A further one, which does not show whether the application is known: it is asked for late. */
const customers = ['customers', 'right-customers', 'read customers by OData (`rest`)'] as const;
export const allRights = [...rights, customers];

/** A refusal counts only if the application is known at all. */
const rightQuestions = allRights.map(([ask, id, what]): Question => ({
  id,
  text: `May the user ${what}?`,
  asks: [ask, ...ACCESS.filter((each) => each !== ask)],
  evidence: 1,
  answers: ['allowed', 'refused'],
  of: () => true,
  judge([seen, ...others]) {
    if (!seen) return undefined;
    if (seen.status === 403 && others.some((other) => other && isOfService(other))) return 'refused';
    // An error counts as well, if it is F&O's own and not a page of what stands before it.
    return isOfService(seen) && contentOf(seen) === 'json' ? 'allowed' : undefined;
  },
}));

const refusal = (id: string, text: string, ask: RequestName): Question => ({
  ...about(id, text, ask, refusals, refusalOf),
  of: () => true,
});

const bodyOf = (status: 401 | 403, id: string): Question => ({
  ...about(
    id,
    `What is the body of a ${status}?`,
    ['wrong token', 'no token', ...ACCESS, customers[0]],
    contents,
    contentOf,
  ),
  of: (seen) => seen.status === status,
});

/** Sign-in, rights and how fast responses come. */
export const accessQuestions: readonly Question[] = [
  {
    id: 'token-format',
    text: 'Can the claims of an access token be read?',
    asks: [],
    answers: ['jwt', 'opaque'],
    judge: (_, { isJwt }) => (isJwt ? 'jwt' : 'opaque'),
  },
  {
    id: 'token-lifetime',
    text: 'How long is an access token valid?',
    asks: [],
    answers: ['under 50 min', '50 to 70 min', 'over 70 min'],
    judge(_, { lifetimeMs }) {
      if (lifetimeMs === undefined) return undefined;
      if (lifetimeMs < 50 * minuteMs) return 'under 50 min';
      return lifetimeMs <= 70 * minuteMs ? '50 to 70 min' : 'over 70 min';
    },
  },
  {
    id: 'registered',
    text: 'Does F&O know the application?',
    asks: ACCESS,
    answers: ['yes', 'refused with 401', 'refused with 403'],
    of: () => true,
    judge(all) {
      const seen = all.filter((each) => each !== undefined);
      if (seen.some(isOfService)) return 'yes';
      if (seen.length < ACCESS.length) return undefined;
      if (seen.every(({ status }) => status === 401)) return 'refused with 401';
      return seen.every(({ status }) => status === 403) ? 'refused with 403' : undefined;
    },
  },
  ...rightQuestions,
  refusal('wrong-token', 'What does an invalid token get?', 'wrong token'),
  refusal('no-token', 'What does a request without a token get?', 'no token'),
  bodyOf(401, 'refusal-body'),
  bodyOf(403, 'forbidden-body'),
  about(
    'activity-id',
    'Do responses have an activity ID (ms-dyn-aid)?',
    ['session', 'job'],
    ['yes', 'no'],
    ({ headers }) => (headers['ms-dyn-aid'] === undefined ? 'no' : 'yes'),
  ),
  about(
    'compression',
    'Are large responses compressed?',
    ['schema', 'customers', 'companies', 'job'],
    ['gzip', 'no', 'other'],
    ({ headers: { 'content-encoding': encoding = '' } }) =>
      encoding === '' ? 'no' : encoding === 'gzip' ? 'gzip' : 'other',
  ),
  about(
    'clock',
    "How far is the environment's clock (Date) from this machine's?",
    'session',
    ['within 1 min', 'ahead', 'behind'],
    ({ aheadMs }) => {
      if (aheadMs === undefined) return undefined;
      if (Math.abs(aheadMs) < minuteMs) return 'within 1 min';
      return aheadMs > 0 ? 'ahead' : 'behind';
    },
  ),
  about('first-data-response', 'How long did the first data request take?', 'companies', durations, ({ elapsedMs }) =>
    durationOf(elapsedMs),
  ),
  {
    id: 'later-responses',
    text: 'How long did later ones take (median)?',
    asks: ['unknown set', 'missing job', 'job', 'canceled', 'or'],
    answers: durations,
    judge(all) {
      const times = all.flatMap((seen) => seen?.elapsedMs ?? []).sort((a, b) => a - b);
      const median = times[Math.floor(times.length / 2)];
      return median === undefined ? undefined : durationOf(median);
    },
  },
];
