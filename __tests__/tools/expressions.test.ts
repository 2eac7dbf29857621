import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { expressionsIn } from '../../tools/expressions/collect.ts';
import { notLinear } from '../../tools/expressions/linear.ts';
import { useFolder } from '../harness.ts';

const folder = useFolder();

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('every way to write an expression is seen, and constants are followed', () => {
  file('parts.ts', "export const WORD = '[a-z]+';\nexport const LINE = /a b/u;\nexport let changing = 'x';");
  const main = file(
    'main.ts',
    [
      "import { changing, LINE, WORD } from './parts.ts';",
      'export const all = (text: string) => [',
      '  /a\\/b[/]/gi,',
      "  new RegExp('a\\\\.b', 'u'),",
      '  RegExp(`^${WORD}$`),',
      "  new RegExp(WORD + '!' + LINE.source),",
      "  new RegExp(LINE.source.replaceAll(' ', '\\\\s')),",
      "  new RegExp(LINE, 'g'),",
      '  new RegExp(text),',
      '  new RegExp(`a${text}`),',
      '  new RegExp(changing),',
      "  new RegExp('a', text),",
      '];',
    ].join('\n'),
  );
  expect(expressionsIn([main]).map(({ line, pattern }) => [line, pattern?.source, pattern?.flags])).toEqual([
    [3, 'a\\/b[/]', 'gi'],
    [4, 'a\\.b', 'u'],
    [5, '^[a-z]+$', ''],
    [6, '[a-z]+!a b', ''],
    [7, 'a\\sb', ''],
    [8, 'a b', 'g'],
    [9, undefined, undefined],
    [10, undefined, undefined],
    [11, undefined, undefined],
    [12, undefined, undefined],
  ]);
});

test('what is quadratic, exponential or unknown is found, and what is linear is not', async () => {
  const path = file(
    'faults.ts',
    ['/^(a|a)*$/;', '/\\s+$/;', '/^[^ ]* $/;', 'new RegExp(String(1));', '/(a+)b\\1c/;', '/[a-c]{1,5}/;'].join('\n'),
  );
  const found = (await notLinear([path])).map((line) =>
    line.replace(/^.*:(\d+): .*(exponential|2nd degree|run time).*$/, '$1 $2'),
  );
  expect(found).toEqual(['1 exponential', '2 2nd degree', '4 run time', expect.stringContaining(':5: ')]);
});
