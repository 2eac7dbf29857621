import { expect, test } from '@jest/globals';
import { neutralise, shorten } from '../../../src/report/neutralise.ts';

test.each([
  ['::set-output name=x::y', ': :set-output name=x: :y'],
  [':::', ': : :'],
  ['##[error]x', '# #[error]x'],
  ['###[group]', '## #[group]'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text', 'text'],
  ['one\r\ntwo\nthree\rfour', 'one ⏎ two ⏎ three ⏎ four'],
  ['bell\u0007 and null\u0000', 'bell and null'],
  ['\u202Ereversed', 'reversed'],
  ['a:\u200b:b', 'a: :b'],
  ['plain: text #1', 'plain: text #1'],
])('%j becomes %j', (text, expected) => {
  expect(neutralise(text)).toBe(expected);
});

test('a long line ends with an ellipsis', () => {
  expect(neutralise('x'.repeat(5_000))).toHaveLength(4_000);
  expect(neutralise('abcdef', 4)).toBe('abc…');
});

test.each(['€'.repeat(3_000), 'x'.repeat(5_000), '👍'.repeat(2_000)])(
  'shortened text keeps whole characters',
  (text) => {
    const short = shorten(text, 4_096);
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(4_096);
    expect(Buffer.byteLength(short)).toBeGreaterThan(4_080);
    expect(short).not.toContain('\ufffd');
  },
);
