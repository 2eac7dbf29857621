import { parseAddress } from '../../http/address.ts';
import { EMPTY_HINT, quoted, type Inputs } from '../../inputs.ts';
import { withoutInvisible } from '../../invisible.ts';
import type { Wanted } from './choose.ts';
import { isNewEnd } from './evidence.ts';
import type { WantedExecution } from './execution-state.ts';
import { ACCEPTABLE, type Outcome } from './outcome.ts';
import { parseStartedAfter } from './started-after.ts';
import type { Rules } from './state.ts';

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

export interface Args {
  rules: Rules;
  accepted: Outcome[];
  /** `undefined` if one poll is asked for: it ends by itself. */
  timeoutMs: number | undefined;
}

const TARGETS = ['batch-job-recid', 'batch-job-description', 'execution-id', 'message-id'] as const;
const FOR_JOBS = ['start', 'requeue-limit', 'started-after', 'allow-scheduled', 'cancel-on'] as const;
const DEFAULT_TIMEOUT_MINUTES = 60;
const STARTS = { true: 'always', false: 'no', 'if-failed': 'if-failed' } as const;
const LARGEST_RECID = 2n ** 63n - 1n;

/** Parses the inputs of batch-wait; returns nothing after noting a problem with what is waited for. */
export function parseArguments(inputs: BatchInputs): (Args & { wanted: Wanted | WantedExecution }) | undefined {
  const wanted = parseWanted(inputs);
  const startedAfterText = inputs.text('started-after') ?? 'PT12H';
  const startedAfter = parseStartedAfter(startedAfterText);
  if (!startedAfter) {
    inputs.problem(
      `\`started-after\` is ${quoted(startedAfterText)}: use an ISO 8601 time such as 2026-01-31T22:00:00Z, or a duration before now such as PT12H.`,
    );
  }
  if (inputs.isGiven('legal-entity') && !inputs.isGiven('batch-job-description')) {
    inputs.problem(
      '`legal-entity` narrows `batch-job-description`, which is missing: add it, or remove `legal-entity`.',
    );
  }
  if (wanted?.kind === 'execution' || wanted?.kind === 'message') {
    for (const name of FOR_JOBS.filter((candidate) => inputs.isGiven(candidate))) {
      inputs.problem(`\`${name}\` is for batch jobs, not for an execution or a message: remove it.`);
    }
  }
  parseCallbackUrl(inputs, (problem) => {
    inputs.problem(`\`callback-url\` ${problem}.`);
  });
  const start = STARTS[inputs.choice('start', ['true', 'false', 'if-failed']) ?? 'false'];
  const pollSeconds = inputs.number('poll-seconds', { above: 0 });
  const timeoutMs = (inputs.number('wait-timeout-minutes', { min: 0 }) ?? DEFAULT_TIMEOUT_MINUTES) * 60_000;
  const once = timeoutMs === 0;
  const requeueLimit = inputs.integer('requeue-limit', { min: 0, max: 5 }) ?? 0;
  const cancelOn = inputs.choices('cancel-on', ['interrupted', 'timeout']);
  const accepted = inputs.choices('accept-outcome', ACCEPTABLE);
  if (once && requeueLimit > 0) inputs.problem(`\`requeue-limit\` needs time: ${ONE_POLL}`);
  if (once && cancelOn.includes('timeout')) inputs.problem(`\`cancel-on: timeout\` needs a wait: ${ONE_POLL}`);
  if (!wanted || !startedAfter) return undefined;
  return {
    wanted,
    rules: {
      start,
      requeueLimit,
      startedAfter,
      startedAfterIsGiven: inputs.isGiven('started-after'),
      allowScheduled: inputs.flag('allow-scheduled'),
      cancelOn,
      once,
      fixedGapMs: pollSeconds === undefined ? undefined : pollSeconds * 1_000,
      isEvidence: isNewEnd,
    },
    accepted: ['finished', ...accepted],
    timeoutMs: once ? undefined : timeoutMs,
  };
}

