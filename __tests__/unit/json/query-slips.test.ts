import { describe, expect, test } from '@jest/globals';
import { compileQuery, literalSlip } from '../../../src/json/query.ts';

describe('a name where a literal is meant', () => {
  test.each([
    ['Status != "Error"', "'Error'"],
    ['(Company == "usmf") && Rows', "'usmf'"],
    ['Company=="usmf"||Rows', "'usmf'"],
    ['value[?Name == "O\'Brien"].RecId', "'O\\'Brien'"],
    ['{isOurs: Company == "usmf"}', "'usmf'"],
    ['!contains(Message, "error")', "'error'"],
    ['value[?contains(Name, "x") && Active]', "'x'"],
    ['IsSuccess == true', '`true`'],
    ['IsSuccess != false', '`false`'],
  ])('is found in %s', (expression, instead) => {
    expect(literalSlip(expression)).toContain(`write ${instead} `);
  });

  test('is shown as it is written for the member as well', () => {
    const written = /or (@\.\S+) for the member/.exec(literalSlip('a == "b"') ?? '')?.[1] ?? '';
    expect(literalSlip(`a == ${written}`)).toBeUndefined();
    expect(compileQuery(`a == ${written}`).evaluate({ a: 1, b: 1 })).toBe(true);
  });

  test.each([
    "Status != 'Error'",
    'IsSuccess == `true`',
    'Status == "$attributes".name',
    '"@odata.count" > `0`',
    'Etag == "@odata.etag"',
    '["@odata.etag", "Name"]',
    '[length(value), "Name"]',
    '{"Company": dataAreaId, "true": `true`}',
    'sort_by(value, &"Credit Limit")',
    'Errors == null',
    'Done == Total',
  ])('is not in %s', (expression) => {
    expect(literalSlip(expression)).toBeUndefined();
  });
});
