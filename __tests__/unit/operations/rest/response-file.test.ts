import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readInputs } from '../../../../src/inputs.ts';
import { parseResponseFile } from '../../../../src/operations/rest/response-file.ts';

const workspace = mkdtempSync(join(tmpdir(), 'response-file-'));
afterAll(() => {
  rmSync(workspace, { recursive: true });
});
mkdirSync(join(workspace, 'folder'));
writeFileSync(join(workspace, 'old.json'), '');
symlinkSync(join(workspace, 'old.json'), join(workspace, 'link.json'));
symlinkSync(join(workspace, 'nowhere'), join(workspace, 'dangling.json'));

const parse = (value: string, payloadPath?: string) => {
  const { inputs, problems } = readInputs({ 'INPUT_RESPONSE-FILE': value });
  return { path: parseResponseFile(inputs, workspace, payloadPath), problems };
};

describe('response-file', () => {
  test.each(['new.json', 'old.json', 'link.json', 'dangling.json', 'new/deep.json', 'old.json/below'])(
    '%s is a file',
    (value) => {
      expect(parse(value)).toEqual({ path: join(workspace, value), problems: [] });
    },
  );

  test.each([
    ['/dev/null', 'which is a device or a pipe'],
    ['/dev/../dev/zero', 'which is a device or a pipe'],
    ['/dev/tty', 'which is a device or a pipe'],
    ['folder', 'which is a folder'],
    ['folder/', 'which is a folder'],
    ['new/', 'which is a folder'],
    ['.', 'which is a folder'],
    ['~/x.json', 'no shell replaces "~"'],
  ])('%s is a bad input', (value, problem) => {
    expect(parse(value).problems).toEqual([expect.stringContaining(problem)]);
  });

  test('that is the payload is a bad input', () => {
    expect(parse('old.json', join(workspace, 'old.json')).problems).toEqual([expect.stringContaining('the same file')]);
  });
});
