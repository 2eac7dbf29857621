import { describe, expect, test } from '@jest/globals';
import { filterHint } from '../../../../src/operations/rest/filter-hint.ts';

const types = (left: string, right: string) =>
  `A binary operator with incompatible types was detected. Found operand types '${left}' and '${right}' for operator kind 'Equal'.`;
const status = 'Microsoft.Dynamics.DataEntities.BatchStatus';
const enums = types(status, 'Edm.String');
const unknown = (name: string) =>
  `Could not find a property named '${name}' on type 'Microsoft.Dynamics.DataEntities.BatchJob'.`;

describe('a slip in $filter', () => {
  test.each([
    ['Syntax error.', "Name = 'x'", 'compares with `eq`'],
    ['Syntax error.', "Name == 'x'", 'compares with `eq`'],
    ['Syntax error.', 'Amount>=5', 'compares with `eq`'],
    ['Syntax error.', 'Name eq "x"', 'put text in single quotes'],
    ['Syntax error.', 'Name eq ‘x’', 'straight single quotes'],
    ['Syntax error.', 'Name eq “x”', 'straight single quotes'],
    [types('Edm.Int64', 'Edm.String'), "BatchJobRecId eq '5637144576'", 'numbers, dates and GUIDs have none'],
    [types('Edm.String', 'Edm.Int32'), 'CustomerGroupId eq 10', 'put text in single quotes'],
    [unknown('usmf'), 'dataAreaId eq usmf', 'put text in single quotes'],
    [enums, "Status eq 'Error'", `Status eq ${status}'Error'.`],
    [enums, "RecId eq 1 and Status ne 'Error'", `Status ne ${status}'Error'.`],
    [enums, "dataAreaId eq 'usmf' and Status eq 'Error'", `NAME eq ${status}'VALUE'.`],
    ['Syntax error.', "Name eq 'O'Brien'", 'Double any apostrophe'],
    ['Syntax error.', "Name eq 'Rock'n'Roll'", 'Double any apostrophe'],
    ['Syntax error.', "Name eq 'it's' and A eq 1", 'Double any apostrophe'],
    ['Syntax error.', "Name eq '", 'Double any apostrophe'],
    [types('Edm.DateTimeOffset', 'Edm.Date'), 'CreatedOn ge 2026-01-31', 'with its time and zone'],
    ['Syntax error.', 'CreatedOn ge 2026-01-31T00:00:00', 'with its time and zone'],
    ['Syntax error.', 'CreatedOn ge 2026-01-31 00:00:00Z', 'with its time and zone'],
    ['Syntax error.', "CreatedOn ge datetime'2026-01-31T00:00:00'", 'with its time and zone'],
    ['Syntax error.', 'CreatedOn ge 31.01.2026 and A eq 1', 'with its time and zone'],
    ['Syntax error.', 'CreatedOn ge 1/31/2026', 'with its time and zone'],
    ['Syntax error.', "Name\u00a0eq 'x'", 'the invisible character U+00A0'],
    ['Syntax error.', "Name eq\u200b 'x\u00a0'", 'the invisible character U+200B'],
  ])('told as %j of %s is explained', (said, filter, message) => {
    expect(filterHint(said, filter)).toContain(message);
  });

  test.each([
    [unknown('status'), "status eq 'Error'"],
    [unknown('Nope'), ''],
    ["The function 'startswith' is not Queryable!", 'startswith(Name,\'a="b"\')'],
    ['Something else.', "Name eq 'O''Brien > \"x\"'"],
    ['Something else.', "Name eq ''"],
    ['Something else.', "Name eq '''quoted''' or Name eq 'a'''"],
    ['Something else.', `Status eq ${status}'Error' and Name ne 'x'`],
    ['Something else.', 'D ge 2026-01-31T00:00:00Z and D le 2026-01-31T00:00:00.123+02:00'],
    ['Something else.', "Name eq '2026-01-31' or Name eq 'a\u00a0b'"],
    ['Something else.', 'Id eq 12345678-2026-0131-1234-123456789012'],
  ])('told as %j of %s is none', (said, filter) => {
    expect(filterHint(said, filter)).toBe('');
  });
});