const ONE_POLL = '`wait-timeout-minutes: 0` polls once. Remove it, or raise `wait-timeout-minutes`.';

function parseWanted(inputs: BatchInputs): Wanted | WantedExecution | undefined {
  const given = TARGETS.flatMap((name) => {
    const text = name === 'batch-job-description' ? inputs.text(name) : inputs.identifier(name);
    return text === undefined ? [] : [{ name, text }];
  });
  const recIds = parseRecIds(inputs);
  const [first, ...others] = given;
  if (!first || others.length > 0) {
    const names = (first ? given.map(({ name }) => name) : TARGETS).map((name) => `\`${name}\``).join(', ');
    inputs.problem(first ? `${names} cannot be combined: use only one of them.` : `Use one of ${names}. ${EMPTY_HINT}`);
    return undefined;
  }
  switch (first.name) {
    case 'batch-job-description':
      return {
        kind: 'description',
        description: first.text.normalize('NFC'),
        legalEntity: inputs.identifier('legal-entity'),
      };
    case 'execution-id':
      return { kind: 'execution', executionId: first.text };
    case 'message-id':
      return { kind: 'message', messageId: first.text };
    case 'batch-job-recid':
      return recIds.length > 0 ? { kind: 'rec-ids', recIds } : undefined;
  }
}

/** RecIds have 64 bits and stay text; one that is given twice counts once. */
function parseRecIds(inputs: BatchInputs): string[] {
  const whole = inputs.identifier('batch-job-recid');
  const grouped = THOUSANDS.exec(whole ?? '')?.[0];
  if (grouped !== undefined) {
    inputs.problem(
      `\`batch-job-recid\` contains ${quoted(grouped)}, which looks like one RecId with thousands separators: use ${grouped.replaceAll(',', '')}.`,
    );
    return [];
  }
  const isFloat = whole !== undefined && FLOAT.test(whole);
  const list = isFloat ? [whole] : inputs.list('batch-job-recid').map(withoutInvisible).filter(Boolean);
  const given = JSON_LIST.test(whole ?? '') ? list.map((text) => text.replace(/[[\]"\s]/g, '')).filter(Boolean) : list;
  if (given.length === 0 && whole !== undefined) inputs.problem('`batch-job-recid` contains no RecId.');
  const recIds = given.flatMap((text) => {
    const number = /^\d{1,25}$/.test(text) ? BigInt(text) : 0n;
    if (number > 0n && number <= LARGEST_RECID) return [String(number)];
    inputs.problem(`\`batch-job-recid\` contains ${quoted(text)}${FLOAT.test(text) ? A_FLOAT : NO_RECID}`);
    return [];
  });
  return [...new Set(recIds)];
}

/** `5,637,144,576`, alone or among others. */
const THOUSANDS = /(?<![\d,])\d{1,3}(?:,\d{3}){3,}(?!\d)/;
/** What `extract` gives for several rows. */
const JSON_LIST = /^\[[\d\s,"]*\]$/;

/** What YAML, JSON and spreadsheets make of a number with many digits, also where the comma is the decimal sign. */
const FLOAT = /^[+-]?\d+(?=[.e])(?:\.\d*)?(?:e[+-]?\d+)?$|^[+-]?\d+,(?:0+|\d+e[+-]?\d+)$/i;
const A_FLOAT =
  ', which YAML or a spreadsheet turned into a decimal number, and its last digits may be lost: copy the RecId from F&O, and put it in quotes.';
const NO_RECID =
  ': use the RecId of a batch job, digits only, such as 5637144576. Separate several by commas or lines.';

/**
 * Parses `callback-url`, which is a secret: what is wrong with it is said without it.
 *
 * @returns `undefined` if there is none, or after telling what is wrong
 */
export function parseCallbackUrl(
  inputs: Pick<BatchInputs, 'identifier'>,
  tell: (problem: string) => void = () => undefined,
): URL | undefined {
  const text = inputs.identifier('callback-url');
  if (text === undefined) return undefined;
  const url = parseAddress(text);
  if (url instanceof URL) return url;
  tell(url.problem);
  return undefined;
}
