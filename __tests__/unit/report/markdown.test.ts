import { expect, test } from '@jest/globals';
import { formatDuration } from '../../../src/report/duration.ts';
import { escapeMarkdown, table } from '../../../src/report/markdown.ts';
import { verdicts } from '../../../src/operations/operation.ts';
import { summaryOf } from '../../../src/report/summary.ts';

test.each([
  [0, '0 s'],
  [20, '20 ms'],
  [400, '0.4 s'],
  [9_950, '9.9 s'],
  [12_300, '12 s'],
  [60_000, '1 min'],
  [185_000, '3 min 05 s'],
  [3_600_000, '1 h'],
  [8_040_000, '2 h 14 min'],
  [-5, '0 s'],
])('%i ms is said as %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test('text of any origin is text in Markdown, and one cell of a table', () => {
  const hostile = '<img src=x> [a](http://b) `c` | *d* _e_ #1 @team\n::set-output';
  const cell = escapeMarkdown(hostile);
  expect(cell).not.toMatch(/[<>|`*_[\]@\n]|::/);
  expect(table(['a', 'b'], [[cell, cell]]).split('\n')).toHaveLength(3);
});

test('a summary larger than GitHub takes keeps its verdict and error', () => {
  const result = verdicts.failed('It failed.', {}, 'x'.repeat(1_100_000));
  const summary = summaryOf('batch-wait', result, 'It failed.');
  expect(Buffer.byteLength(summary)).toBeLessThan(1_000_000);
  expect(summary).toContain('It failed.');
  expect(summary).toContain('❌');
});
