import { describe, expect, test } from '@jest/globals';
import {
  groupErrors,
  maskQuoted,
  maskValues,
  parseExecutionErrors,
} from '../../../../src/fno/data-management/execution-errors.ts';

const broken = (count: number) =>
  `[${Array.from(
    { length: count },
    (_, index) =>
      `{"RecordId":"${index}","Field":"GROUP","ErrorMessage":"The value "A${index}" of field "Group" is unknown.\r\nInfolog: canceled."}`,
  ).join(',')}]`;

describe('the errors of an execution', () => {
  test.each(['', '[]', '""', 'null', '  []  '])('%j is none', (list) => {
    expect(parseExecutionErrors(list)).toEqual([]);
  });

  test('a proper list is read as it is', () => {
    const rows = [
      { RecordId: '1', Field: 'F', ErrorMessage: 'M "x"' },
      { RecordId: '', Field: '', ErrorMessage: 'N' },
    ];
    expect(parseExecutionErrors(JSON.stringify(rows))).toEqual(rows);
  });

  test('a list that is no JSON loses no record: unescaped quotes, line breaks', () => {
    const list = broken(3_506);
    expect(() => JSON.parse(list) as unknown).toThrow();
    const errors = parseExecutionErrors(list);
    expect(errors).toHaveLength(3_506);
    expect(errors[3_505]).toEqual({
      RecordId: '3505',
      Field: 'GROUP',
      ErrorMessage: 'The value "A3505" of field "Group" is unknown.\r\nInfolog: canceled.',
    });
  });

  test('escapes in a broken list are undone where they can be', () => {
    const [error] = parseExecutionErrors(
      '[{"RecordId":"1","Field":"","ErrorMessage":"a \\"b\\" \\u00e9"},{"RecordId":"2","Field":"x"y","ErrorMessage":""}]',
    );
    expect(error?.ErrorMessage).toBe('a "b" é');
  });

  test('other keys, other orders and bare texts are kept rather than lost', () => {
    expect(parseExecutionErrors('[{"Other":1}, "text", {"RecordId":7,"ErrorMessage":"m"}]')).toEqual([
      { RecordId: '', Field: '', ErrorMessage: '{"Other":1}' },
      { RecordId: '', Field: '', ErrorMessage: 'text' },
      { RecordId: '7', Field: '', ErrorMessage: 'm' },
    ]);
    expect(parseExecutionErrors('The file could not be read')).toEqual([
      { RecordId: '', Field: '', ErrorMessage: 'The file could not be read' },
    ]);
  });

  test('thousands become a line for each kind, the most frequent first', () => {
    const errors = [...parseExecutionErrors(broken(50)), { RecordId: '', Field: 'A', ErrorMessage: 'Once.' }];
    expect(groupErrors(errors)).toEqual([
      { message: 'The value "…" of field "…" is unknown. Infolog: canceled.', count: 50, fields: ['GROUP'] },
      { message: 'Once.', count: 1, fields: ['A'] },
    ]);
  });

  test.each([
    [`Customer 'US-001' can't be made`, `Customer '…' can't be made`],
    [`'O'Brien' is unknown`, `'…' is unknown`],
    [`Value “a” and „b“ and «c»`, `Value "…" and "…" and "…"`],
    [`don't and won't`, `don't and won't`],
    [`  two\n lines  `, 'two lines'],
  ])('%j is masked as %j', (message, masked) => {
    expect(maskQuoted(message)).toBe(masked);
  });

  test.each([
    ['Record 5637144576 is locked by 2026-11-26T02:00:00Z', 'Record … is locked by …'],
    ['Customer US-001 and INV/2026/0007 of -1,234.50 EUR.', 'Customer … and … of -… EUR.'],
    ['Row 12: {3F2504E0-4F89-11D3-9A0C-0305E82C3301} (line 3)', 'Row …: {…} (line …)'],
    [`Value 'x' in C:\\temp\\file1.csv`, `Value '…' in …`],
    ['Nothing to mask, well-known/other.', 'Nothing to mask, well-known/other.'],
    ['第12行', '…'],
  ])('%j has its values masked as %j', (message, masked) => {
    expect(maskValues(message)).toBe(masked);
  });

  test('3,506 errors that differ in numbers become a dozen kinds, one that does not differ keeps its values', () => {
    const kinds = Array.from({ length: 12 }, (_, kind) => `Rule ${'abcdefghijkl'.charAt(kind)} broken in record`);
    const errors = Array.from({ length: 3_506 }, (_, index) => ({
      RecordId: String(index),
      Field: '',
      ErrorMessage: `${kinds[index % 12] ?? ''} ${index} (US-${index}), amount ${index / 7}`,
    }));
    const groups = groupErrors([...errors, { RecordId: '', Field: '', ErrorMessage: 'SQL error 2627.' }]);
    expect(groups).toHaveLength(13);
    expect(groups[0]).toEqual({ message: 'Rule a broken in record … (…), amount …', count: 293, fields: [] });
    expect(groups[12]?.message).toBe('SQL error 2627.');
  });

  test('masking takes time in proportion to the length', () => {
    const before = process.cpuUsage();
    maskQuoted(`'${"'a".repeat(100_000)}`);
    maskQuoted('"'.repeat(100_001));
    maskValues('1'.repeat(20_000));
    maskValues('a-'.repeat(10_000));
    maskValues('.1'.repeat(10_000));
    // Of its own: the machine may be busy.
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
