import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { finderOf, readCodes, searchFor } from '../../../src/data-package/company-codes.ts';
import { inputDefaults, type InputName } from '../../../src/data-package/contract.ts';
import { drain, inBatches } from '../../../src/data-package/table.ts';
import { readInputsOf } from '../../../src/inputs.ts';

const find = finderOf(['USMF', 'DAT', 'US', 'NO', 'YES', 'IT', '1000', 'USA', '4A01']);

describe('a cell holds the code of a legal entity', () => {
  test.each<[cell: string, codes: string[], column?: string]>([
    ['USMF', ['USMF']],
    ['usmf', ['USMF']],
    [' usmf ', ['USMF']],
    ['USMF-000123', ['USMF']],
    ['usmf_1', ['USMF']],
    ['INV/USMF/####', ['USMF']],
    ['https://usmf.contoso.com', ['USMF']],
    ['USMF|DAT', ['USMF', 'DAT']],
    ['USMF-USMF', ['USMF']],
    ['Sales of USMF', ['USMF']],
    ['1000', ['1000']],
    ['1000-100', ['1000']],
    ['NO', ['NO']],
    ['no', ['NO']],
    ['USA', ['USA'], 'SITE'],
  ])('%j: %j', (cell, codes, column = 'VALUE') => {
    expect(find(cell, column)).toEqual(codes);
  });
});

describe('a cell does not hold one', () => {
  test.each<[cell: string, column?: string]>([
    [''],
    ['USMFX'],
    ['XUSMF'],
    ['USMF1'],
    ['ÄUSMF'],
    // Prose
    ['the dat file'],
    ['call it a day'],
    ['IT department'],
    ['about 1000 pieces'],
    // Truth values, numbers, dates, GUIDs
    ['No'],
    ['Yes'],
    ['1000.000000'],
    ['1000-01-31 00:00:00'],
    ['{2608F674-4A01-1000-8000-00000000000A}'],
    // Codes of other lists
    ['USA', 'COUNTRYREGIONID'],
    ['US', 'ADDRESSCOUNTRYREGIONISOCODE'],
    ['en-US', 'LANGUAGEID'],
    ['US', 'TOCURRENCYCODE'],
  ])('%j', (cell, column = 'VALUE') => {
    expect(find(cell, column)).toEqual([]);
  });
});

describe('the input', () => {
  const read = (text: string) => {
    const { inputs, problems } = readInputsOf<InputName>(inputDefaults, { 'INPUT_COMPANY-CODES': text });
    return { codes: readCodes(inputs), problems };
  };

  test.each<[text: string, codes: string[]]>([
    ['', []],
    ['usmf', ['USMF']],
    ['usmf\r\n dat \n\nUSMF\n', ['USMF', 'DAT']],
    ['usmf, dat', ['USMF', 'DAT']],
    ['["usmf", "dat", 1000]', ['USMF', 'DAT', '1000']],
    ['[]', []],
  ])('%j', (text, codes) => {
    expect(read(text)).toEqual({ codes, problems: [] });
  });

  test.each<[text: string, problem: string]>([
    ['usmf2', '`company-codes` has "usmf2": the ID of a legal entity has one to four letters or digits.'],
    ['"usmf"', 'has "\\"usmf\\""'.replaceAll('\\', '')],
    ['us mf', 'has "us mf"'],
    ['["usmf"', 'is neither lines nor a JSON array of texts'],
    ['[{"a": 1}]', 'is neither lines nor a JSON array of texts'],
  ])('%j is a problem', (text, problem) => {
    expect(read(text).problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('the warning', () => {
  const warningOf = async (tables: Record<string, string[][]>) => {
    const search = searchFor(['USMF', 'DAT']);
    for (const [entity, [header = [], ...rows]] of Object.entries(tables))
      await drain(search.watch(entity, { header, rows: inBatches(Readable.from(rows)) }).rows);
    const warnings: string[] = [];
    search.tell({ info: () => undefined, notice: () => undefined, warning: (line) => warnings.push(line) });
    return warnings;
  };

  test('names entity, column, code and cells, the most first', async () => {
    const warnings = await warningOf({
      Units: [
        ['A', 'B'],
        ['USMF', 'x'],
        ['y', 'USMF-1 DAT'],
      ],
      Sequences: [['FORMAT'], ['USMF-###'], ['USMF-#'], ['dat']],
    });
    expect(warnings).toEqual([
      'Cells contain the code of another legal entity, and an import does not change it (number of cells in parentheses): `Sequences`, column `FORMAT`: `USMF` (2); `Units`, column `A`: `USMF` (1); `Units`, column `B`: `USMF` (1); `Units`, column `B`: `DAT` (1); `Sequences`, column `FORMAT`: `DAT` (1).',
    ]);
  });

  test('has an end', async () => {
    const header = Array.from({ length: 50 }, (_, at) => `C${at}`);
    const [warning] = await warningOf({ Wide: [header, header.map(() => 'USMF')] });
    expect(warning).toContain('`Wide`, column `C19`: `USMF` (1); and 30 more.');
  });

  test('is not there without a code', async () => {
    expect(await warningOf({ Units: [['A'], ['x']] })).toEqual([]);
  });
});
