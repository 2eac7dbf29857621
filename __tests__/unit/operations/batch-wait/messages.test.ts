import { describe, expect, test } from '@jest/globals';
import { newItem, noteSeen, type Item } from '../../../../src/operations/batch-wait/item.ts';
import { render } from '../../../../src/operations/batch-wait/message.ts';
import * as messages from '../../../../src/operations/batch-wait/messages.ts';
import { countOf, progressLine, worstOf } from '../../../../src/operations/batch-wait/whole-messages.ts';
import { bySeverity, OUTCOMES } from '../../../../src/operations/batch-wait/outcome.ts';
import { jobAt, NOW_MS } from './job-at.ts';
import { play, show, type Event } from './play.ts';

const MINUTE = 60_000;
const at = (ms: number) => ({ monotonicMs: ms });
/** The environment's clock: noon at the beginning. */
const server = { time: { epochMs: NOW_MS }, at: at(0) };
const text = (message: Parameters<typeof render>[0]) => render(message, show);

function itemAt(status: string, more: Partial<Item> = {}): Item {
  const item = newItem('5637144576', false);
  noteSeen(item, jobAt(status, { began: -60, ended: -57 }), at(0));
  return { ...item, ...more };
}

describe('how far it is', () => {
  test('goes by the last run', () => {
    const item = newItem('5637144576', false);
    noteSeen(item, jobAt('Waiting', { began: -60, ended: -54 }), at(0));
    noteSeen(item, jobAt('Executing', { began: 0, ended: -54 }), at(0));
    const progress = (ms: number) => text(progressLine({ items: [item], begun: at(0), server }, at(ms)));
    expect(progress(3.6 * MINUTE)).toBe(
      'Waiting for 3 min 36 s: Batch job 5637144576 "Nightly" is Executing, about 60% (expected about 12:06 UTC, in 2 min; the last run took 6 min)',
    );
    expect(progress(7 * MINUTE)).toContain(
      ', longer than usual (expected about 12:06 UTC, 1 min ago; the last run took 6 min)',
    );
  });

  test.each<[string, Event[], string]>([
    ['nor of a start that was not sent', [['Finished'], 'outage'], 'is not started yet'],
    ['nor of a start that F&O accepted', [['Finished'], 'accepted'], 'is set to Waiting'],
    [
      'nor of an end that nothing proves',
      [['Finished'], 'accepted', ['Finished']],
      'is Finished, which is not confirmed yet',
    ],
  ])('is not told of the last run, %s', (_, events, told) => {
    expect(text(progressLine(play({ start: 'always' }, events).state, at(MINUTE)))).toContain(told);
  });

  test('of many jobs names three', () => {
    const items = [itemAt('Finished', { ended: { outcome: 'finished' } }), ...Array<Item>(5).fill(itemAt('Executing'))];
    expect(text(progressLine({ items, begun: at(0), server }, at(MINUTE)))).toMatch(
      /^Waiting for 1 min: 1 of 6 jobs have ended; (.*Executing){3}; and 2 more$/,
    );
  });
});

