import { describe, expect, test } from '@jest/globals';
import { decideStart, judge, remember, startFrom, type History } from '../../../../src/operations/batch-wait/judge.ts';
import { jobAt, NOW_MS, type Dates } from './job-at.ts';

type Looked = readonly [status: string, dates?: Dates];
type Flag = 'allow-scheduled';

/** What the looks before found, oldest first; `start` is a start right after the look before it. */
type Past = readonly (Looked | 'start')[];

function historyOf(past: Past): History {
  let history: History = { kind: 'none' };
  for (const [index, step] of past.entries()) {
    const before = past[index - 1];
    if (step !== 'start') history = remember(history, jobAt(...step));
    else if (before !== undefined && before !== 'start') history = startFrom(jobAt(...before));
  }
  return history;
}

/** started-after is 12 hours: minus 720 minutes. */
const verdictOf = (past: Past, now: Looked, flags: readonly Flag[]) => {
  const rules = { allowScheduled: flags.includes('allow-scheduled'), startedAfterMs: NOW_MS - 720 * 60_000 };
  const verdict = judge(jobAt(...now), historyOf(past), rules, NOW_MS);
  return verdict.kind === 'over' ? verdict.outcome : `wait until ${verdict.until}`;
};

const DAY_OLD: Dates = { began: -1500, ended: -1490 };
const RECENT: Dates = { began: -60, ended: -30 };

