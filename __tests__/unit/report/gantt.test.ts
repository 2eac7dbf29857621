import { describe, expect, test } from '@jest/globals';
import { gantt as draw, type Bar, type GanttRow } from '../../../src/report/gantt.ts';
import { createShow } from '../../../src/server-text.ts';

const gantt = (rows: GanttRow[]) =>
  draw(
    rows,
    createShow((text) => text.replaceAll('s3cret', '***')),
  );

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

  test('a secret in a name or label is redacted before it is cut', () => {
    const text = gantt([{ name: `${'x'.repeat(30)} s3cret`, bars: [bar(`${'y'.repeat(20)} s3cret`, 0, 1_000)] }]);
    expect(text).not.toMatch(/s3/);
  });

  test('of a row with thousands of bars the last ones are drawn', () => {
    const bars = Array.from({ length: 5_000 }, (_, index) => bar('Executing', index * 1_000, index * 1_000 + 1_000));
    const text = gantt([{ name: 'Flapping', bars }]);
    expect(text.length).toBeLessThan(50_000);
    expect(text).toContain('5000000');
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
