import { describe, expect, test } from '@jest/globals';
import { gantt as draw, type Bar, type BarKind, type GanttRow } from '../../../src/report/gantt.ts';
import { createShow } from '../../../src/server-text.ts';

const gantt = (rows: GanttRow[]) =>
  draw(
    rows,
    createShow((text) => text.replaceAll('s3cret', '***')),
  );

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const bar = (label: string, fromMs: number, toMs: number, kind: BarKind = 'active'): Bar => ({
  label,
  kind,
  fromMs,
  toMs,
});
const linesOf = (text: string) => text.split('\n').filter((line) => /^ {2,}(section|.* :)/.test(line));
/** What Mermaid shows of a text: its codes of characters as characters. */
const shown = (text: string) => text.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

describe('the Gantt picture', () => {
  test('has a row for each job and a bar for each status, in UTC whatever the zone of the reader', () => {
    const bars = [bar('Waiting', SECOND, 61 * SECOND, 'pending'), bar('Error', 61 * SECOND, 91 * SECOND, 'failed')];
    const text = gantt([{ name: 'Nightly', bars }]);
    expect(text.startsWith('```mermaid\n---\ndisplayMode: compact\n')).toBe(true);
    expect(text.endsWith('\n```')).toBe(true);
    expect(text).toContain('\n  title 1970-01-01, times in UTC\n  dateFormat YYYY-MM-DD HH:mm:ss.SSS\n');
    expect(linesOf(text)).toEqual([
      '  section Nightly',
      '    Waiting :1970-01-01 00:00:01.000, 1970-01-01 00:01:01.000',
      '    Error :crit, 1970-01-01 00:01:01.000, 1970-01-01 00:01:31.000',
    ]);
  });

  test('without rows, or without a bar that takes time, is nothing', () => {
    expect(gantt([])).toBe('');
    expect(gantt([{ name: 'Nothing seen', bars: [] }])).toBe('');
    expect(gantt([{ name: 'Over at once', bars: [bar('Finished', 5, 5, 'done')] }])).toBe('');
  });

  test.each([
    [1, '%H:%M:%S.%L', '200millisecond'],
    [5, '%H:%M:%S', '1second'],
    [60, '%H:%M:%S', '10second'],
    [5 * 60, '%H:%M', '1minute'],
    [10 * 60, '%H:%M', '2minute'],
    [3_600, '%H:%M', '10minute'],
    [8 * 3_600, '%H:%M', '1hour'],
    [12 * 3_600, '%H:%M', '2hour'],
    [30 * 3_600, '%b %d %H:%M', '6hour'],
    [5 * 86_400, '%b %d', '1day'],
    [300 * 86_400, '%b %d', '38day'],
  ])('of %i s has at most eight ticks, %s every %s', (seconds, format, interval) => {
    const text = gantt([{ name: 'x', bars: [bar('Executing', 0, seconds * SECOND)] }]);
    expect(text).toContain(`\n  axisFormat ${format}\n  tickInterval ${interval}\n`);
  });

  test('no name or label is read as Mermaid, YAML or Markdown, and all are shown as they are', () => {
    const hostile = 'a: b; c # d %% e "f"';
    const rest = '| g `h` <i> --- ``` {j} [k] \\ & ~~l~~ $m^2$ *n*';
    const bars = [bar('click me', 0, HOUR), bar('`:;#"|', HOUR, 2 * HOUR)];
    const text = gantt([
      { name: hostile, bars },
      { name: rest.slice(0, 34), bars },
      { name: 'section of titles', bars },
    ]);
    const lines = linesOf(text);
    expect(lines.map((line) => line.split(/ :(?=[a-z]+, \d)/)[0]).join('\n')).not.toMatch(/[:"|`<>%\\&~^$*{}[\]]/);
    expect(lines[0]).toMatch(/^ {2}section /);
    expect(shown(lines[0] ?? '')).toBe(`  section ${hostile}`);
    expect(shown(lines[3] ?? '')).toBe(`  section ${rest.slice(0, 34)}`);
    expect(lines[1]).toMatch(/^ {4}#99;lick me :active, /);
    expect(shown(lines[2] ?? '')).toMatch(/^ {4}`:;#"\| :/);
    expect(lines[6]).toBe('  section #115;ection of titles');
    expect(text.match(/```/g)).toHaveLength(2);
  });

  test('two jobs of one name have unlike names, also if they are alike only where they are cut', () => {
    const bars = [bar('Executing', 0, HOUR)];
    const rows = [
      { name: 'Ledger posting', id: '5637144001', bars },
      { name: 'Inventory', id: '5637144002', bars },
      { name: 'Ledger posting', id: '5637144003', bars },
      { name: `${'A long name '.repeat(4)}1`, id: '5637144004', bars },
      { name: `${'A long name '.repeat(4)}2`, id: '5637144005', bars },
    ];
    const names = linesOf(gantt(rows)).filter((line) => line.startsWith('  section'));
    expect(names).toEqual([
      '  section Ledger posting (5637144001)',
      '  section Inventory',
      '  section Ledger posting (5637144003)',
      '  section A long name A long n… (5637144004)',
      '  section A long name A long n… (5637144005)',
    ]);
  });

  test('has no slivers: a short pending time is left out, a short run is wide enough to be seen', () => {
    const long = [bar('Waiting', 0, 20 * SECOND, 'pending'), bar('Executing', 20 * SECOND, 8 * HOUR)];
    const short = [
      bar('Waiting', 0, 8 * HOUR - SECOND, 'pending'),
      bar('Error', 8 * HOUR - SECOND, 8 * HOUR, 'failed'),
    ];
    expect(linesOf(gantt([{ name: 'x', bars: long }]))).toEqual([
      '  section x',
      '    Executing :active, 1970-01-01 00:00:20.000, 1970-01-01 08:00:00.000',
    ]);
    expect(linesOf(gantt([{ name: 'x', bars: short }]))[2]).toBe(
      '    Error :crit, 1970-01-01 07:59:59.000, 1970-01-01 08:07:59.000',
    );
  });

  test('a bar that nothing follows has its label, one too narrow for it has none', () => {
    const bars = [
      bar('Executing', 0, HOUR),
      bar('Error', HOUR, HOUR + 30 * SECOND, 'failed'),
      bar('Finished', HOUR + 5 * MINUTE, 2 * HOUR, 'done'),
    ];
    expect(linesOf(gantt([{ name: 'x', bars }])).map((line) => line.split(' :')[0]?.trim())).toEqual([
      'section x',
      'Executing',
      '#8203;',
      'Finished',
    ]);
  });

  test('a secret in a name or label is redacted before it is cut', () => {
    const text = gantt([
      { name: `${'x'.repeat(30)} s3cret`, id: 's3cret', bars: [bar(`${'y'.repeat(20)} s3cret`, 0, SECOND)] },
      { name: `${'x'.repeat(30)} s3cret`, id: 's3cret', bars: [bar('y', 0, SECOND)] },
    ]);
    expect(shown(text)).not.toMatch(/s3/);
  });

  test('of a row with thousands of bars the last ones are drawn', () => {
    const bars = Array.from({ length: 5_000 }, (_, index) => bar('Executing', index * SECOND, (index + 1) * SECOND));
    const text = gantt([{ name: 'Flapping', bars }]);
    expect(text.length).toBeLessThan(50_000);
    expect(text).toContain('01:23:20.000');
  });

  test('holds at most 50 rows and 50,000 characters', () => {
    const bars = Array.from({ length: 8 }, (_, index) =>
      bar('Executing a little', index * SECOND, (index + 1) * SECOND),
    );
    const rows = Array.from({ length: 80 }, (_, row) => ({ name: 'A job with a name', id: String(row), bars }));
    const text = gantt(rows);
    expect(text.match(/section/g)).toHaveLength(50);
    expect(text.length).toBeLessThan(50_000);
  });
});
