import { describe, expect, test } from '@jest/globals';
import type { Rules } from '../../../../src/operations/batch-wait/state.ts';
import { jobsSummary } from '../../../../src/operations/batch-wait/summary.ts';
import { markdownOf } from '../../../../src/report/markdown.ts';
import { play, show, type Event } from './play.ts';

const shows = { value: show, message: show };
const LAST = { began: -600, ended: -565 };

/** The summary of a wait in which these things happened: the cells of its row, and the bars of its picture. */
function summaryAfter(rules: Partial<Rules>, ...events: Event[]) {
  const { state, seconds } = play(rules, events);
  const rows = state.items.map((item) => ({ item, outcome: item.ended?.outcome ?? ('timeout' as const) }));
  const now = { monotonicMs: seconds * 1_000 };
  const blocks = jobsSummary(rows, ['finished'], { server: state.server, now });
  const markdown = blocks.map((block) => markdownOf(block, shows)).join('\n');
  const row = /^\| [✅❌] .*$/m.exec(markdown)?.[0] ?? '';
  const bars = [...markdown.matchAll(/^ {4}(.+) :(?:(\w+), )?\d{4}-\d\d-\d\d (\S+), \S+ (\S+)$/gm)];
  return {
    markdown,
    row: row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').replaceAll('\u00a0', ' ')),
    bars: bars.map(([, label, kind = '-', from, to]) => `${label} ${kind} ${from?.slice(0, 8)}–${to?.slice(0, 8)}`),
  };
}

describe('the row of a job', () => {
  test.each<[string, Partial<Rules>, Event[], string[]]>([
    [
      'that finished',
      {},
      [
        ['Waiting', LAST],
        60,
        ['Executing', { began: 0.9, ended: -565 }],
        900,
        ['Finished', { began: 0.9, ended: 14.9 }],
      ],
      ['✅', 'Nightly', 'USMF', '5637144576', 'Finished', '1 Jun 12:00:54', '1 Jun 12:14:54', '14 min', '35 min'],
    ],
    [
      'that had ended at the first poll',
      {},
      [['Error', { began: -60, ended: -30 }]],
      ['❌', 'Nightly', 'USMF', '5637144576', 'Error', '1 Jun 11:00:00', '1 Jun 11:30:00', '30 min', '–'],
    ],
    [
      'still running at the end says when it should be over, and nothing of the run before',
      {},
      [['Waiting', LAST], 60, ['Executing', { began: 0.9, ended: -565 }], 660, 'deadline'],
      [
        '❌',
        'Nightly',
        'USMF',
        '5637144576',
        'Executing (timeout)',
        '1 Jun 12:00:54',
        '–',
        '10 min 06 s so far',
        'about 12:36 UTC (35 min)',
      ],
    ],
    [
      'that was running at the first poll',
      {},
      [['Executing', { began: -5 }], 60, 'interrupted'],
      ['❌', 'Nightly', 'USMF', '5637144576', 'Executing (interrupted)', '1 Jun 11:55:00', '–', '6 min so far', '–'],
    ],
    [
      'on hold has no dates',
      {},
      [['Hold', LAST]],
      ['❌', 'Nightly', 'USMF', '5637144576', 'Hold (withheld)', '–', '–', '–', '–'],
    ],
    [
      'whose end nothing proves has no dates of an earlier run',
      { start: 'always' },
      [['Finished', LAST], 'accepted', ['Finished', LAST], 150, ['Finished', LAST]],
      ['❌', 'Nightly', 'USMF', '5637144576', 'Finished (ended-unknown)', '–', '–', '–', '–'],
    ],
    [
      'that was restarted',
      { requeueLimit: 1 },
      [
        ['Executing', { began: -5 }],
        ['Error', { began: -5, ended: 0.1 }],
        ['Error', { began: -5, ended: 0.1 }],
        'accepted',
        ['Executing', { began: 0.6, ended: 0.1 }],
        300,
        ['Finished', { began: 0.6, ended: 4.6 }],
      ],
      ['✅', 'Nightly', 'USMF', '5637144576', 'Finished, 1 restart', '1 Jun 12:00:36', '1 Jun 12:04:36', '4 min', '–'],
    ],
    [
      'that ended in another year',
      { start: 'if-failed' },
      [['Finished', { began: -300_000, ended: -299_990 }]],
      ['✅', 'Nightly', 'USMF', '5637144576', 'Finished', '5 Nov 2025 04:00:00', '5 Nov 2025 04:10:00', '10 min', '–'],
    ],
  ])('%s', (_, rules, events, row) => {
    expect(summaryAfter(rules, ...events).row).toEqual(row);
  });

  test('has no link', () => {
    expect(summaryAfter({}, ['Finished', { began: -60, ended: -30 }]).markdown).not.toMatch(/\]\(|https?:/);
  });
});

describe('the picture of a job', () => {
  test.each<[string, Partial<Rules>, Event[], string[]]>([
    [
      'that was started begins with this run, and not with the failure before',
      { start: 'always' },
      [
        ['Error', LAST],
        'accepted',
        ['Error', LAST],
        ['Waiting', LAST],
        300,
        ['Executing', { began: 5, ended: -565 }],
        900,
        ['Finished', { began: 5, ended: 14.9 }],
      ],
      ['Waiting - 12:00:30–12:05:00', 'Finished done 12:05:00–12:14:54'],
    ],
    [
      'whose last run does not count begins with the next',
      {},
      [
        ['Finished', { began: -6_000, ended: -5_000 }],
        60,
        ['Executing', { began: 1, ended: -5_000 }],
        600,
        ['Error', { began: 1, ended: 9 }],
      ],
      ['Error crit 12:01:00–12:09:00'],
    ],
    [
      'that was running at the first poll begins with the run',
      {},
      [['Executing', { began: -60 }], 300, ['Finished', { began: -60, ended: 4 }]],
      ['Finished done 11:00:00–12:04:00'],
    ],
    [
      'that had ended at the first poll is the run by F&O',
      {},
      [['Error', { began: -60, ended: -30 }]],
      ['Error crit 11:00:00–11:30:00'],
    ],
    [
      'that still runs',
      {},
      [['Executing', { began: -60 }], 300, ['Executing', { began: -60 }], 600, 'deadline'],
      ['Executing active 11:00:00–12:05:00'],
    ],
    [
      'that failed and was restarted shows both runs',
      { requeueLimit: 1 },
      [
        ['Executing', { began: -5 }],
        300,
        ['Error', { began: -5, ended: 4.9 }],
        ['Error', { began: -5, ended: 4.9 }],
        'accepted',
        ['Waiting', { began: -5, ended: 4.9 }],
        ['Executing', { began: 5.5, ended: 4.9 }],
        900,
        ['Finished', { began: 5.5, ended: 14.9 }],
      ],
      ['Error crit 12:00:00–12:05:00', 'Finished done 12:05:30–12:14:54'],
    ],
    [
      'whose run fell between two polls',
      {},
      [['Waiting', LAST], 300, ['Finished', { began: 2, ended: 4 }]],
      ['Waiting - 12:00:00–12:02:00', 'Finished done 12:02:00–12:04:00'],
    ],
    ['on hold is none', {}, [['Hold', LAST]], []],
    ['whose dates F&O does not give is none', {}, [['Finished'], 130, ['Finished']], []],
  ])('%s', (_, rules, events, bars) => {
    expect(summaryAfter(rules, ...events).bars).toEqual(bars);
  });
});
