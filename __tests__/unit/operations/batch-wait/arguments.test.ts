import { describe, expect, test } from '@jest/globals';
import { readInputs } from '../../../../src/inputs.ts';
import { isNewEnd } from '../../../../src/operations/batch-wait/evidence.ts';
import { parseArguments, parseCallbackUrl } from '../../../../src/operations/batch-wait/arguments.ts';

function parsed(given: Record<string, string>) {
  const { inputs, problems } = readInputs(
    Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  );
  return { args: parseArguments(inputs), problems, callbackUrl: parseCallbackUrl(inputs) };
}

describe('the inputs of batch-wait', () => {
  test('one RecId is enough', () => {
    expect(parsed({ 'batch-job-recid': ' 5637144576 ' })).toEqual({
      args: {
        wanted: { kind: 'rec-ids', recIds: ['5637144576'] },
        rules: {
          start: 'no',
          requeueLimit: 0,
          startedAfter: { kind: 'duration', ms: 43_200_000 },
          startedAfterIsGiven: false,
          allowScheduled: false,
          cancelOn: [],
          once: false,
          fixedGapMs: undefined,
          isEvidence: isNewEnd,
        },
        accepted: ['finished'],
        timeoutMs: 3_600_000,
      },
      problems: [],
      callbackUrl: undefined,
    });
  });

  test('everything of batch jobs together', () => {
    const { args, problems, callbackUrl } = parsed({
      'batch-job-description': "O'Brien's *",
      'legal-entity': 'usmf',
      start: 'true',
      'requeue-limit': '5',
      'started-after': '2026-01-31T22:00:00Z',
      'allow-scheduled': 'TRUE',
      'cancel-on': 'timeout, interrupted',
      'accept-outcome': 'ended-unknown\npartially-succeeded',
      'wait-timeout-minutes': '0.5',
      'poll-seconds': '2.5',
      'callback-url': 'https://prod-1.westeurope.logic.azure.com/workflows/x?sig=y',
    });
    expect(problems).toEqual([]);
    expect(callbackUrl?.host).toBe('prod-1.westeurope.logic.azure.com');
    expect(args).toMatchObject({
      wanted: { kind: 'description', description: "O'Brien's *", legalEntity: 'usmf' },
      rules: {
        start: 'always',
        requeueLimit: 5,
        startedAfter: { kind: 'time' },
        startedAfterIsGiven: true,
        allowScheduled: true,
        cancelOn: ['timeout', 'interrupted'],
        fixedGapMs: 2_500,
      },
      accepted: ['finished', 'ended-unknown', 'partially-succeeded'],
      timeoutMs: 30_000,
    });
  });

  test.each([
    ['\u200e5637144576', ['5637144576']],
    ['5637144576\u200b, \u00a05637144577\ufeff', ['5637144576', '5637144577']],
    ['5637144576,5637144500', ['5637144576', '5637144500']],
    ['[5637144576, "5637144577"]', ['5637144576', '5637144577']],
    ['[\n  9223372036854775807\n]', ['9223372036854775807']],
  ])('RecIds lose what cannot be seen: %j', (text, recIds) => {
    expect(parsed({ 'batch-job-recid': text })).toMatchObject({ args: { wanted: { recIds } }, problems: [] });
  });

  test.each([
    ['execution-id', { kind: 'execution', executionId: 'gh-1' }],
    ['message-id', { kind: 'message', messageId: 'gh-1' }],
  ])('so does %s', (name, wanted) => {
    expect(parsed({ [name]: '\u200bgh-1\u00ad' })).toMatchObject({ args: { wanted }, problems: [] });
  });

  test('a description comes in the form of Unicode that typing gives', () => {
    expect(parsed({ 'batch-job-description': 'U\u0308bernahme' }).args?.wanted).toMatchObject({
      description: '\u00dcbernahme',
    });
  });

  test('a description keeps it', () => {
    const { args } = parsed({ 'batch-job-description': 'Nightly\u00a0run', 'legal-entity': '\u200busmf' });
    expect(args?.wanted).toMatchObject({ description: 'Nightly\u00a0run', legalEntity: 'usmf' });
  });

  test('RecIds come by comma or line, above 2^53, and twice counts once', () => {
    const { args, problems } = parsed({ 'batch-job-recid': '5637144576123456789,\n 9223372036854775807 \r\n,007,7' });
    expect(problems).toEqual([]);
    expect(args?.wanted).toEqual({ kind: 'rec-ids', recIds: ['5637144576123456789', '9223372036854775807', '7'] });
  });

  test('one poll alone, and a start only if it is needed', () => {
    const { args, problems } = parsed({
      'batch-job-recid': '1',
      'wait-timeout-minutes': '0',
      start: 'If-Failed',
      'accept-outcome': 'pending',
      'cancel-on': 'interrupted',
      'started-after': 'PT12H',
    });
    expect(problems).toEqual([]);
    expect(args).toMatchObject({
      rules: { once: true, start: 'if-failed', startedAfterIsGiven: false },
      accepted: ['finished', 'pending'],
      timeoutMs: undefined,
    });
  });

  test('an execution or a message', () => {
    expect(parsed({ 'execution-id': 'Import-1' }).args?.wanted).toEqual({ kind: 'execution', executionId: 'Import-1' });
    expect(parsed({ 'message-id': 'm' }).args?.wanted).toEqual({ kind: 'message', messageId: 'm' });
  });

  test.each([
    [{}, 'Use one of `batch-job-recid`, `batch-job-description`, `execution-id`, `message-id`'],
    [{ 'batch-job-recid': '1', 'execution-id': 'x' }, '`batch-job-recid`, `execution-id` cannot be combined'],
    [{ 'batch-job-recid': ',' }, '`batch-job-recid` contains no RecId'],
    [{ 'batch-job-recid': '[]' }, '`batch-job-recid` contains no RecId'],
    [{ 'batch-job-recid': '5,637,144,576' }, 'contains "5,637,144,576", which looks like one RecId'],
    [{ 'batch-job-recid': '5637144500\n5,637,144,576, 5,637,144,577' }, 'thousands separators: use 5637144576.'],
    [
      { 'batch-job-recid': '[{"BatchJobRecId":5637144576}]' },
      'contains "[{"BatchJobRecId":5637144576}]": use the RecId',
    ],
    ...['5.63714457612346E+18', '5637144576.0', '5637144576.', '5.6e18', '5637144576,00', '5,63714E+18'].map(
      (recId) => [{ 'batch-job-recid': recId }, `contains "${recId}", which YAML or a spreadsheet turned`] as const,
    ),
    [{ 'batch-job-recid': '5637\u20ad144576' }, 'contains "5637\u20ad144576": use the RecId'],
    [{ 'batch-job-recid': '0x150' }, 'contains "0x150": use the RecId'],
    [{ 'batch-job-recid': '1;2' }, 'contains "1;2": use the RecId'],
    [{ 'batch-job-recid': '5.6E9' }, 'contains "5.6E9"'],
    [{ 'batch-job-recid': '0' }, 'contains "0"'],
    [{ 'batch-job-recid': '9223372036854775808' }, 'contains "9223372036854775808"'],
    [{ 'batch-job-recid': '1', 'legal-entity': 'usmf' }, '`legal-entity` narrows `batch-job-description`'],
    [{ 'execution-id': 'x', start: 'true' }, '`start` is for batch jobs'],
    [{ 'message-id': 'x', 'cancel-on': 'timeout' }, '`cancel-on` is for batch jobs'],
    [{ 'batch-job-recid': '1', 'started-after': 'yesterday' }, '`started-after` is "yesterday"'],
    [{ 'batch-job-recid': '1', 'requeue-limit': '6' }, '`requeue-limit` is "6"'],
    [{ 'batch-job-recid': '1', 'requeue-limit': '1.5' }, 'give a whole number'],
    [{ 'batch-job-recid': '1', 'cancel-on': 'error' }, '`cancel-on` has "error"'],
    [{ 'batch-job-recid': '1', 'accept-outcome': 'timeout' }, '`accept-outcome` has "timeout"'],
    [{ 'batch-job-recid': '1', 'accept-outcome': 'failed' }, '`accept-outcome` has "failed"'],
    [{ 'batch-job-recid': '1', 'accept-outcome': 'interrupted' }, '`accept-outcome` has "interrupted"'],
    [{ 'batch-job-recid': '1', 'wait-timeout-minutes': '-1' }, '`wait-timeout-minutes` is "-1"'],
    [{ 'batch-job-recid': '1', 'wait-timeout-minutes': '0', 'requeue-limit': '1' }, '`requeue-limit` needs time'],
    [{ 'batch-job-recid': '1', 'wait-timeout-minutes': '0.0', 'cancel-on': 'timeout' }, '`cancel-on: timeout` needs'],
    [{ 'batch-job-recid': '1', start: 'if_failed' }, '`start` is "if_failed"'],
    [{ 'batch-job-recid': '1', 'poll-seconds': '-1' }, '`poll-seconds` is "-1"'],
    [{ 'batch-job-recid': '1', 'callback-url': 'http://contoso.com/x' }, 'only https is allowed'],
    [{ 'batch-job-recid': '1', 'callback-url': 'sig=secret' }, '`callback-url` is not a URL'],
  ] as const)('%j is a problem', (given, message) => {
    const { problems } = parsed(given);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
    expect(problems[0]).not.toContain('sig=secret');
  });

  test('all problems are found at once, and a good callback URL beside them', () => {
    const { problems, callbackUrl } = parsed({
      'batch-job-recid': 'x',
      start: 'yes',
      'poll-seconds': 'often',
      'callback-url': 'http://localhost:1/hook',
    });
    expect(problems).toHaveLength(3);
    expect(callbackUrl?.href).toBe('http://localhost:1/hook');
  });
});
