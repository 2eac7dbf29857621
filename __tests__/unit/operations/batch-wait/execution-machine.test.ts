import { describe, expect, test } from '@jest/globals';
import type { EntityProgress } from '../../../../src/fno/data-management/execution.ts';
import { entityStanding } from '../../../../src/fno/data-management/status.ts';
import type { Ending } from '../../../../src/operations/batch-wait/drive.ts';
import { beginExecution, stepExecution } from '../../../../src/operations/batch-wait/execution-machine.ts';
import type { ExecutionObservation, ExecutionState } from '../../../../src/operations/batch-wait/execution-state.ts';
import { messageFor } from '../../../../src/operations/batch-wait/execution-messages.ts';
import { render } from '../../../../src/operations/batch-wait/message.ts';
import { ServerText } from '../../../../src/server-text.ts';
import { show } from './play.ts';

const status = (name: string): ExecutionObservation => ({
  kind: 'status',
  status: new ServerText(name),
  entities: undefined,
});
const entity = (targetStatus: string, staged = 10, created = 7, updated = 3): EntityProgress => ({
  definitionGroup: 'Nightly',
  entity: new ServerText('Customers V3'),
  stagingStatus: new ServerText('Finished'),
  targetStatus: new ServerText(targetStatus),
  staged,
  created,
  updated,
  began: undefined,
  ended: undefined,
});
const details = (entities: EntityProgress[], isExport = false): ExecutionObservation => ({
  kind: 'details',
  isCut: false,
  entities,
  errors: [],
  isExport,
});
/** The step was interrupted before, or while, they were read. */
const cut = (entities?: EntityProgress[]): ExecutionObservation => ({
  kind: 'details',
  isCut: true,
  entities,
  errors: undefined,
  isExport: false,
});
const message = (name?: string, executionId?: string): ExecutionObservation => ({
  kind: 'message',
  status: name === undefined ? undefined : new ServerText(name),
  executionId,
  said: name === undefined ? 'Access denied.' : '',
});
const NOT_FOUND: ExecutionObservation = { kind: 'not-found', message: 'Details were not found.' };
const ODD: Ending = { kind: 'no-response', message: 'GET returned 403.', odd: true };
const OUTAGE: Ending = { kind: 'no-response', message: 'GET returned 503.', odd: false };
const DEADLINE: Ending = { kind: 'deadline', last: undefined };

type Event = ExecutionObservation | Ending | number;

/** Lets events happen, 10 s apart; a number is the second of the next one. */
function play(wanted: 'execution' | 'message', events: readonly Event[], once = false) {
  const rules = { once, fixedGapMs: undefined };
  const what =
    wanted === 'execution'
      ? ({ kind: wanted, executionId: 'E' } as const)
      : ({ kind: wanted, messageId: 'M' } as const);
  let state: ExecutionState = beginExecution(what, rules, { monotonicMs: 0 }).state;
  let seconds = -10;
  let next: number | undefined;
  const lines: string[] = [];
  for (const event of events) {
    if (typeof event === 'number') {
      next = event;
      continue;
    }
    seconds = next ?? seconds + 10;
    next = undefined;
    const stepped = stepExecution(state, event, rules, { monotonicMs: seconds * 1_000 });
    state = stepped.state;
    for (const effect of stepped.effects) if (effect.kind === 'say') lines.push(render(effect.message, show));
  }
  return { outcome: state.ended?.outcome ?? 'open', lines, error: render(messageFor(state, 60_000), show) };
}

type Row = readonly [string, 'execution' | 'message', readonly Event[], string, 'once'?];