describe('the lines of a wait', () => {
  const lines = (rules: Parameters<typeof play>[0], ...events: Event[]) => play(rules, events).lines;
  const RECENT = { began: -60, ended: -30 };

  test('say what was seen, and not what F&O knows better', () => {
    expect(lines({}, ['Executing', { began: -5 }], ['Finished', { began: -5, ended: 0 }])).toEqual([
      'Batch job 5637144576 "Nightly": Executing',
      'Batch job 5637144576 "Nightly": Finished, 10 s after it was first seen as Executing',
    ]);
  });

  test('of a start begin with it, and not with the end of the last run', () => {
    expect(lines({ start: 'always' }, ['Finished', RECENT], 'accepted', ['Waiting', RECENT])).toEqual([
      'Batch job 5637144576 "Nightly" is about to be started. Its last run: Finished. It began at 2026-06-01T11:00:00Z (1 h ago) and ended at 2026-06-01T11:30:00Z (30 min ago).',
      'Batch job 5637144576 "Nightly" is set to Waiting.',
      'Batch job 5637144576 "Nightly": Waiting',
    ]);
  });

  test('say once that an end is doubted', () => {
    const [, doubt, ...others] = lines({}, ['Waiting', RECENT], ['Finished', RECENT], ['Finished', RECENT]);
    expect(doubt).toBe(
      'Batch job 5637144576 "Nightly" shows Finished, but no new end date, so this may be an earlier run. Checking again for up to 2 min.',
    );
    expect(others).toEqual([]);
  });

  test('tell dates that lie ahead, a start that is due, and from when on a run counts', () => {
    const [ended] = lines({}, ['Finished', { began: 30, ended: 45 }]);
    expect(ended).toBe(
      'Batch job 5637144576 "Nightly": its last run ended as Finished. It began at 2026-06-01T12:30:00Z (30 min ahead of the environment\'s clock) and ended at 2026-06-01T12:45:00Z (45 min ahead of the environment\'s clock). It counts because it began after `started-after` (2026-05-31T23:58:00Z).',
    );
    expect(lines({ allowScheduled: true }, ['Waiting', { due: 60 }])).toEqual([
      'Batch job 5637144576 "Nightly": Waiting, due at 2026-06-01T13:00:00Z, in 1 h',
    ]);
    expect(lines({ start: 'always' }, ['Waiting', { due: 60, ...RECENT }])[0]).toBe(
      'Batch job 5637144576 "Nightly" is about to be started. Its status: Waiting. Its last run began at 2026-06-01T11:00:00Z (1 h ago) and ended at 2026-06-01T11:30:00Z (30 min ago).',
    );
  });

  test('of one poll do not promise to wait', () => {
    const [line] = lines({ once: true }, ['Finished', { began: -1500, ended: -1490 }]);
    expect(line).toMatch(/so it does not count\.$/);
  });

  test('warn once of a status that nobody knows, and of a date that is far off', () => {
    expect(play({}, [['Paused'], ['Executing'], ['Paused']]).warnings).toEqual([
      'Batch job 5637144576 "Nightly" has the status "Paused", which this version does not know. It is treated as still open and never counts as success.',
    ]);
  });
});

