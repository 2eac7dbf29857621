import { describe, expect, test } from '@jest/globals';
import { gantt, type Bar } from '../../../src/report/gantt.ts';

const bar = (label: string, fromMs: number, toMs: number): Bar => ({ label, kind: 'active', fromMs, toMs });
const linesOf = (text: string) => text.split('\n').filter((line) => /^ {2,}(section|.* :)/.test(line));

describe('the Gantt picture', () => {
  test('has a row for each job and a bar for each status', () => {
    const rows = [
      {
        name: 'Nightly',
        bars: [bar('Waiting', 1_000, 61_000), { ...bar('Error', 61_000, 91_000), kind: 'failed' as const }],
      },
    ];
    const text = gantt(rows);
    expect(text.startsWith('```mermaid\n---\ndisplayMode: compact\n')).toBe(true);
    expect(text.endsWith('\n```')).toBe(true);
    expect(linesOf(text)).toEqual([
      '  section Nightly',
      '    Waiting :active, 1000, 61000',
      '    Error :crit, 61000, 91000',
    ]);
  });

  test('without rows is nothing', () => {
    expect(gantt([])).toBe('');
    expect(gantt([{ name: 'Nothing seen', bars: [] }])).toBe('');
  });

  test('no name or label can be read as Mermaid, YAML or Markdown', () => {
    const hostile = 'a: b; c # d %% e "f" | g `h` <i> --- \n```\n section x\u0007';
    const text = gantt([{ name: hostile, bars: [bar(hostile, 0, 100_000), bar('click me', 100_000, 200_000)] }]);
    const [section = '', first = '', second = ''] = linesOf(text);
    expect(section.slice('  section '.length)).not.toMatch(/[:;#%"|`<>\n]|--/);
    expect(first.split(' :')[0]).not.toMatch(/[:;#%"|`<>]|--/);
    expect(second).toMatch(/^ {4}· click me :/);
    expect(text.match(/```/g)).toHaveLength(2);
  });

  test('a status that took no time is wide enough to be seen, and the next one begins after it', () => {
    const [, first = '', second = ''] = linesOf(gantt([{ name: 'x', bars: [bar('a', 0, 0), bar('b', 0, 300_000)] }]));
    expect(first).toBe('    · :active, 0, 2000');
    expect(second).toBe('    b :active, 2000, 300000');
  });

  test('holds at most 50 rows and 50,000 characters', () => {
    const bars = Array.from({ length: 8 }, (_, index) =>
      bar('Executing a little', index * 1_000, index * 1_000 + 1_000),
    );
    const text = gantt(Array.from({ length: 80 }, () => ({ name: 'A job with a long name, and longer', bars })));
    expect(text.match(/section/g)).toHaveLength(50);
    expect(text.length).toBeLessThan(50_000);
  });
});