const rows: Row[] = [
  ['one that succeeds', 'execution', [status('NotRun'), status('Executing'), status('Succeeded')], 'finished'],
  ['one that fails', 'execution', [status('Failed')], 'error'],
  ['one that is canceled', 'execution', [status('Canceled')], 'canceled'],
  ['pending statuses', 'execution', [status('Unknown'), status('Queued'), status('')], 'open'],
  ['a status nobody knows', 'execution', [status('Sleeping'), DEADLINE], 'timeout'],
  ['rows that were all written', 'execution', [status('Succeeded'), details([entity('Finished')])], 'finished'],
  ['entities that an interruption cuts', 'execution', [status('Succeeded'), cut()], 'interrupted'],
  ['errors that an interruption cuts', 'execution', [status('Succeeded'), cut([entity('Finished')])], 'finished'],
  ['errors of one in Error, cut', 'execution', [status('Succeeded'), cut([entity('Error')])], 'partially-succeeded'],
  ['a failure whose details are cut', 'execution', [status('Failed'), cut()], 'error'],
  ['an entity in Error', 'execution', [status('Succeeded'), details([entity('Error')])], 'partially-succeeded'],
  [
    'one that was aborted',
    'execution',
    [status('Succeeded'), details([entity('Aborted', 0, 0, 0)])],
    'partially-succeeded',
  ],
  ['rows that failed', 'execution', [status('Succeeded'), details([entity('Finished', 11)])], 'partially-succeeded'],
  [
    'rows that an export does not count',
    'execution',
    [status('Succeeded'), details([entity('Finished', 9, 0, 0)], true)],
    'finished',
  ],
  [
    'rows that an import lost',
    'execution',
    [status('Succeeded'), details([entity('Finished', 9, 0, 0)])],
    'partially-succeeded',
  ],
  ['details that cannot be better', 'execution', [status('Failed'), details([entity('Finished')])], 'error'],
  ['a new one', 'execution', [NOT_FOUND, 299, NOT_FOUND, status('Executing')], 'open'],
  ['one that does not exist', 'execution', [NOT_FOUND, 300, NOT_FOUND], 'failed'],
  ['one that was cleaned up', 'execution', [status('Executing'), NOT_FOUND, 310, NOT_FOUND], 'deleted'],
  ['an odd response at first', 'execution', [ODD], 'failed'],
  ['two of them later', 'execution', [status('Executing'), ODD, 200, ODD], 'open'],
  ['three within a minute', 'execution', [status('Executing'), ODD, ODD, ODD], 'open'],
  ['three over a minute', 'execution', [status('Executing'), ODD, ODD, 70, ODD], 'failed'],
  ['outages', 'execution', [OUTAGE, OUTAGE, OUTAGE, 900, OUTAGE], 'open'],
  ['an interruption', 'execution', [status('Executing'), { kind: 'interrupted' }], 'interrupted'],
  ['a deadline', 'execution', [status('Executing'), DEADLINE], 'timeout'],
  ['one poll', 'execution', [status('Executing')], 'pending', 'once'],
  ['one poll that does not find it', 'execution', [NOT_FOUND], 'pending', 'once'],
  ['one poll of a status nobody knows', 'execution', [status('Sleeping')], 'failed', 'once'],
  ['one poll without a response', 'execution', [OUTAGE], 'failed', 'once'],
  ['one poll at the end', 'execution', [status('Succeeded')], 'finished', 'once'],
  ['a message in its queue', 'message', [message('Enqueued'), 900, message('Enqueued')], 'open'],
  [
    'a message and its execution',
    'message',
    [message('Enqueued'), message('Processing', 'E'), status('Succeeded')],
    'finished',
  ],
  ['a message that failed', 'message', [message('Enqueued'), message('PreProcessingError')], 'error'],
  ['a message that was processed', 'message', [message('Processed'), 299, message('Processed')], 'open'],
  [
    'a message that was processed without an execution',
    'message',
    [message('Processed'), 300, message('Processed')],
    'finished',
  ],
  [
    'a message whose execution comes later',
    'message',
    [message('Processed'), 200, message('Processed', 'E'), status('Failed')],
    'error',
  ],
  ['one poll of one that was processed', 'message', [message('Processed')], 'finished', 'once'],
  ['a message that nobody knows', 'message', [message(), 299, message()], 'open'],
  ['for five minutes', 'message', [message(), 300, message()], 'failed'],
  ['a message that is new', 'message', [message(), 200, message('Enqueued'), 400, message()], 'open'],
  ['one poll of a message', 'message', [message('Enqueued')], 'pending', 'once'],
  ['one poll of one that nobody knows', 'message', [message()], 'pending', 'once'],
  [
    'one poll of one with an execution',
    'message',
    [message('Processing', 'E'), status('Executing')],
    'pending',
    'once',
  ],
];

