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
    [types('Edm.Int64', 'Edm.String'), "BatchJobRecId eq '5637144576'", 'numbers, dates and GUIDs have none'],
    [types('Edm.String', 'Edm.Int32'), 'CustomerGroupId eq 10', 'put text in single quotes'],
    [unknown('usmf'), 'dataAreaId eq usmf', 'put text in single quotes'],
    [enums, "Status eq 'Error'", `Status eq ${status}'Error'.`],
    [enums, "RecId eq 1 and Status ne 'Error'", `Status ne ${status}'Error'.`],
    [enums, "dataAreaId eq 'usmf' and Status eq 'Error'", `NAME eq ${status}'VALUE'.`],
  ])('told as %j of %s is explained', (said, filter, message) => {
    expect(filterHint(said, filter)).toContain(message);
  });

  test.each([
    [unknown('status'), "status eq 'Error'"],
    [unknown('Nope'), ''],
    ["The function 'startswith' is not Queryable!", 'startswith(Name,\'a="b"\')'],
    ['Something else.', "Name eq 'O''Brien > \"x\"'"],
  ])('told as %j of %s is none', (said, filter) => {
    expect(filterHint(said, filter)).toBe('');
  });
});
