import { describe, expect, test } from '@jest/globals';
import { carryOut } from '../../../../src/json/document-task.ts';
import { createShow, type Show } from '../../../../src/server-text.ts';
import { describeUnmet } from '../../../../src/operations/rest/query-response.ts';

const document = { Status: 'Error', Ok: false, Limit: 5, value: [{ Status: 'Error' }], Text: 'a secret' };
const judge = (
  expressions: string[],
  show: Show | 'hidden' = createShow((text) => text.replaceAll('secret', '***')),
  on: unknown = document,
) => {
  const source = { text: JSON.stringify(on) };
  const outcome = carryOut({
    kind: 'query',
    source,
    extract: undefined,
    expect: expressions,
    plainText: false,
    shownCharacters: 500,
  });
  return outcome.kind === 'unmet' ? describeUnmet(outcome, show) : undefined;
};

describe('expect', () => {
  test('is met when every line holds', () => {
    expect(judge(["Status == 'Error'", 'Limit > `4`', 'value', 'Ok != `true`'])).toBeUndefined();
  });

  test('shows the first line that does not hold, its value and the response, without secrets', () => {
    const message = judge(['Limit', "Text == 'x'", 'Ok']) ?? '';
    expect(message).toContain("`expect` does not hold: Text == 'x' gives false. The response: {");
    expect(message).toContain('a ***');
    expect(message).not.toContain('secret');
  });

  test('shows why a line cannot be evaluated', () => {
    expect(judge(['length(Limit)'])).toContain('length(Limit) cannot be evaluated (argument 1 of length(');
  });

  test.each(['Ok', 'length(Limit)', 'Status != Missing'])('hides the value and the response: %s', (expression) => {
    const message = judge([expression], 'hidden') ?? '';
    expect(message).toContain('hidden by `mask-response`');
    expect(message).not.toMatch(/false|number|a secret/);
  });

  test.each([
    ['Status != Error', "Did you mean Status != 'Error'?"],
    ['!(Status == Finished)', "Did you mean Status == 'Finished'?"],
    ['(Status) != (Finished)', "Did you mean Status != 'Finished'?"],
    ['value[0].Status != Finished', "Did you mean value[0].Status != 'Finished'?"],
    ['value[-1].Ok == True', 'Did you mean value[-1].Ok == `true`?'],
    ['value[?Header.Status != Finished] | !@', "Did you mean Header.Status != 'Finished'?"],
    ['@."Status" != Finished', 'Did you mean @."Status" != \'Finished\'?'],
    ['length(value) != Zero', "Did you mean … != 'Zero'?"],
    ["'Error' != Missing", undefined],
    ['Limit || Status != Finished', undefined],
    ['Status != Finished || Limit', "Did you mean Status != 'Finished'?"],
    ['value[?Status != Finished] | !@', "Did you mean Status != 'Finished'?"],
    ['!value[?Status == Finished]', "Did you mean Status == 'Finished'?"],
    ['Ok != True', 'Did you mean Ok != `true`?'],
    ['Ok != FALSE', 'Did you mean Ok != `false`?'],
    ['Limit < Ceiling', "Did you mean Limit < 'Ceiling'?"],
    ['Missing == Absent', "Did you mean Missing == 'Absent'?"],
    ['length(Limit) || Status != Finished', undefined],
    ['Status != null', undefined],
    ['Missing == null', undefined],
    ['Status != Text', undefined],
  ])('%s with a name that the object lacks: %s', (expression, meant) => {
    const message = judge([expression]) ?? '';
    if (meant === undefined) expect(message).not.toContain('Did you mean');
    else expect(message).toContain(`which is missing. ${meant}`);
  });

  test.each([[[]], ['text'], [null]])('two bare names are not equal only because %j has neither', (on) => {
    expect(judge(['Status == Finished'], 'hidden', on)).toContain("Did you mean Status == 'Finished'?");
  });
});