describe('outcomes', () => {
  test('the worst comes first, of equal ones the first given', () => {
    const several = (['finished', 'ended-unknown', 'timeout', 'pending', 'timeout'] as const).map((outcome, index) => ({
      outcome,
      index,
    }));
    expect(several.sort(bySeverity).map(({ index }) => index)).toEqual([2, 4, 3, 1, 0]);
    expect(OUTCOMES).toHaveLength(13);
  });

  test.each(OUTCOMES)('%s has a message that names the job', (outcome) => {
    const message = text(
      messages.messageFor(itemAt('Waiting', { ended: { outcome } }), {
        ending: {
          kind: 'deadline',
          last: { message: 'It hung. Wake it.', withoutRemedy: 'It hung.', retryAfterMs: undefined },
        },
        server,
        canceled: new Map(),
        timeoutMs: MINUTE,
        now: at(MINUTE),
      }),
    );
    expect(message).toMatch(/^Batch job 5637144576 "Nightly" .*[^.]\.$/);
    expect(message).not.toMatch(/undefined|NaN|\.\.|,,/);
    if (!['finished', 'partially-succeeded', 'failed', 'pending'].includes(outcome)) {
      expect(message).toMatch(/System administration|`[a-z-]+|continues? in F&O/);
    }
  });

  test.each(['pending', 'scheduled', 'ended-unknown'] as const)('%s that is accepted has no remedy', (outcome) => {
    const item = itemAt('Waiting', { ended: { outcome } });
    const context = { ending: undefined, server, canceled: new Map<string, string>(), timeoutMs: 0, now: at(0) };
    expect(text(messages.messageFor(item, context))).toMatch(/ Set `|`accept-outcome/);
    expect(text(messages.messageFor(item, { ...context, accepted: [outcome] }))).not.toMatch(/ Set `|`/);
  });

  test.each<[string, Parameters<typeof play>[0], Event[], RegExp]>([
    [
      'a job that waits for its time',
      { allowScheduled: true },
      [['Waiting', { due: 60 }], 'deadline'],
      /still Waiting after 1 min \(due at .*, in 59 min 50 s\)\. It continues in F&O\. Raise/,
    ],
    [
      'a start that was never sent',
      { start: 'always' },
      [['Finished', { began: -5, ended: -1 }], 'outage', 'deadline'],
      /is still Finished after 1 min\. It was not started\. Raise/,
    ],
    [
      'a machine that stood still',
      {},
      [['Executing'], 300, 'deadline'],
      /was Executing when it was last seen, 5 min before\. The wait ended after 1 min\. It may continue in F&O\. Raise/,
    ],
    ['a job that has not begun', {}, [['Waiting'], 'deadline'], /If it should have begun by now, check that a batch/],
    ['a job that runs', {}, [['Executing'], 'deadline'], /It continues in F&O\. Raise `wait-timeout-minutes` if it/],
    [
      'a row without a status',
      {},
      [[''], 'deadline'],
      /^Batch job 5637144576 "Nightly" is still without a status after 1 min\./,
    ],
    [
      'a restart that did not come about',
      { requeueLimit: 1 },
      [['Error', { began: -5, ended: -1 }], 'interrupted'],
      /ended in Error, and the step was interrupted before it could be restarted\.$/,
    ],
    [
      'a start whose run was not seen yet',
      { start: 'always' },
      [['Finished', { began: -5, ended: -1 }], 'accepted', ['Finished', { began: -5, ended: -1 }], 'interrupted'],
      /was Finished when the step was interrupted\. It may be running in F&O\.$/,
    ],
    [
      'a newer run',
      {},
      [
        ['Executing', { began: -5 }],
        ['Executing', { began: 0.1, ended: 0 }],
      ],
      /is Executing in a newer run\. The run that was waited for ended unseen/,
    ],
    [
      'an active period that is over',
      {},
      [['Executing', { began: -5 }], ['Waiting', { began: -5 }], 'deadline'],
      /is Waiting again, and F&O shows no end of the run\./,
    ],
    [
      'a Finished that nothing proves',
      {},
      [['Waiting', { began: -60, ended: -30 }], ['Finished', { began: -60, ended: -30 }], 'deadline'],
      /is Finished, but no date proves that it is a new run: its last run ended at 2026-06-01T11:30:00Z\./,
    ],
  ])('of %s says what is true', (_, rules, events, expected) => {
    const { state, seconds } = play(rules, events);
    const now = at(seconds * 1_000);
    const [item] = state.items;
    expect(item && text(messages.messageFor(item, { ...state, timeoutMs: MINUTE, now }))).toMatch(expected);
  });

  test('the error of many jobs tells of a dozen', () => {
    const ends = Array.from({ length: 40 }, (_, index) => [`Job ${index} failed.`]);
    const each = worstOf(ends).map(text);
    expect(each).toHaveLength(13);
    expect(each.slice(-2)).toEqual(['Job 11 failed.', 'And 28 more.']);
    expect(worstOf(ends.slice(0, 12))).toHaveLength(12);
  });

  test.each([
    [['error', 'canceled'], '2 of 3 batch jobs failed.'],
    [['failed'], '1 of 3 batch jobs failed.'],
    [['error', 'timeout'], '2 of 3 batch jobs did not end as required.'],
    [['ended-unknown'], '1 of 3 batch jobs did not end as required.'],
  ] as const)('%j of three are counted as "%s"', (outcomes, counted) => {
    const jobs = outcomes.map((outcome) => ({ outcome }));
    expect(countOf(jobs, 3, false)).toBe(counted);
  });

  test('a description of F&O is made harmless and cut', () => {
    const item = newItem('1', false);
    noteSeen(item, jobAt('Executing', {}, { description: `a\n::error::b${'x'.repeat(200)}` }), at(0));
    const line = text(messages.statusLine(item, server, at(0)));
    expect(line).not.toMatch(/\n|::/);
    expect(line.length).toBeLessThan(100);
  });
});
