import type { Dates } from './job-at.ts';

/** A source of numbers from 0 to 1 that gives the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What F&O truly holds of a job from a second on. `run` counts the runs that had begun by then. */
export interface TrueRow {
  fromSeconds: number;
  status: string;
  dates: Dates;
  run: number;
}

/** A job as it truly is: rows in order, and which of its runs ended as Finished. */
export class History {
  readonly rows: TrueRow[] = [];
  readonly finished = new Set<number>();
  readonly #random: () => number;
  readonly #keepsEnd: boolean;
  readonly #recurs: boolean;
  #run = 0;

  constructor(random: () => number) {
    this.#random = random;
    this.#keepsEnd = random() < 0.5;
    this.#recurs = random() < 0.2;
    const age = random();
    const dates: Dates = age < 0.4 ? { began: -1500, ended: -1490 } : age < 0.9 ? { began: -60, ended: -30 } : {};
    const status = this.#end();
    this.rows.push({ fromSeconds: -100_000, status, dates, run: 0 });
    if (status === 'Finished') this.finished.add(0);
  }

  /** The job is set to Waiting at a second, by whomever, and runs. @returns when that run is over */
  startAt(seconds: number): number {
    const random = this.#random;
    // What somebody else would have started later is not started any more.
    this.rows.splice(this.indexAt(seconds) + 1);
    this.#run += 1;
    let at = seconds;
    const last = this.rows.at(-1)?.dates ?? {};
    const push = (status: string, dates: Dates, lastsSeconds: number) => {
      this.rows.push({ fromSeconds: at, status, dates, run: this.#run });
      at += lastsSeconds;
    };
    if (random() < 0.8) push('Waiting', { ...last, due: at / 60 }, 1 + random() * 40);
    if (random() < 0.3) push('Ready', last, 1 + random() * 10);
    const began = Math.floor(at) / 60;
    const underWay: Dates = { began, ...(this.#keepsEnd && last.ended !== undefined && { ended: last.ended }) };
    push('Executing', underWay, 1 + random() * 90);
    while (random() < 0.2) {
      push('Waiting', underWay, 1 + random() * 40);
      push('Executing', underWay, 1 + random() * 60);
    }
    // F&O's dates have whole seconds.
    const dates: Dates = { began, ended: Math.ceil(at) / 60 };
    const status = this.#end();
    if (status === 'Finished') this.finished.add(this.#run);
    if (this.#recurs) push('Waiting', { ...dates, due: at / 60 + 1_440 }, 0);
    else push(status, dates, 0);
    return at;
  }

  /** The place of the row that is true at a second. */
  indexAt(seconds: number): number {
    return this.rows.findLastIndex((row) => row.fromSeconds <= seconds);
  }

  /** Whether the job is pending or under way, so that F&O refuses to start it; where a recurring job rests it is not. */
  isOpenAt(seconds: number): boolean {
    const row = this.rows[this.indexAt(seconds)];
    const isResting = (row?.dates.due ?? 0) > seconds / 60 + 1;
    return row !== undefined && ['Waiting', 'Ready', 'Executing'].includes(row.status) && !isResting;
  }

  #end(): string {
    const drawn = this.#random();
    return drawn < 0.45 ? 'Finished' : drawn < 0.85 ? 'Error' : drawn < 0.93 ? 'Canceled' : 'NotRun';
  }
}
