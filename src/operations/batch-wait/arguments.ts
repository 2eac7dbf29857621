import { parseAddress } from '../../http/address.ts';
import { quoted, type Inputs } from '../../inputs.ts';
import type { JobRules, Wanted } from './jobs-target.ts';
import type { WantedExecution } from './execution-target.ts';
import { ACCEPTABLE, type Outcome } from './outcome.ts';
import { parseStartedAfter } from './started-after.ts';

export const INPUTS = [
  'batch-job-recid',
  'batch-job-description',
  'legal-entity',
  'execution-id',
  'message-id',
  'start',
  'requeue-limit',
  'started-after',
  'allow-scheduled',
  'cancel-on',
  'accept-outcome',
  'wait-timeout-minutes',
  'poll-seconds',
  'callback-url',
] as const;
type BatchInputs = Inputs<(typeof INPUTS)[number]>;

export type CancelOn = 'interrupted' | 'timeout';

export interface Args {
  wanted: Wanted | WantedExecution;
  rules: JobRules;
  cancelOn: CancelOn[];
  accepted: Outcome[];
  timeoutMs: number;
  fixedGapMs: number | undefined;
}

const TARGETS = ['batch-job-recid', 'batch-job-description', 'execution-id', 'message-id'] as const;
const FOR_JOBS = ['start', 'requeue-limit', 'started-after', 'allow-scheduled', 'cancel-on'] as const;
const LARGEST_RECID = 2n ** 63n - 1n;

/** Parses the inputs of batch-wait and notes every problem with them. */
export function parseArguments(inputs: BatchInputs): Args {
  const wanted = parseWanted(inputs);
  const startedAfterText = inputs.text('started-after') ?? 'PT12H';
  const startedAfter = parseStartedAfter(startedAfterText);
  if (!startedAfter) {
    inputs.problem(
      `\`started-after\` is ${quoted(startedAfterText)}: give an ISO 8601 time such as 2026-01-31T22:00:00Z, or a duration before now such as PT12H.`,
    );
  }
  if (inputs.isGiven('legal-entity') && !inputs.isGiven('batch-job-description')) {
    inputs.problem(
      '`legal-entity` narrows `batch-job-description`, which is missing: give it, or remove `legal-entity`.',
    );
  }
  if (wanted.kind === 'execution' || wanted.kind === 'message') {
    for (const name of FOR_JOBS.filter((candidate) => inputs.isGiven(candidate))) {
      inputs.problem(`\`${name}\` is for batch jobs, not for an execution or a message: remove it.`);
    }
  }
  parseCallbackUrl(inputs, (problem) => {
    inputs.problem(`\`callback-url\` ${problem}.`);
  });
  const pollSeconds = inputs.number('poll-seconds', { above: 0 });
  return {
    wanted,
    rules: {
      start: inputs.flag('start'),
      requeueLimit: inputs.integer('requeue-limit', { min: 0, max: 5 }) ?? 0,
      startedAfter: startedAfter ?? { kind: 'duration', ms: 0 },
      allowScheduled: inputs.flag('allow-scheduled'),
    },
    cancelOn: inputs.choices('cancel-on', ['interrupted', 'timeout']),
    accepted: ['finished', ...inputs.choices('accept-outcome', ACCEPTABLE)],
    timeoutMs: (inputs.number('wait-timeout-minutes', { above: 0 }) ?? 60) * 60_000,
    fixedGapMs: pollSeconds === undefined ? undefined : pollSeconds * 1_000,
  };
}

function parseWanted(inputs: BatchInputs): Args['wanted'] {
  const given = TARGETS.filter((name) => inputs.text(name) !== undefined);
  if (given.length !== 1) {
    const names = (given.length === 0 ? TARGETS : given).map((name) => `\`${name}\``).join(', ');
    inputs.problem(
      given.length === 0 ? `Give one of ${names}.` : `${names} are given: one alone says what to wait for.`,
    );
  }
  const recIds = parseRecIds(inputs);
  switch (given[0] ?? 'batch-job-recid') {
    case 'batch-job-description':
      return {
        kind: 'description',
        description: inputs.text('batch-job-description') ?? '',
        legalEntity: inputs.text('legal-entity'),
      };
    case 'execution-id':
      return { kind: 'execution', executionId: inputs.text('execution-id') ?? '' };
    case 'message-id':
      return { kind: 'message', messageId: inputs.text('message-id') ?? '' };
    case 'batch-job-recid':
      return { kind: 'rec-ids', recIds };
  }
}

/** RecIds have 64 bits and stay text; one that is given twice counts once. */
function parseRecIds(inputs: BatchInputs): string[] {
  const whole = inputs.text('batch-job-recid');
  if (whole !== undefined && /^\d{1,3}(,\d{3}){3,}$/.test(whole)) {
    inputs.problem(
      `\`batch-job-recid\` is ${quoted(whole)}, which looks like one RecId with thousands separators: give ${whole.replaceAll(',', '')}, without them.`,
    );
    return [];
  }
  const list = inputs.list('batch-job-recid');
  if (list.length === 0 && whole !== undefined) inputs.problem('`batch-job-recid` holds no RecId.');
  const recIds = list.flatMap((text) => {
    const number = /^\d{1,25}$/.test(text) ? BigInt(text) : 0n;
    if (number > 0n && number <= LARGEST_RECID) return [String(number)];
    inputs.problem(
      `\`batch-job-recid\` has ${quoted(text)}: give the RecId of a batch job, digits alone, such as 5637144576; several by comma or line.`,
    );
    return [];
  });
  return [...new Set(recIds)];
}

/**
 * Parses `callback-url`, which is a secret: what is wrong with it is told without it.
 *
 * @returns `undefined` where there is none, or after telling what is wrong
 */
export function parseCallbackUrl(
  inputs: Pick<BatchInputs, 'text'>,
  tell: (problem: string) => void = () => undefined,
): URL | undefined {
  const text = inputs.text('callback-url');
  if (text === undefined) return undefined;
  const url = parseAddress(text);
  if (url instanceof URL) return url;
  tell(url.problem);
  return undefined;
}