const rows: readonly (readonly [past: Past, now: Looked, verdict: string, ...flags: Flag[]])[] = [
  // The first look, a run that has ended.
  [[], ['Finished', RECENT], 'finished'],
  [[], ['Error', RECENT], 'error'],
  [[], ['Canceled', RECENT], 'canceled'],
  [[], ['Cancelled', RECENT], 'canceled'],
  [[], ['NotRun', RECENT], 'not-run'],
  [[], ['Finished', DAY_OLD], 'wait until a-newer-run'],
  [[], ['Error', DAY_OLD], 'wait until a-newer-run'],
  [[], ['Canceled', DAY_OLD], 'wait until a-newer-run'],
  [[], ['NotRun', DAY_OLD], 'wait until a-newer-run'],
  [[], ['Finished', { began: -721, ended: -1 }], 'wait until a-newer-run'],
  [[], ['Finished', { began: -720, ended: -1 }], 'finished'],
  [[], ['Finished', { ended: -30 }], 'finished'],
  [[], ['Finished', { ended: -900 }], 'wait until a-newer-run'],
  [[], ['Finished'], 'wait until a-newer-run'],
  [[], ['Error'], 'error'],
  [[], ['Canceled'], 'canceled'],
  [[], ['NotRun'], 'not-run'],
  [[], ['Finished', { due: 60, ...RECENT }], 'finished'],
  // The first look, pending or under way.
  [[], ['Waiting'], 'wait until it-runs'],
  [[], ['Waiting', DAY_OLD], 'wait until it-runs'],
  [[], ['Waiting', { due: -1, ...RECENT }], 'wait until it-runs'],
  [[], ['Scheduled'], 'wait until it-runs'],
  [[], ['Ready'], 'wait until it-ends'],
  [[], ['Executing', { began: -5 }], 'wait until it-ends'],
  [[], ['Executing', { began: -5000 }], 'wait until it-ends'],
  [[], ['Cancelling'], 'wait until it-ends'],
  [[], ['Canceling'], 'wait until it-ends'],
  [[], ['Ready', { due: 60 }], 'wait until it-ends'],
  // The first look, due later.
  [[], ['Waiting', { due: 60 }], 'scheduled'],
  [[], ['Scheduled', { due: 60 }], 'scheduled'],
  [[], ['Waiting', { due: 0.4 }], 'wait until it-runs'],
  [[], ['Waiting', { due: 0.6 }], 'scheduled'],
  [[], ['Waiting', { began: 60 }], 'scheduled'],
  [[], ['Waiting', { due: 60, ...DAY_OLD }], 'scheduled'],
  [[], ['Waiting', { due: 60, ...RECENT }], 'ended-unknown'],
  [[], ['Waiting', { due: 60, began: -30, ended: -60 }], 'scheduled'],
  [[], ['Waiting', { due: 60, ended: -60 }], 'scheduled'],
  [[], ['Waiting', { due: 60 }], 'wait until it-is-due', 'allow-scheduled'],
  [[], ['Waiting', { due: 60, ...RECENT }], 'wait until it-is-due', 'allow-scheduled'],
  // Nobody will run it, or nobody knows.
  [[], ['Hold'], 'withheld'],
  [[], ['Hold', RECENT], 'withheld'],
  [[], ['Hold', { due: 60 }], 'withheld', 'allow-scheduled'],
  [[['Executing']], ['Hold'], 'withheld'],
  [[], ['Paused'], 'wait until a-known-status'],
  [[], [''], 'wait until a-known-status'],
  [[], ['constructor'], 'wait until a-known-status'],
  [[['Executing']], ['Paused'], 'wait until a-known-status'],
  // It was pending or under way, and has ended: its dates need not tell.
  [[['Waiting']], ['Finished', RECENT], 'finished'],
  [[['Waiting', DAY_OLD]], ['Finished', DAY_OLD], 'finished'],
  [[['Executing', { began: -5000 }]], ['Finished', { began: -5000, ended: 0 }], 'finished'],
  [[['Executing']], ['Error'], 'error'],
  [[['Ready']], ['Canceled'], 'canceled'],
  [[['Cancelling']], ['Canceled'], 'canceled'],
  [[['Waiting']], ['NotRun'], 'not-run'],
  [[['Paused']], ['Finished', RECENT], 'finished'],
  [[['Waiting', { due: 60 }]], ['Finished'], 'finished', 'allow-scheduled'],
  // A run that does not count, and what follows it.
  [[['Finished', DAY_OLD]], ['Finished', DAY_OLD], 'wait until a-newer-run'],
  [[['Error', DAY_OLD]], ['Error', DAY_OLD], 'wait until a-newer-run'],
  [[['Finished', DAY_OLD]], ['Finished', { began: -2, ended: -1 }], 'finished'],
  [[['Finished', DAY_OLD]], ['Finished', { began: -1500, ended: -1 }], 'finished'],
  [[['Finished', DAY_OLD]], ['Error', DAY_OLD], 'error'],
  [[['Finished', DAY_OLD]], ['Waiting', DAY_OLD], 'wait until it-runs'],
  [
    [
      ['Finished', DAY_OLD],
      ['Waiting', DAY_OLD],
    ],
    ['Finished', DAY_OLD],
    'finished',
  ],
  [[['Finished', DAY_OLD], ['Executing']], ['Error', DAY_OLD], 'error'],
  [[['Finished', DAY_OLD]], ['Waiting', { due: 60, ...DAY_OLD }], 'scheduled'],
  // A recurring job that goes back to Waiting.
  [[['Executing', { began: -5 }]], ['Waiting', { due: 60, began: -5, ended: 0 }], 'ended-unknown'],
  [[['Executing', { began: -5, ended: -90 }]], ['Waiting', { due: 60, began: -5, ended: 0 }], 'ended-unknown'],
  [[['Waiting', RECENT]], ['Waiting', { due: 60, began: -2, ended: -1 }], 'ended-unknown'],
  [[['Waiting', RECENT]], ['Waiting', { began: -2, ended: -1 }], 'ended-unknown'],
  [[['Waiting', RECENT]], ['Waiting', RECENT], 'wait until it-runs'],
  [[['Executing', RECENT]], ['Waiting', RECENT], 'wait until it-runs'],
  [[['Executing', RECENT]], ['Waiting', { due: 60, ...RECENT }], 'ended-unknown'],
  [[['Executing', RECENT]], ['Waiting', { due: 60, ...RECENT }], 'ended-unknown', 'allow-scheduled'],
  [
    [['Waiting', { due: 60 }], ['Executing']],
    ['Waiting', { due: 120, began: -5, ended: -1 }],
    'ended-unknown',
    'allow-scheduled',
  ],
  [[['Waiting', { due: 60 }]], ['Waiting', { due: 90 }], 'wait until it-is-due', 'allow-scheduled'],
  [[['Executing']], ['Finished', { due: 60, began: -5, ended: 0 }], 'finished'],
  // A start: only a run with evidence of being new counts.
  [[['Finished', RECENT], 'start'], ['Finished', RECENT], 'wait until a-newer-run'],
  [[['Error', RECENT], 'start'], ['Error', RECENT], 'wait until a-newer-run'],
  [[['Finished', RECENT], 'start'], ['Waiting', RECENT], 'wait until it-runs'],
  [[['Finished', RECENT], 'start', ['Waiting', RECENT]], ['Finished', RECENT], 'finished'],
  [[['Finished', RECENT], 'start'], ['Executing', { began: 0 }], 'wait until it-ends'],
  [[['Finished', RECENT], 'start', ['Executing']], ['Error', { began: -1, ended: 0 }], 'error'],
  [[['Finished', RECENT], 'start'], ['Finished', { began: -1, ended: 0 }], 'finished'],
  [[['Finished', RECENT], 'start'], ['Finished', { began: -60, ended: -29 }], 'finished'],
  [[['Finished', RECENT], 'start'], ['Finished', { began: -61, ended: -31 }], 'wait until a-newer-run'],
  [[['Error', RECENT], 'start'], ['Finished', RECENT], 'finished'],
  [[['Error'], 'start'], ['Error', { began: -1, ended: 0 }], 'error'],
  [[['Waiting', RECENT], 'start'], ['Finished', { began: -1, ended: 0 }], 'finished'],
  [[['Waiting', { due: 60, ...RECENT }], 'start'], ['Waiting', { due: 0, ...RECENT }], 'wait until it-runs'],
  [[['Waiting', { due: 60, ...RECENT }], 'start'], ['Waiting', { due: 60, ...RECENT }], 'scheduled'],
  [
    [['Waiting', { due: 60, ...RECENT }], 'start'],
    ['Waiting', { due: 60, ...RECENT }],
    'wait until it-is-due',
    'allow-scheduled',
  ],
  [[['Waiting', { due: 60, ...RECENT }], 'start'], ['Waiting', { due: 60, began: -1, ended: 0 }], 'ended-unknown'],
  [[['Waiting', RECENT], 'start', ['Executing']], ['Waiting', { due: 60, ...RECENT }], 'ended-unknown'],
  [[['Finished', RECENT], 'start'], ['Waiting', { due: 60, began: -1, ended: 0 }], 'ended-unknown'],
  [[['Finished', RECENT], 'start'], ['Hold', RECENT], 'withheld'],
  [[['Finished', RECENT], 'start'], ['Canceled', RECENT], 'canceled'],
  // A second start counts from the look before it.
  [
    [['Error', DAY_OLD], 'start', ['Executing'], ['Error', RECENT], 'start'],
    ['Error', RECENT],
    'wait until a-newer-run',
  ],
  [
    [['Error', DAY_OLD], 'start', ['Executing'], ['Error', RECENT], 'start'],
    ['Error', { began: -1, ended: 0 }],
    'error',
  ],
];

