import type { WallTime } from '../../clock.ts';
import { EXPORT_PROJECT } from '../../data-package/names.ts';
import type { Written } from '../../fno/write.ts';
import { isOfGateway, isSuccess } from '../../http/status.ts';

/** What `$filter` finds all of them by. */
export const EVERY_NAME = 'gh-export-*';

/** @returns when a data project was named, by the clock of its runner; nothing if the name is not one of ours */
export function namedAt(name: string): WallTime | undefined {
  const [whole, ...parts] = EXPORT_PROJECT.exec(name) ?? [];
  if (whole !== name) return undefined;
  const [year = 0, month = 1, ...rest] = parts.map(Number);
  return { epochMs: Date.UTC(year, month - 1, ...rest) };
}

const STALE_MS = 24 * 3_600_000;

/** Whether a run of long ago left a project behind; no other project is ever touched. */
export function isStale(name: string, now: WallTime): boolean {
  const at = namedAt(name);
  return at !== undefined && now.epochMs - at.epochMs > STALE_MS;
}

/** What was sent until now to make one thing: the project, or an entity of it. */
export interface Attempt {
  /** Of an entity; never of the project. */
  skipStaging: boolean;
  conflicts: number;
  /** How many responses were lost, after each of which F&O was read and did not have it. */
  lost: number;
}

export type Next =
  | { kind: 'made' }
  /** Whether it was carried out is not known: read F&O, and go on with `attempt` only if it is not there. */
  | { kind: 'read-back'; attempt: Attempt }
  | { kind: 'again'; attempt: Attempt; afterMs: number }
  | { kind: 'give-up' };

const MOST_CONFLICTS = 3;
const MOST_LOST = 2;
const FIRST_PAUSE_MS = 2_000;

/**
 * Decides after a POST. F&O refuses some entities until staging is not skipped, and any while another process updates
 * the project; its text may be of any language, so each refusal is tried once with staging. A response that was lost,
 * or that a gateway gave, is settled by reading.
 */
export function afterPost(written: Written, attempt: Attempt): Next {
  const lost = { ...attempt, lost: attempt.lost + 1 };
  const settle: Next = attempt.lost < MOST_LOST ? { kind: 'read-back', attempt: lost } : { kind: 'give-up' };
  if (written.kind === 'none') return written.mayHaveArrived ? settle : { kind: 'give-up' };
  const { refusal } = written;
  const { status } = written.head;
  if (isSuccess(status) && refusal === '') return { kind: 'made' };
  if (/update conflict/i.test(refusal)) {
    const { conflicts } = attempt;
    if (conflicts >= MOST_CONFLICTS) return { kind: 'give-up' };
    return {
      kind: 'again',
      attempt: { ...attempt, conflicts: conflicts + 1 },
      afterMs: FIRST_PAUSE_MS * 2 ** conflicts,
    };
  }
  if (isOfGateway(status)) return settle;
  // It may be there by now, and refused for that.
  if (attempt.lost > 0) return settle;
  const isOfEntity = status === 400 || status === 409 || status === 500;
  if (attempt.skipStaging && isOfEntity)
    return { kind: 'again', attempt: { ...attempt, skipStaging: false }, afterMs: 0 };
  return { kind: 'give-up' };
}
