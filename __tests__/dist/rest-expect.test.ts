import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/faults.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { type Run, runAction, type RunOptions } from '../harness.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterEach(() => {
  simulator.reset();
});
afterAll(async () => {
  await simulator.close();
});

type Response = Omit<Fault, 'match'>;
const response = (body: string, type = 'application/json', status = 200): Response => ({
  respond: 'custom',
  status,
  headers: { 'content-type': type },
  body,
});

function rest(responses: Response[], inputs: Record<string, string>, options: Partial<RunOptions> = {}) {
  simulator.scenario.faults = responses.map((each) => ({ ...each, match: { path: '/data/', times: 1 } }));
  const signIn = { 'environment-url': simulator.environmentUrl, token: simulator.mintToken() };
  return runAction(simulator, {
    inputs: { operation: 'rest', ...signIn, path: '/data/Status', ...inputs },
    ...options,
  });
}
const errorOf = ({ annotations }: Run) =>
  annotations.filter(({ level }) => level === 'error').map((each) => each.message);

describe('is a bad input, and nothing is sent:', () => {
  test('an expect that asks nothing, or goes beyond JMESPath', async () => {
    const bad: [line: string, problem: string][] = [
      ["Status = 'Ended'", 'write == to compare'],
      ["contains(Status 'Ended')", 'where a comma or ) is missing'],
      ["Status == 'Ended", "the quote ' at character 11 is never closed"],
      ['Status != "Error"', "write 'Error' for the text"],
      ['Ok == true', 'write `true` in backticks'],
      ["'Ended'", 'does not depend on the response'],
      ['"Status == \'Ended\'"', 'leave them out'],
      ["Status == 'Finished' || 'Ended'", "as in Status == 'Ended'"],
      ["[Status == 'Ended', Ok]", 'one condition per line'],
      ['{ended: Status}', 'one condition per line'],
      ["'a' == 'a'", 'the same for every response'],
      ['Balance + `1`', 'which is not JMESPath'],
      ['let $x = Status in $x', 'which is not JMESPath'],
      ['&Status', 'which is not JMESPath'],
      ['('.repeat(5_000) + 'a' + ')'.repeat(5_000), 'nested in more than 200 levels'],
    ];
    const run = await rest([], { expect: bad.map(([line]) => line).join('\n') });
    expect(run.exitCode).toBe(1);
    expect(run.requests).toEqual([]);
    for (const [, problem] of bad.slice(0, -1)) expect(run.outputs['error']).toContain(problem);
  });

  test.each([
    ["'Ended'", 'it is only a literal'],
    ['`5`', 'it is only a literal'],
    ['value[', 'which is not JMESPath (it ends too early'],
    ['('.repeat(20_000), 'nested in more than 200 levels'],
  ])('an extract such as %.20s', async (extract, problem) => {
    const run = await rest([], { extract });
    expect(run.requests).toEqual([]);
    expect(run.outputs['error']).toContain(problem);
  });
});

test.each([
  ["Status || 'none'", 'none'],
  ['[Count, Amount]', '[5637144576123456789,12.50]'],
  ["{status: 'x'}", '{"status":"x"}'],
  ["'a' == 'a'", 'true'],
  ['`posted` == Kind', 'true'],
  ["At > '2026-01-01'", 'true'],
  ['!value[?Status == `Error`]', 'true'],
])('extract %s gives %s', async (extract, result) => {
  const body = '{"Count":5637144576123456789,"Amount":12.50,"Kind":"posted","At":"2026-01-02","value":[]}';
  const run = await rest([response(body)], { extract });
  expect(run.outputs).toMatchObject({ error: '', result });
});

describe('names on both sides of a comparison', () => {
  test('are unmet if the right one is missing, and the error says what was probably meant', async () => {
    const run = await rest([response('{"Status":"Error"}')], { expect: 'Status != Error' });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toEqual([expect.stringContaining("Did you mean Status != 'Error'?")]);
  });

  test('are compared if both are there', async () => {
    const run = await rest([response('{"Done":2,"Total":2.0}')], { expect: 'Done == Total\nErrors == null' });
    expect(run.outputs['error']).toBe('');
  });

  test('let a wait poll on until the right one is there', async () => {
    const run = await rest(
      [response('{"Done":2}'), response('{"Done":2,"Total":3}'), response('{"Done":3,"Total":3}')],
      { expect: 'Done == Total', 'wait-timeout-minutes': '5', 'poll-seconds': '0.01' },
    );
    expect(run.outputs['error']).toBe('');
    expect(run.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(Array(3).fill('GET /data/Status'));
  });
});

describe('a comparison of two types', () => {
  const body = `{"Ok":"Yes","Done":true,"Count":5,"Text":"${'x'.repeat(600)}"}`;

  test.each([
    ['Ok == `true`', "`Ok` is a string, which never equals a boolean: compare it with a string, such as 'Yes'."],
    ["Done == 'true'", '`Done` is a boolean, which never equals a string: compare it with a boolean, such as `true`.'],
    ["'5' == Count", '`Count` is a number, which never equals a string: compare it with a number, such as `5`.'],
    ["length(Text) == '600'", 'What is compared is a number, which never equals a string'],
  ])('is explained before the response: %s', async (expression, remark) => {
    const run = await rest([response(body)], { expect: expression });
    expect(errorOf(run)).toEqual([expect.stringContaining(`${expression} gives false. ${remark}`)]);
  });

  test('that holds for no other reason warns', async () => {
    const run = await rest([response(body)], { expect: "Ok != `true`\nDone == `true` || Ok == 'No'\nMissing != 'x'" });
    expect(run.annotations).toEqual([
      { level: 'warning', message: expect.stringContaining('`Ok` is a string, which never equals a boolean') },
    ]);
  });
});

describe('an empty body', () => {
  test.each(['@ == null', '!Status', "Status != 'Error'"])('does not meet %s', async (expression) => {
    const run = await rest([response('')], { expect: expression });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toEqual([expect.stringContaining('`expect` does not hold: the response is empty')]);
  });

  test('is null for extract', async () => {
    const run = await rest([response('')], { extract: '@' });
    expect(run.outputs).toMatchObject({ error: '', result: 'null' });
  });

  test('lets a wait poll on', async () => {
    const run = await rest([response(''), response('{"Ok":true}')], {
      expect: 'Ok',
      'wait-timeout-minutes': '5',
      'poll-seconds': '0.01',
    });
    expect(run.outputs['error']).toBe('');
    expect(run.requests).toHaveLength(2);
  });
});

describe('a body that is not JSON', () => {
  test('is a string if it is text/plain', async () => {
    const run = await rest([response('done: 5', 'text/plain; charset=utf-8')], {
      extract: 'upper(@)',
      expect: "starts_with(@, 'done')",
    });
    expect(run.outputs).toMatchObject({ error: '', result: 'DONE: 5' });
  });

  test('fails otherwise, and the error says that the call was carried out', async () => {
    const run = await rest([response('<a/>', 'application/xml')], { extract: '@', method: 'POST', payload: '{}' });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)[0]).toMatch(/application\/xml and not JSON.*The call itself was carried out/);
  });
});
