import { describe, expect, test } from '@jest/globals';
import { createShow, cut, cutToBytes, ServerText } from '../../src/server-text.ts';

const plain = createShow((text) => text);

describe('a text is brought on one visible line and made harmless for the runner', () => {
  test.each([
    ['::set-output name=x::y', ': :set-output name=x: :y'],
    ['a:::b', 'a: : :b'],
    ['##[error]x', '# #[error]x'],
    ['###[group]', '## #[group]'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u009b1mbold', 'bold'],
    ['\u001b]8;;https://evil.example\u001b\\text\u001b]8;;\u001b\\', 'text'],
    ['an end that never comes \u001b]0;rest', 'an end that never comes ]0;rest'],
    ['one\r\ntwo\nthree\rfour\u2028five', 'one ⏎ two ⏎ three ⏎ four ⏎ five'],
    ['bell\u0007 and null\u0000', 'bell and null'],
    ['\u202Ereversed', 'reversed'],
    ['a:\u200b:b', 'a: :b'],
    ['a:\u00ad:b', 'a: :b'],
    ['#\u034f#[b', '# #[b'],
    ['tab\there', 'tab here'],
    ['plain: text #1', 'plain: text #1'],
  ])('%j becomes %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
    expect(plain(new ServerText(text))).toBe(expected);
  });
});

describe('it is redacted before it is cut', () => {
  const seen: string[] = [];
  const show = createShow((text) => {
    seen.push(text);
    return text.replaceAll('secret value', '***');
  });

  test.each([10, 12, 15, 19, 20, 25])('at %i characters', (limit) => {
    expect(show(`word word secret value and more`, limit)).not.toMatch(/sec|val/);
  });

  test('the whole text is not looked at, only what can be shown', () => {
    seen.length = 0;
    expect(show('x'.repeat(10_000_000), 100)).toBe(`${'x'.repeat(99)}…`);
    expect(seen[0]?.length).toBeLessThan(20_000);
  });

  test('what is dropped without being seen is said by an ellipsis', () => {
    expect(show(`${'\u200b'.repeat(100_000)}text`, 100)).toBe('…');
  });
});

test.each([
  ['short', 10, 'short'],
  ['a long text of words', 12, 'a long text…'],
  ['abcdef', 4, 'abc…'],
  ['👍👍👍', 4, '👍…'],
])('%j cut to %i is %j', (text, limit, expected) => {
  expect(cut(text, limit)).toBe(expected);
});

test.each(['€'.repeat(3_000), 'x'.repeat(5_000), '👍'.repeat(2_000)])(
  'cut to bytes it keeps whole characters',
  (text) => {
    const short = cutToBytes(text, 4_096);
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(4_096);
    expect(Buffer.byteLength(short)).toBeGreaterThan(4_080);
    expect(short).not.toContain('\ufffd');
  },
);
