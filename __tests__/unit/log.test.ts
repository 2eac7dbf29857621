import { describe, expect, test } from '@jest/globals';
import { annotationOf, createLog } from '../../src/log.ts';
import { createShow } from '../../src/server-text.ts';

describe('the title of an annotation', () => {
  test.each([
    ['It failed.', 'rest: It failed'],
    ['Batch job 1 "Nightly" ended in Error. By F&O, it took 3 s.', 'rest: Batch job 1 "Nightly" ended in Error'],
    [
      'GET /data/X?$top=1 returned 404: No v1.2 found. Check the path.',
      'rest: GET /data/X?$top=1 returned 404: No v1.2 found',
    ],
    ['`path` is wrong. `query` too.', 'rest: `path` is wrong'],
    ['No full stop', 'rest: No full stop'],
    ['See api.contoso.com. 2 more.', 'rest: See api.contoso.com'],
    ['', 'rest: '],
    ['x'.repeat(500), `rest: ${'x'.repeat(113)}…`],
  ])('of %j is %j', (message, title) => {
    expect(annotationOf('rest', message).title).toBe(title);
  });
});

describe('the text of an annotation', () => {
  test.each([
    ['short', ['It failed.'], true],
    ['of exactly 400 characters', ['x'.repeat(400)], true],
    ['a character too long', ['x'.repeat(401)], false],
    ['of words without end', ['word '.repeat(1_000)], false],
    ['of two lines', ['a', 'b'], true],
    ['of many lines', Array.from({ length: 40 }, (_, line) => `Problem ${line} of an input.`), false],
    ['of one long line and others', ['y'.repeat(900), 'b', 'c'], false],
    ['of a smile at the edge', [`${'x'.repeat(398)}😀😀`], false],
  ])('%s has at most 400 characters', (_, lines, isWhole) => {
    const { text, ...annotation } = annotationOf('rest', 'It failed.', lines);
    expect(text.length).toBeLessThanOrEqual(400);
    expect(text.isWellFormed()).toBe(true);
    expect(annotation.isWhole).toBe(isWhole);
    if (isWhole) expect(text).toBe(lines.join('\n'));
    else expect(text).toMatch(/…$|more: see the log\.$/);
  });

  test('keeps whole lines, and says how many are left out', () => {
    const lines = Array.from({ length: 40 }, (_, line) => `Problem ${line} of an input.`);
    const kept = annotationOf('rest', 'x', lines).text.split('\n');
    expect(kept.at(-1)).toBe(`And ${40 - (kept.length - 1)} more: see the log.`);
    expect(kept.slice(0, -1)).toEqual(lines.slice(0, kept.length - 1));
  });
});

test('what an annotation leaves out stands in the log, harmless and without secrets', () => {
  const written: string[] = [];
  const note = (level: string) => (text: string, properties?: { title: string }) =>
    void written.push(`${level} ${properties?.title ?? '-'} ${text}`);
  const log = createLog(
    { info: note('info'), notice: note('notice'), warning: note('warning'), debug: note('debug') },
    createShow((text) => text.replaceAll('s3cret', '***')),
    () => 'token',
  );
  const long = `Look. ${'Word s3cret '.repeat(60)}\n::error::x`;
  log.warning(long);
  log.notice('Short s3cret.');
  const [info = '', warning = '', notice] = written;
  expect(info).toMatch(/^info - Look\. Word \*\*\* .*⏎ : :error: :x$/);
  expect(warning).toMatch(/^warning token: Look Look\. Word \*\*\* .*…$/);
  expect(warning.length).toBeLessThanOrEqual('warning token: Look '.length + 400);
  expect(notice).toBe('notice token: Short *** Short ***.');
});
