import { describe, expect, test } from '@jest/globals';
import { dateOf, parseBatchJob } from '../../../../src/fno/batch/job.ts';
import { byDescription, byNearDescription, byRecIds } from '../../../../src/fno/batch/query.ts';
import { readStartResponse } from '../../../../src/fno/batch/start.ts';
import { parseJson } from '../../../../src/json/parse.ts';
import { createShow } from '../../../../src/server-text.ts';

const filterOf = (path: string) => new URL(path, 'https://contoso.operations.dynamics.com').searchParams.get('$filter');

const queryLength = (path: string) => path.slice(path.indexOf('?') + 1).length;
const manyRecIds = (count: number) =>
  Array.from({ length: count }, (_, index) => String(5637144576123456789n + BigInt(index)));

describe('asking for batch jobs', () => {
  test('many RecIds are as few paths as queries of 2,000 characters allow, each RecId once', () => {
    expect(byRecIds(manyRecIds(39))).toHaveLength(1);
    const thousand = manyRecIds(1_000);
    const paths = byRecIds(thousand);
    expect(paths).toHaveLength(26);
    expect(Math.max(...paths.map(queryLength))).toBeLessThanOrEqual(2_000);
    expect(paths.flatMap((path) => (filterOf(path) ?? '').match(/\d{10,}/g))).toEqual(thousand);
    expect(byRecIds([])).toEqual([]);
  });

  test.each([
    ['of CJK, nine times as long when encoded', '在'.repeat(300), '在'.repeat(190)],
    ['of emoji, cut between two of them', '🔑'.repeat(200), '🔑'.repeat(140)],
    ['of quotes, which are doubled', "'".repeat(1_200), "'".repeat(850)],
    ['of 100,000 letters', 'x'.repeat(100_000), 'x'.repeat(1_700)],
  ])('a description %s is asked for by its beginning', (_, description, least) => {
    for (const recId of [undefined, '5637144576123456789']) {
      const path = byDescription(description, 'usmf', recId);
      expect(queryLength(path)).toBeLessThanOrEqual(2_000);
      const [, text = ''] = /JobDescription eq '(.*)\*' and/.exec(filterOf(path) ?? '') ?? [];
      expect(description.startsWith(text.replaceAll("''", "'"))).toBe(true);
      expect(text.length).toBeGreaterThanOrEqual(least.length);
    }
    expect(queryLength(byNearDescription(description))).toBeLessThanOrEqual(2_000);
    expect(filterOf(byNearDescription(description))).not.toContain('\ufffd');
  });

  test('half a character of UTF-16, which Windows allows, is no fault of encoding', () => {
    expect(filterOf(byDescription('Nightly \ud83d', undefined, undefined))).toBe("JobDescription eq 'Nightly \ufffd'");
  });

  test('quotes in a description are doubled, and it is encoded', () => {
    const path = byDescription(`O'Brien & "sons" #1 + 100 %`, "u'smf", undefined);
    expect(path).not.toMatch(/[ #"]/);
    expect(filterOf(path)).toBe(`JobDescription eq 'O''Brien & "sons" #1 + 100 %' and CompanyAccounts eq 'u''smf'`);
    expect(filterOf(byDescription('Nightly', undefined, '42'))).toBe(
      "(JobDescription eq 'Nightly') or BatchJobRecId eq 42",
    );
  });
});

describe('reading a batch job', () => {
  test('a RecId above 2^53 keeps its digits', () => {
    expect(parseBatchJob(parseJson('{"BatchJobRecId":5637144576123456789}'))?.recId).toBe('5637144576123456789');
    expect(parseBatchJob(parseJson('{"BatchJobRecId":5637144576}'))?.recId).toBe('5637144576');
    expect(parseBatchJob({ BatchJobRecId: '42' })?.recId).toBe('42');
  });

  test.each([[null], ['text'], [{}], [{ BatchJobRecId: 1.5 }], [{ BatchJobRecId: null }]])('%j is no job', (row) => {
    expect(parseBatchJob(row)).toBeUndefined();
  });

  test.each(['1900-01-01T00:00:00Z', '1900-01-01T12:00:00Z', '', 'soon', '2026-01-01 (::error)', null, 5])(
    '%j is a date that is not set',
    (value) => {
      expect(dateOf(value)).toBeUndefined();
    },
  );
});

describe('the response to SetBatchJobToWaiting', () => {
  const documented = (success: boolean) =>
    `{"ResponseStatusCode":200,"IsSuccess":${success},"Batch JobId":5637144576,"ExceptionDetails":"${success ? '' : 'It is executing.'}","reponseMessage":"Told."}`;
  test.each([
    ['the object', documented(true), 'accepted'],
    ['JSON inside value', JSON.stringify({ '@odata.context': 'x', value: documented(true) }), 'accepted'],
    ['the object inside value', `{"value":${documented(true)}}`, 'accepted'],
    ['value in value', JSON.stringify({ value: { value: documented(true) } }), 'accepted'],
    ['a text true', '{"IsSuccess":"True"}', 'accepted'],
    ['a byte-order mark', `\ufeff${documented(true)}`, 'accepted'],
    ['nothing', '', 'accepted'],
    ['a failure as HTTP 200', documented(false), 'refused'],
    ['a failure inside value', JSON.stringify({ value: documented(false) }), 'refused'],
    ['an error of F&O as HTTP 200', '{"error":{"message":"It is executing. Told."}}', 'refused'],
    ['something else', '{"value":"done"}', 'unclear'],
    ['no JSON', '<html>', 'unclear'],
  ])('%s', (_, text, kind) => {
    const response = readStartResponse(
      text,
      createShow((said) => said),
    );
    expect(response.kind).toBe(kind);
    if (response.kind === 'refused') expect(response.message).toMatch(/It is executing\. Told/);
  });
});

test.each([
  ['Rebuild the balances', ['rebuild', 'the ba', 'lances']],
  ["Post today's", ['post', 'tod', "ay''s"]],
  ['在庫の再計算', ['在庫', 'の再', '計算']],
  ['🔑🔒🔓🔑🔒🔓', ['🔑🔒', '🔓🔑', '🔒🔓']],
  ['Ab', ['ab']],
  // Nobody types what a word processor makes of quotes, dashes and blanks.
  ['the “main” groups – ok’s', ['the', 'group', 'ok']],
  ['a', ['a']],
])('%j is nearly what holds a third of it', (description, pieces) => {
  const query = new URL(byNearDescription(description), 'https://localhost').searchParams;
  expect(query.get('$filter')).toBe(pieces.map((piece) => `contains(tolower(JobDescription),'${piece}')`).join(' or '));
  expect(query.get('$top')).toBe('200');
});
