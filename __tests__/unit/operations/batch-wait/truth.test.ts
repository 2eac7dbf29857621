import { describe, expect, test } from '@jest/globals';
import { begin, step } from '../../../../src/operations/batch-wait/machine.ts';
import type { Observation, Rules } from '../../../../src/operations/batch-wait/state.ts';
import { SEED } from '../../../harness/seed.ts';
import { History, randomFrom } from './history.ts';
import { jobAt, NOW_MS } from './job-at.ts';
import { RULES } from './play.ts';

const HISTORIES = 12_000;

interface Told {
  outcome: string;
  /** Whether a run that the wait is about truly ended as Finished. */
  isTrulyFinished: boolean;
  /** Whether any run has truly ended since the first poll. */
  hasTrulyEnded: boolean;
  /** Whether the machine was sure before the deadline, and without two minutes of doubt. */
  isSure: boolean;
  trace: string[];
}

/**
 * Lets the machine wait for a job whose replicas lag: each poll shows the row that is true, or any since the first one
 * that was shown, again and again; some polls fail.
 */
function waitFor(seed: number, isEvidence: Rules['isEvidence']): Told {
  const random = randomFrom(seed);
  const history = new History(random);
  const kind = random();
  const rules: Rules = {
    ...RULES,
    start: kind < 0.4 ? 'always' : kind < 0.5 ? 'if-failed' : 'no',
    requeueLimit: random() < 0.3 ? 2 : 0,
    isEvidence,
  };
  // Without a start somebody else starts it, before the first poll or after.
  const somebody = rules.start === 'no' ? [-60 + random() * 120] : [];
  let overAt = somebody.reduce((_, at) => history.startAt(at), 0);
  if (somebody.length > 0 && random() < 0.2) overAt = history.startAt(overAt + random() * 30);

  const trace: string[] = [];
  let { state } = begin({ kind: 'rec-ids', recIds: ['5637144576'] }, rules, { monotonicMs: 0 });
  let seconds = 0;
  let first: number | undefined;
  let startedRun: number | undefined;
  let firstRun = 0;
  let isSure = true;
  const observe = (observation: Parameters<typeof step>[1]): void => {
    const stepped = step(state, observation, rules, { monotonicMs: seconds * 1_000 });
    isSure = state.items[0]?.doubt === undefined && observation.kind !== 'deadline';
    state = stepped.state;
    const act = stepped.effects.find((effect) => effect.kind === 'act')?.act;
    if (act?.kind !== 'start') return;
    trace.push(`${seconds.toFixed(0)} s: start`);
    if (history.isOpenAt(seconds)) {
      observe({ kind: 'start-response', recId: act.recId, response: { kind: 'refused', message: '' } });
      return;
    }
    const isUnclear = random() < 0.2;
    const isLost = isUnclear && random() < 0.3;
    startedRun = (history.rows[history.indexAt(seconds)]?.run ?? 0) + 1;
    if (!isLost) overAt = history.startAt(seconds + random() * 3);
    const response = isUnclear ? ({ kind: 'unclear', message: '' } as const) : ({ kind: 'accepted' } as const);
    observe({ kind: 'start-response', recId: act.recId, response });
  };

  for (let polls = 0; polls < 400 && !state.ending; polls += 1) {
    const now = history.indexAt(seconds);
    if (first !== undefined && random() < 0.05) observe({ kind: 'no-response', message: '', odd: false });
    else {
      // A start or restart is decided on what is true; otherwise the first poll may show an older row as well.
      first ??= rules.start === 'no' ? Math.max(0, now - Math.floor(random() * 3)) : now;
      const isBeforeStart = state.items[0]?.plan.kind === 'due';
      const shown = isBeforeStart || random() < 0.5 ? now : first + Math.floor(random() * (now - first + 1));
      const index = polls === 0 ? first : shown;
      const row = history.rows[index];
      if (!row) throw new Error('no row');
      if (polls === 0) firstRun = row.run;
      trace.push(`${seconds.toFixed(0)} s: ${row.status} of run ${row.run} ${JSON.stringify(row.dates)}`);
      const date = { epochMs: NOW_MS + seconds * 1_000 };
      const polled: Observation = { kind: 'polled', jobs: [jobAt(row.status, row.dates)], near: [], date, ours: date };
      observe(polled);
    }
    seconds += 1 + random() * 20;
    if (seconds > overAt + 400) break;
  }
  if (!state.ending) observe({ kind: 'deadline', last: undefined });
  const outcome = state.items[0]?.ended?.outcome ?? 'none';

  // The run of the first poll is meant as long as nothing was started: it ended after it, or counted by its age.
  const meant = (run: number) => (startedRun === undefined ? run >= firstRun : run >= startedRun && run > 0);
  const endedRuns = history.rows.filter((row, index) => {
    const next = history.rows[index + 1];
    return row.fromSeconds <= seconds && (next === undefined || next.run > row.run);
  });
  const isOldAndStale = (run: number) => run === 0 && (history.rows[0]?.dates.began ?? 0) < -720;
  const counted = endedRuns.filter(({ run }) => meant(run) && !(isOldAndStale(run) && rules.start !== 'if-failed'));
  return {
    outcome,
    isTrulyFinished: counted.some(({ run }) => history.finished.has(run)),
    hasTrulyEnded: counted.length > 0 || endedRuns.some(({ run }) => run > firstRun),
    isSure,
    trace: [...trace, `outcome ${outcome}`],
  };
}

const isBetterThanTruth = ({ outcome, isTrulyFinished, hasTrulyEnded, isSure }: Told) =>
  (outcome === 'finished' && !isTrulyFinished) || (outcome === 'ended-unknown' && isSure && !hasTrulyEnded);

describe(`any history of a job, in any order that replicas show it (seed ${SEED})`, () => {
  const seeds = Array.from({ length: HISTORIES }, (_, index) => SEED + index * 7_919);

  test('the outcome is never better than the truth', () => {
    const outcomes: Record<string, number> = {};
    for (const seed of seeds) {
      const told = waitFor(seed, RULES.isEvidence);
      outcomes[told.outcome] = (outcomes[told.outcome] ?? 0) + 1;
      if (isBetterThanTruth(told)) throw new Error(`SEED=${seed}\n${told.trace.join('\n')}`);
    }
    console.log(`seed ${SEED}: ${JSON.stringify(outcomes)}`);
    for (const outcome of ['finished', 'error', 'ended-unknown']) {
      expect(outcomes[outcome] ?? 0).toBeGreaterThan(HISTORIES / 50);
    }
  });

  test('with the rule of evidence switched off it is, so this test can fail', () => {
    const wrong = seeds.filter((seed) => isBetterThanTruth(waitFor(seed, () => true)));
    expect(wrong.length).toBeGreaterThan(HISTORIES / 100);
  });
});