test.each(
  rows.map(([title, wanted, events, outcome, once]) => ({ title, wanted, events, outcome, once: once === 'once' })),
)('$title ($wanted, once: $once): $outcome', ({ wanted, events, outcome, once }) => {
  expect(play(wanted, events, once).outcome).toBe(outcome);
});

describe('what is said', () => {
  test('of a message in its queue is not said of one that nobody knows', () => {
    expect(play('message', [message(), message()]).lines).toEqual([
      'Message M is not known to F&O yet. Checking again for up to 5 min. F&O says: Access denied.',
    ]);
    expect(play('message', [message('Enqueued')]).lines).toEqual([
      'Message M: Enqueued; F&O has not started an execution for it yet.',
    ]);
  });

  test('of rows that failed names their entities', () => {
    const { error } = play('execution', [status('Succeeded'), details([entity('Finished', 12), entity('Error')])]);
    expect(error).toMatch(
      /^Execution E succeeded only in part\. Entities with failures: Customers V3 \(2 rows failed\), Customers V3\. F&O reported no errors/,
    );
  });
});

test.each([
  ['Finished', 'done'],
  ['Error', 'failed'],
  ['Aborted', 'failed'],
  ['NotRun', 'pending'],
  ['None', 'pending'],
  ['', 'pending'],
  ['Executing', 'pending'],
])('an entity at %s is %s', (name, standing) => {
  expect(entityStanding(name)).toBe(standing);
});

test.each<[string, 'execution' | 'message', readonly Event[], RegExp]>([
  [
    'an ID that F&O may not have',
    'execution',
    [status('Unknown'), DEADLINE],
    /still Unknown after 1 min\. Check the exec/,
  ],
  [
    'one that runs',
    'execution',
    [status('Executing'), DEADLINE],
    /still Executing after 1 min\. It continues in F&O\./,
  ],
  [
    'one that was never seen',
    'execution',
    [NOT_FOUND, DEADLINE],
    /^Execution E was not visible in F&O after 1 min\. Check/,
  ],
  [
    'an outage at the end',
    'execution',
    [
      status('Executing'),
      OUTAGE,
      {
        kind: 'deadline',
        last: { message: 'It broke. Mend it.', withoutRemedy: 'It broke.', retryAfterMs: undefined },
      },
    ],
    /^Execution E was Executing when it was last seen\. The wait ended after 1 min, .*: It broke\. It may continue/,
  ],
  [
    'an outage from the first poll on',
    'execution',
    [
      OUTAGE,
      {
        kind: 'deadline',
        last: { message: 'It broke. Mend it.', withoutRemedy: 'It broke.', retryAfterMs: undefined },
      },
    ],
    /was not visible in F&O after 1 min, and the last polls had no valid response: It broke\. Mend it\. Check/,
  ],
  [
    'a role that is lost',
    'execution',
    [status('Executing'), ODD, ODD, 90, ODD],
    /403\. Execution E was Executing when/,
  ],
  [
    'a message that nobody processes',
    'message',
    [message('Enqueued'), DEADLINE],
    /Enqueued after 1 min\. F&O processes/,
  ],
])('the error of %s says what is true', (_, wanted, events, expected) => {
  expect(play(wanted, events).error).toMatch(expected);
});
