import { describe, expect, test } from '@jest/globals';
import { formatDuration } from '../../../src/report/duration.ts';
import { ganttBlock } from '../../../src/report/gantt.ts';
import { escapeMarkdown, markdownOf, type Shows } from '../../../src/report/markdown.ts';
import { createSecrets } from '../../../src/report/secrets.ts';
import { summaryOf, type Summary } from '../../../src/report/summary.ts';
import { createShow } from '../../../src/server-text.ts';

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
])('%i ms is said as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

function showsOf(...given: string[]): Shows {
  const secrets = createSecrets(() => undefined);
  given.forEach((secret) => {
    secrets.add(secret);
  });
  return {
    value: createShow((text) => secrets.redact(text)),
    message: createShow((text) => secrets.redactMessage(text)),
  };
}

const BATCH_WAIT = { operation: 'batch-wait', environment: undefined, each: [] } as const;

const hostile = '<img src=x> [a](http://b) `c` | *d* _e_ ~f~ $g$ #1 @team\n::set-output ![i](https://c/d.png)';

test('text of any origin is text in Markdown, and one cell of a table', () => {
  const rows = [[hostile, hostile]];
  const text = markdownOf({ kind: 'table', head: ['a', 'b'], rows }, showsOf());
  expect(text.split('\n')).toHaveLength(3);
  expect(text.split('\n')[2]?.match(/\|/g)).toHaveLength(3);
  expect(escapeMarkdown(hostile)).not.toMatch(/[<>|`*_[\]@~$]|:\/\//);
});

describe('GitHub makes no link of a text', () => {
  test.each([
    ['an address', 'see https://evil.example/x', /:\/\//],
    ['an address in capitals', 'see HTTPS://evil.example', /:\/\//],
    ['another scheme', 'ftp://evil.example', /:\/\//],
    ['www', 'see www.evil.example', /www\./i],
    ['WWW', 'see WWW.evil.example', /www\./i],
    ['a mention', 'ask @octocat', /@\w/],
    ['an e-mail address', 'mail a@evil.example', /@\w/],
    ['an issue', 'fixes #123', /#123/],
    ['an issue of another repository', 'owner/repo#123', /#123/],
    ['an issue by letters', 'GH-123', /GH-1/],
    ['a commit', 'at a5c3785ed8d6a35868bc169f07e40e889087fd2e', /[0-9a-f]{40}/],
    ['a short commit', 'at a5c3785', /a5c3785/],
  ])('%s', (_, text, link) => {
    const written = escapeMarkdown(text);
    expect(written).not.toMatch(link);
    // As GitHub's filters see it, after the codes of characters are resolved.
    expect(written.replace(/&#(\d+);/g, (__, code: string) => String.fromCharCode(Number(code)))).not.toMatch(link);
  });

  test.each(['5637144576', 'a1b2c3d4-0000-4000-8000-00000000000a', 'plain words', 'a.b', '#x'.slice(1)])(
    '%s is written as it is',
    (text) => {
      expect(escapeMarkdown(text)).toBe(text);
    },
  );

  test.each(['- item', '+ item', '1. item', '2) item', '=====', '---', '# head', '> quote'])(
    '%j begins no list, heading or quote',
    (text) => {
      expect(escapeMarkdown(text)).toMatch(/^(&#|&gt;|\d+&#)/);
    },
  );
});

describe('secrets are taken out of each value before it becomes Markdown', () => {
  test('one that is a part of Markdown itself', () => {
    const text = markdownOf({ kind: 'table', head: ['a', 'b'], rows: [['x|y', 'z']] }, showsOf('|', '-', '#'));
    expect(text).toBe('| a | b |\n| --- | --- |\n| x&#42;&#42;&#42;y | z |');
  });

  test('one whose letters stand in our words', () => {
    const blocks = [{ kind: 'text', text: 'Started after a while: ab.' }] as const;
    const summary = summaryOf({ ...BATCH_WAIT, error: '', story: { blocks } }, showsOf('a', 'ab'));
    expect(summary).toBe('### ✅ batch-wait\n\nStarted after &#42;&#42;&#42; while: &#42;&#42;&#42;.\n');
  });
});

test('a list has one line for each item, and an empty cell a dash', () => {
  expect(markdownOf({ kind: 'list', items: ['a\nb', 'c'] }, showsOf())).toBe('- a ⏎ b\n- c');
  expect(markdownOf({ kind: 'table', head: ['a'], rows: [['']] }, showsOf())).toContain('| – |');
});

test.each([
  ['table', { kind: 'table', head: ['a'], rows: [] }],
  ['list', { kind: 'list', items: [] }],
  ['text', { kind: 'text', text: '' }],
  ['picture', ganttBlock([])],
] as const)('an empty %s is nothing', (_, block) => {
  expect(markdownOf(block, showsOf())).toBe('');
});

test('a summary larger than GitHub takes keeps its verdict, its error and the details that fit', () => {
  const table = (text: string) =>
    ({ kind: 'table', head: ['a'], rows: Array.from({ length: 1_500 }, () => [text]) }) as const;
  const blocks = [table('kept'), table('x'.repeat(900)), table('late')];
  const summary = summaryOf({ ...BATCH_WAIT, error: 'It failed.', story: { blocks } }, showsOf());
  expect(Buffer.byteLength(summary)).toBeLessThan(1_000_000);
  for (const part of ['❌', 'It failed.', 'kept', 'too large']) expect(summary).toContain(part);
  expect(summary).not.toContain('late');
});

describe('the heading of a summary', () => {
  const headingOf = (more: Partial<Summary>) =>
    summaryOf({ ...BATCH_WAIT, error: '', story: { blocks: [] }, ...more }, showsOf('s3cret'))
      .split('\n\n')[0]
      ?.trim();

  test.each<[string, Partial<Summary>, string]>([
    ['the operation alone', {}, '### ✅ batch-wait'],
    [
      'what it was about, and the environment',
      { story: { about: 'Nightly', blocks: [] }, environment: 'contoso.example' },
      '### ✅ batch-wait: Nightly · contoso.example',
    ],
    ['a failure', { error: 'It failed.', story: { about: 'Nightly', blocks: [] } }, '### ❌ batch-wait: Nightly'],
    [
      'of several failures how many',
      { error: '2 of 3 batch jobs failed.', each: ['A failed.', 'B failed.'], story: { about: 'x', blocks: [] } },
      '### ❌ batch-wait: 2 of 3 batch jobs failed',
    ],
    [
      'text as text',
      { story: { about: '[a](b) @c\n# d', blocks: [] } },
      '### ✅ batch-wait: &#91;a&#93;(b) &#64;&#8203;c ⏎ &#35;&#8203; d',
    ],
    ['no secret', { story: { about: 'a s3cret b', blocks: [] } }, '### ✅ batch-wait: a &#42;&#42;&#42; b'],
    [
      'nothing that is too long',
      { story: { about: 'x'.repeat(200), blocks: [] } },
      `### ✅ batch-wait: ${'x'.repeat(79)}…`,
    ],
  ])('has %s', (_, more, heading) => {
    expect(headingOf(more)).toBe(heading);
  });

  test('is followed by an item for each failure', () => {
    const summary = summaryOf(
      { ...BATCH_WAIT, error: '2 problems.', each: ['A.', 'B.'], story: { blocks: [] } },
      showsOf(),
    );
    expect(summary).toBe('### ❌ batch-wait: 2 problems\n\n- A.\n- B.\n');
  });
});