const written = (looked: Looked | 'start') =>
  looked === 'start'
    ? 'start'
    : `${looked[0] || '(none)'}${Object.entries(looked[1] ?? {})
        .map(([name, minutes]) => ` ${name} ${String(minutes)}`)
        .join('')}`;

describe('judging a job', () => {
  test('has a table of at least 60 different rows', () => {
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(60);
  });

  test.each(
    rows.map(([past, now, verdict, ...flags]) => ({
      past,
      now,
      verdict,
      flags,
      title: [...past, now].map(written).join(' → '),
    })),
  )('$title $flags: $verdict', ({ past, now, verdict, flags }) => {
    expect(verdictOf(past, now, flags)).toBe(verdict);
  });
});

describe('deciding a start', () => {
  test.each([
    ['Finished', 'start'],
    ['Error', 'start'],
    ['Canceled', 'start'],
    ['NotRun', 'start'],
    ['Waiting', 'start'],
    ['Scheduled', 'start'],
    ['Ready', 'failed'],
    ['Executing', 'failed'],
    ['Cancelling', 'failed'],
    ['Hold', 'withheld'],
    ['Paused', 'failed'],
  ])('%s: %s', (status, expected) => {
    const decision = decideStart(status);
    expect(decision.kind === 'start' ? 'start' : decision.outcome).toBe(expected);
  });

  test('says what to do instead', () => {
    expect(decideStart('Executing')).toMatchObject({ because: expect.stringContaining('leave out `start`') });
    expect(decideStart('Paused')).toMatchObject({ because: expect.stringContaining('"Paused"') });
  });
});
