import { contentOf, contents, isFine, isOfService, type Seen } from './seen.ts';
import type { Question } from './question.ts';
import type { RequestName } from './requests.ts';

const minuteMs = 60_000;
const rights = ['allowed', 'refused'];
const durations = ['under 1 s', '1 to 5 s', '5 to 30 s', 'over 30 s'] as const;
const refusals = ['401', '403', 'redirect', 'html page', 'accepted', 'other'];

const isRefusal = ({ status }: Seen) => status === 401 || status === 403;

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

/** @param ask what only a user with the right can do; a refusal counts only where the application is known at all */
const right = (id: string, what: string, ask: RequestName, others: readonly RequestName[]): Question => ({
  id,
  text: `May the user ${what}?`,
  asks: [ask, ...others],
  answers: rights,
  ofRefusals: true,
  judge([seen, ...rest]) {
    if (!seen) return undefined;
    if (seen.status === 403 && rest.some((other) => other && isOfService(other))) return 'refused';
    return isOfService(seen) ? 'allowed' : undefined;
  },
});

const ACCESS = ['session', 'companies', 'job', 'unknown execution'] as const;
const but = (name: (typeof ACCESS)[number]) => ACCESS.filter((each) => each !== name);

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
    ofRefusals: true,
    judge(all) {
      const seen = all.filter((each) => each !== undefined);
      if (seen.some(isOfService)) return 'yes';
      if (seen.length < ACCESS.length) return undefined;
      if (seen.every(({ status }) => status === 401)) return 'refused with 401';
      return seen.every(({ status }) => status === 403) ? 'refused with 403' : undefined;
    },
  },
  right('right-services', 'call a custom service', 'session', but('session')),
  right('right-data', 'read the legal entities', 'companies', but('companies')),
  right('right-batch-jobs', 'read batch jobs', 'job', but('job')),
  right('right-data-management', 'read the status of an execution', 'unknown execution', but('unknown execution')),
  {
    id: 'wrong-token',
    text: 'What does a token that is none get?',
    asks: ['wrong token'],
    answers: refusals,
    ofRefusals: true,
    judge: ([seen]) => seen && refusalOf(seen),
  },
  {
    id: 'no-token',
    text: 'What does a request without a token get?',
    asks: ['no token'],
    answers: refusals,
    ofRefusals: true,
    judge: ([seen]) => seen && refusalOf(seen),
  },
  {
    id: 'refusal-body',
    text: 'What is the body of a 401 or 403?',
    asks: ['wrong token', ...ACCESS],
    answers: contents,
    ofRefusals: true,
    judge(all) {
      const refused = all.find((seen) => seen && isRefusal(seen));
      return refused && contentOf(refused);
    },
  },
  {
    id: 'activity-id',
    text: 'Do responses have an activity ID (ms-dyn-aid)?',
    asks: ['session', 'job'],
    answers: ['yes', 'no'],
    judge(all) {
      const seen = all.find((each) => each !== undefined);
      return seen && (seen.headers['ms-dyn-aid'] === undefined ? 'no' : 'yes');
    },
  },
  {
    id: 'compression',
    text: 'Are responses compressed?',
    asks: ['companies', 'job', 'session'],
    answers: ['gzip', 'no', 'other'],
    judge(all) {
      const encoding = all.find((each) => each !== undefined)?.headers['content-encoding'] ?? '';
      return encoding === '' ? 'no' : encoding === 'gzip' ? 'gzip' : 'other';
    },
  },
  {
    id: 'clock',
    text: "How far is the environment's clock (Date) from this machine's?",
    asks: ['session'],
    answers: ['within 1 min', 'ahead', 'behind'],
    judge([seen]) {
      if (seen?.aheadMs === undefined) return undefined;
      if (Math.abs(seen.aheadMs) < minuteMs) return 'within 1 min';
      return seen.aheadMs > 0 ? 'ahead' : 'behind';
    },
  },
  {
    id: 'first-data-response',
    text: 'How long did the first data request take?',
    asks: ['companies'],
    answers: durations,
    judge: ([seen]) => seen && durationOf(seen.elapsedMs),
  },
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
