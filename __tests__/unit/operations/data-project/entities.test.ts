import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readInputs } from '../../../../src/inputs.ts';
import { parseEntities, unknownEntities } from '../../../../src/operations/data-project/entities.ts';
import { manifestOf, newWorkspace, writeFiles } from '../../../harness/data-package.ts';

async function parsed(entities: string, files: Record<string, string | Buffer> = {}) {
  const workspace = newWorkspace();
  writeFiles(workspace, files);
  const { inputs, problems } = readInputs({ INPUT_ENTITIES: entities });
  const found = await parseEntities(inputs, workspace);
  return {
    problems: problems.map((problem) => problem.replaceAll(workspace, '.')),
    entities: found.map(
      ({ label, executionUnit, level, sequence }) => `${label} ${executionUnit}.${level}.${sequence}`,
    ),
  };
}

const csv = 'A\nx\n';

test.each<[what: string, entities: string, files: Record<string, string | Buffer>, expected: string[]]>([
  ['labels, in their order', '  Units \r\n\nExchange rates\n', {}, ['Units 1.1.1', 'Exchange rates 1.1.2']],
  ['a JSON array, as a form takes it', '["Units", " Exchange rates"]', {}, ['Units 1.1.1', 'Exchange rates 1.1.2']],
  ['a folder without anything else', '@golden', { 'golden/B.csv': csv, 'golden/A.csv': csv }, ['A 1.1.1', 'B 1.1.2']],
  ['a folder below the workspace', '@ ./golden/', { 'golden/A.csv': csv }, ['A 1.1.1']],
  [
    'a folder with package.yml, which also names what has no file yet',
    '@golden',
    {
      'golden/package.yml': 'entities:\n  - label: Units\n    level: 2\n    sequence: 7\n  - label: Country/regions\n',
      'golden/Units.csv': csv,
    },
    ['Units 1.2.7', 'Country/regions 1.1.2'],
  ],
  [
    'a folder with a manifest, whose entities without a file are left out',
    '@golden',
    {
      'golden/Manifest.xml': manifestOf([
        { label: 'Units', file: 'Units.csv', fields: ['A'] },
        { label: 'Parameters', file: 'Parameters.csv', fields: ['A'] },
      ]),
      'golden/Units.csv': csv,
    },
    ['Units 1.1.1'],
  ],
])('takes %s', async (_, entities, files, expected) => {
  expect(await parsed(entities, files)).toEqual({ problems: [], entities: expected });
});

test.each<[what: string, entities: string, files: Record<string, string>, problems: RegExp[]]>([
  ['nothing', ' \n', {}, [/`entities` is missing/]],
  ['an empty JSON array', '[]', {}, [/`entities` is missing/]],
  ['a JSON array that is cut', '["Units"', {}, [/^`entities` is neither lines nor a JSON array of texts\.$/]],
  ['a JSON array of objects', '[{"label": "Units"}]', {}, [/is neither lines nor a JSON array/]],
  ['a label twice, whatever its capitals', 'Units\nunits\nUNITS', {}, [/"units" twice/, /"UNITS" twice/]],
  ['a folder beside labels', 'Units\n@golden', {}, [/"@golden" together with other lines/]],
  ['a folder that is not there', '@goldn', {}, [/The folder `\.\/goldn` cannot be read/]],
  ['a folder without a name', '@', { 'README.md': '' }, [/which has no entity/]],
  [
    'a folder with faults, all of them',
    '@golden',
    { 'golden/package.yml': 'entities:\n  - label: Units\n    levle: 1\n', 'golden/Unit.csv': csv },
    [/`levle` is not a setting/, /`Unit\.csv` belongs to no entity/],
  ],
])('refuses %s', async (_, entities, files, problems) => {
  const found = await parsed(entities, files);
  expect(found.problems).toHaveLength(problems.length);
  problems.forEach((problem, index) => {
    expect(found.problems[index]).toMatch(problem);
  });
});

describe('a label that F&O does not have', () => {
  const known = ['Units', 'Exchange rates', 'Customers V3', 'Länder'];
  test.each([
    ['Unit', 'F&O has no data entity "Unit": did you mean `Units`?'],
    ['units', 'F&O has no data entity "units": did you mean `Units`?'],
    ['CustomersV3', 'F&O has no data entity "CustomersV3": did you mean `Customers V3`?'],
    ['"Exchange rates"', 'F&O has no data entity ""Exchange rates"": did you mean `Exchange rates`?'],
    ['- Units', 'F&O has no data entity "- Units": did you mean `Units`?'],
    ['Units, Customers V3', 'F&O has no data entity "Units, Customers V3": give one label per line.'],
    ['Nothing like it', 'F&O has no data entity "Nothing like it".'],
  ])('%p', (label, message) => {
    const entity = { label, executionUnit: 1, level: 1, sequence: 1 };
    expect(unknownEntities([entity, { ...entity, label: 'Units' }], known)).toEqual([message]);
  });
});

test('a folder is read from the workspace or by its whole path', async () => {
  const workspace = newWorkspace();
  writeFiles(workspace, { 'A.csv': csv });
  const { inputs } = readInputs({ INPUT_ENTITIES: `@${join(workspace)}` });
  expect(await parseEntities(inputs, newWorkspace())).toMatchObject([{ label: 'A' }]);
});
