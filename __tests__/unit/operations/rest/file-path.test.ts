import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readInputs } from '../../../../src/inputs.ts';
import { parseFilePath } from '../../../../src/operations/rest/file-path.ts';

const parse = (value: string, platform?: NodeJS.Platform) => {
  const { inputs, problems } = readInputs({ 'INPUT_PAYLOAD-FILE': value });
  return { file: parseFilePath(inputs, 'payload-file', '/work', platform), problems };
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
    ['NUL', '"NUL"', 'a device'],
    ['nul.json', '"nul.json"', 'a device'],
    ['out\\aux.json', '"aux.json"', 'a device'],
    ['C:\\a_work\\COM1.txt', '"COM1.txt"', 'a device'],
    ['con/x.json', '"con"', 'a device'],
    ['\\\\.\\NUL', '"NUL"', 'a device'],
    ['CONOUT$', '"CONOUT$"', 'a device'],
    ['lpt¹', '"lpt¹"', 'a device'],
    ['out/a:b.json', '"a:b.json"', 'the character :'],
    ['report?.json', '"report?.json"', 'the character ?'],
    ['out/<job>.json', '"<job>.json"', 'the character <'],
    ['x.json.', '"x.json."', 'ends in a period'],
    ['out /x.json', '"out "', 'ends in a blank'],
  ])('that Windows cannot have is a bad input there: %s', (value, name, why) => {
    const { file, problems } = parse(value, 'win32');
    expect(file).toBeUndefined();
    expect(problems).toEqual([expect.stringMatching(/but on Windows/)]);
    expect(problems[0]).toContain(name);
    expect(problems[0]).toContain(why);
    expect(parse(value, 'linux').problems).toEqual([]);
  });

  test.each([
    'C:\\a\\x.json',
    'D:x.json',
    '\\\\?\\C:\\x.json',
    '\\\\host\\share\\x',
    '..\\x',
    './x',
    'null.json',
    'console',
    'com10',
    'a//b',
  ])('is taken as it is on Windows: %s', (value) => {
    expect(parse(value, 'win32').problems).toEqual([]);
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
