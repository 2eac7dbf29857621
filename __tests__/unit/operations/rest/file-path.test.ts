import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readInputs } from '../../../../src/inputs.ts';
import { parseFilePath } from '../../../../src/operations/rest/file-path.ts';

const parse = (value: string) => {
  const { inputs, problems } = readInputs({ 'INPUT_PAYLOAD-FILE': value });
  return { file: parseFilePath(inputs, 'payload-file', '/work'), problems };
};

describe('the path of a file', () => {
  test.each([
    ['$RUNNER_TEMP/x.json', '"$RUNNER_TEMP"'],
    ['$env:RUNNER_TEMP/x.json', '"$env:RUNNER_TEMP"'],
    ['${RUNNER_TEMP}/x.json', '"${RUNNER_TEMP}"'],
    ['${{ runner.temp }}/x.json', '"${{ runner.temp }}"'],
    ['out/${NAME}.json', '"${NAME}"'],
    ['$(pwd)/x.json', '"$(pwd)"'],
    ['`pwd`/x.json', '"`pwd`"'],
    ['~/x.json', '"~"'],
    ['~', '"~"'],
    ['~deploy/x.json', '"~deploy"'],
    ['~\\x.json', '"~"'],
    ['%TEMP%\\x.json', '"%TEMP%"'],
    ['out/%NAME%.json', '"%NAME%"'],
  ])('with the syntax of a shell is a bad input: %s', (value, shown) => {
    const { file, problems } = parse(value);
    expect(file).toBeUndefined();
    expect(problems).toEqual([expect.stringContaining(`but no shell replaces ${shown} here`)]);
  });

  test.each([
    'out/x.json',
    '/tmp/x.json',
    'a/$x/b',
    './$x',
    'a~b',
    '~x.json',
    '100%/x',
    '50%-60%.csv',
    'a b.json',
    'a\u3000b.json',
    'a\u200db.json',
    'C:\\x',
  ])('is taken as it is: %s', (value) => {
    expect(parse(value)).toEqual({
      file: { given: value, path: value.startsWith('/') ? value : join('/work', value) },
      problems: [],
    });
  });
});
