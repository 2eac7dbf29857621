import { describe, expect, test } from '@jest/globals';
import { checkNames, checkUnread, readInputs, type Inputs } from '../../src/inputs.ts';
import { nearestName } from '../../src/near-names.ts';

const read = (name: string, value: string, use: (inputs: Inputs) => unknown) => {
  const { inputs, problems } = readInputs({ [`INPUT_${name.toUpperCase()}`]: value });
  return { value: use(inputs), problems };
};

describe('values', () => {
  test.each([
    ['text is trimmed', 'service', ' a/b ', (i: Inputs) => i.text('service'), 'a/b'],
    ['blank text is absent', 'service', '  ', (i: Inputs) => i.text('service'), undefined],
    ['a payload keeps its bytes', 'payload', ' {} \n', (i: Inputs) => i.raw('payload'), ' {} \n'],
    ['a flag', 'start', 'True', (i: Inputs) => i.flag('start'), true],
    ['an absent flag', 'start', '', (i: Inputs) => i.flag('start'), false],
    ['an empty flag has its default', 'summary', '', (i: Inputs) => i.flag('summary'), true],
    ['a blank flag has its default', 'summary', ' \n', (i: Inputs) => i.flag('summary'), true],
    ['an empty number its default', 'max-retries', '', (i: Inputs) => i.integer('max-retries', { min: 0, max: 9 }), 5],
    ['an empty text its default', 'started-after', ' ', (i: Inputs) => i.text('started-after'), 'PT12H'],
    [
      'an empty raw text its default',
      'content-type',
      '',
      (i: Inputs) => i.raw('content-type'),
      'application/json; charset=utf-8',
    ],
    ['an empty text without a default is absent', 'method', '', (i: Inputs) => i.text('method'), undefined],
    ['an empty one is not given', 'summary', '', (i: Inputs) => i.isGiven('summary'), false],
    ['decimals', 'poll-seconds', '0.5', (i: Inputs) => i.number('poll-seconds', { above: 0 }), 0.5],
    ['a list', 'batch-job-recid', '1, 2\n3,,', (i: Inputs) => i.list('batch-job-recid'), ['1', '2', '3']],
    ['lines', 'headers', 'A: b\r\n\n C: d ', (i: Inputs) => i.lines('headers'), ['A: b', ' C: d']],
    [
      'choices',
      'cancel-on',
      'timeout,Interrupted',
      (i: Inputs) => i.choices('cancel-on', ['interrupted', 'timeout']),
      ['timeout', 'interrupted'],
    ],
    ['a default is not given', 'max-retries', '5', (i: Inputs) => i.isGiven('max-retries'), false],
    ['another value is given', 'max-retries', '6', (i: Inputs) => i.isGiven('max-retries'), true],
  ])('%s', (_, name, value, use, expected) => {
    expect(read(name, value, use)).toEqual({ value: expected, problems: [] });
  });
});

describe('problems name the input, the value and what to give', () => {
  test.each([
    ['start', 'yes', (i: Inputs) => i.flag('start'), '`start` is "yes": give `true` or `false`.'],
    [
      'poll-seconds',
      '0',
      (i: Inputs) => i.number('poll-seconds', { above: 0 }),
      '`poll-seconds` is "0": give a number above 0.',
    ],
    [
      'poll-seconds',
      '1e3',
      (i: Inputs) => i.number('poll-seconds', { above: 0 }),
      '`poll-seconds` is "1e3": give a number above 0.',
    ],
    [
      'requeue-limit',
      '9',
      (i: Inputs) => i.integer('requeue-limit', { min: 0, max: 5 }),
      '`requeue-limit` is "9": give a number from 0 to 5.',
    ],
    [
      'requeue-limit',
      '1.5',
      (i: Inputs) => i.integer('requeue-limit', { min: 0, max: 5 }),
      '`requeue-limit` is "1.5": give a whole number.',
    ],
    [
      'auth',
      'magic',
      (i: Inputs) => i.choice('auth', ['auto', 'oidc']),
      '`auth` is "magic": give one of `auto`, `oidc`.',
    ],
  ])('%s = %s', (name, value, use, problem) => {
    expect(read(name, value, use).problems).toEqual([problem]);
  });
});

describe('inputs that the operation does not read', () => {
  test.each([
    [{ 'INPUT_REQUEUE-LIMIT': '2' }, ['`requeue-limit` is not read by operation `token`: remove it.']],
    [{ 'INPUT_REQUEUE-LIMITS': '2' }, ['`requeue-limits` is not an input: did you mean `requeue-limit`?']],
    [{ INPUT_BATCH_JOB_RECID: '2' }, ['`batch_job_recid` is not an input: did you mean `batch-job-recid`?']],
    [{ 'INPUT_TIMEOUT-MINUTES': '2' }, ['`timeout-minutes` is not an input: did you mean `wait-timeout-minutes`?']],
    [{ 'INPUT_POLL-INTERVAL-SECONDS': '2' }, ['`poll-interval-seconds` is not an input: did you mean `poll-seconds`?']],
    [{ 'INPUT_REQUEUE-LIMIT': '0' }, []],
    [{ 'INPUT_SOMETHING-ELSE': 'x' }, []],
    [{ INPUT_VERIFY: 'true' }, []],
  ])('%j', (env, expected) => {
    const { inputs, problems } = readInputs(env);
    checkNames(env, inputs);
    checkUnread(inputs, 'token', ['verify']);
    expect(problems).toEqual(expected);
  });
});

test.each([
  ['batchjobs', ['BatchJobs', 'BatchJobHistories'], 'BatchJobs'],
  ['BatchJob', ['BatchJobs', 'LegalEntities'], 'BatchJobs'],
  ['Customers', ['BatchJobs'], undefined],
  ['math', ['path', 'auth'], 'path'],
  // Two neighbouring letters that are swapped are one typo.
  ['tokne', ['rest', 'token'], 'token'],
  ['fasle', ['true', 'false'], 'false'],
  ['Reubild teh balances', ['Rebuild the balances'], 'Rebuild the balances'],
  // Quotes of other languages.
  ['«MRP»', ['MRP'], 'MRP'],
  ['「MRP」', ['MRP'], 'MRP'],
  // What has no letters, or two of them, is near to nothing; neither is one word, whatever stands around it.
  ['***', ['A', '[Job] Settlement'], undefined],
  ['X+', ['A', 'Y'], undefined],
  ['Settlement.', ['[Job] Settlement'], undefined],
])('%s is nearest to', (name, known, expected) => {
  expect(nearestName(name, known)).toBe(expected);
});
