import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../tools/manifest.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('docs/SECURITY.md', () => {
  const section =
    read('docs/SECURITY.md')
      .split(/^## /m)
      .find((text) => text.startsWith('Each promise')) ?? '';
  const rows = [...section.matchAll(/^\| (.+?) +\| `(__tests__\/[^`]+)`: (.+?) +\|$/gm)].map(
    ([, promise = '', file = '', name = '']) => ({ promise, file, name }),
  );

  test('has a test beside each promise', () => {
    // Head and rule of the table are two lines more.
    expect(section.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(rows.length + 2);
    expect(rows.length).toBeGreaterThan(20);
  });

  test.each(rows)('$promise: the test that it names exists', ({ file, name }) => {
    expect(existsSync(join(root, file))).toBe(true);
    const quoted = ["'", '"', '`'].map((quote) => `${quote}${name}${quote}`);
    expect(quoted.some((title) => read(file).includes(title))).toBe(true);
  });
});
