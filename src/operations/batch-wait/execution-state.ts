import type { Moment } from '../../clock.ts';
import type { EntityProgress } from '../../fno/data-management/execution.ts';
import type { ExecutionError } from '../../fno/data-management/execution-errors.ts';
import type { ServerText } from '../../server-text.ts';
import type { Obstacle } from '../poll-until.ts';
import type { Ended, Segment } from './item.ts';
import type { OddRow } from './odd-row.ts';

export type WantedExecution = { kind: 'execution'; executionId: string } | { kind: 'message'; messageId: string };

export interface ExecutionRules {
  /** `wait-timeout-minutes: 0`: one poll, and what is still open then is `pending`. */
  once: boolean;
  fixedGapMs: number | undefined;
}

/** All that is known of a wait for an execution of data management. */
export interface ExecutionState {
  wanted: WantedExecution;
  begun: Moment;
  /** `undefined` while the message has none. */
  executionId: string | undefined;
  /** Since when a poll could have found it: the beginning, or the last news of its message. */
  known: Moment;
  /** F&O's own name; `undefined` before the first response. */
  status: ServerText | undefined;
  segments: readonly Segment[];
  entities: readonly EntityProgress[];
  /** `undefined` as long as they were not read. */
  errors: readonly ExecutionError[] | undefined;
  /** When what only informs was last asked for. */
  informed: Moment;
  /** Since when polls have not found it. */
  missingSince: Moment | undefined;
  odd: OddRow | undefined;
  ended: Ended | undefined;
  lastObstacle: Obstacle | undefined;
}

/** `informs` asks for what only the heartbeat tells as well. */
export type ExecutionRead =
  { kind: 'execution'; executionId: string; informs: boolean } | { kind: 'message'; messageId: string };

export type ExecutionObservation =
  /** `said` is what F&O says of a message without a status. */
  | { kind: 'message'; executionId: string | undefined; status: ServerText | undefined; said: string }
  | { kind: 'status'; status: ServerText; entities: readonly EntityProgress[] | undefined }
  | { kind: 'not-found'; message: string }
  /**
   * Read after the end; `undefined` if that could not be read, `isCut` if the step was interrupted meanwhile. Rows of an
   * export do not count as failed.
   */
  | {
      kind: 'details';
      isCut: boolean;
      entities: readonly EntityProgress[] | undefined;
      errors: readonly ExecutionError[] | undefined;
      isExport: boolean;
    };
