import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SEED } from '../harness/seed.ts';
import { questions, reportOf, tableOf } from '../../tools/probe/report.ts';
import { requests } from '../../tools/probe/requests.ts';
import type { Seen } from '../../tools/probe/seen.ts';

const names = Object.keys(requests);
const token = { isJwt: true, lifetimeMs: 3_600_000 };

const seen = (status: number, body: unknown, headers: Record<string, string> = {}): Seen => ({
  status,
  headers: { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json', ...headers },
  bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  elapsedMs: 10,
  aheadMs: 0,
});

const json = (value: unknown): Seen => seen(200, value);

/** Words of a company: names, ids, URLs, rows. The digits make each one that no answer can hold by chance. */
const secret = fc
  .tuple(fc.stringMatching(/^[A-Za-z][A-Za-z .-]{2,12}$/), fc.integer({ min: 100_000, max: 999_999_999 }))
  .map(([word, number]) => `${word}${number}`);

/** Every place of a response that a server fills. */
const response = (word: string): fc.Arbitrary<Seen> => {
  const row = {
    DataArea: word,
    Status: word,
    JobDescription: word,
    EndDateTime: word,
    [word]: word,
    '@odata.etag': word,
  };
  const bodies = [
    { value: [row, row], '@odata.nextLink': `https://${word}.example.com/data/Customers?$skip=2&x=${word}` },
    { value: [row], '@odata.nextLink': `https://x/data?$skiptoken=${word}` },
    { value: word },
    { value: { value: word } },
    { value: `10.0.${word}` },
    { value: `10.0.48.${word}` },
    { error: { code: word, message: word, innererror: { message: `${word} were not found`, type: word } } },
    { Message: word, ExceptionMessage: word, ExceptionType: word },
    { ServiceGroups: [{ Name: word }], UserId: word, Company: word },
    word,
    `\ufeff${word}`,
    `<html><title>${word}</title></html>`,
    `HTTP/1.1 200 OK\r\n${word}`,
    `GET ${word} HTTP/1.1`,
    '',
  ];
  const schema = {
    batchStatus: [word, 'Error'],
    dmfBatchJobStatus: [word],
    batchJob: [
      { name: word, nullable: true },
      { name: 'Status', nullable: true },
    ],
    projectKey: [word],
  };
  return fc
    .record({
      status: fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 405, 429, 500, 501, 503, 999),
      body: fc.constantFrom(...bodies),
      type: fc.constantFrom('application/json', 'text/html', `text/${word}`, `text/plain; charset=${word}`, ''),
      hasSchema: fc.boolean(),
    })
    .map(({ status, body, type, hasSchema }) => ({
      ...seen(status, body, { 'content-type': type, 'ms-dyn-aid': word, 'content-encoding': word, location: word }),
      ...(hasSchema && { schema }),
    }));
};

describe('the report', () => {
  test('holds nothing of what servers send, but answers of its questions', () => {
    fc.assert(
      fc.property(
        secret.chain((word) =>
          fc.record({
            word: fc.constant(word),
            all: fc.dictionary(fc.constantFrom(...names), response(word), { maxKeys: names.length, size: 'max' }),
          }),
        ),
        ({ word, all }) => {
          const report = reportOf(all, token);
          expect(JSON.stringify(report)).not.toContain(word);
          expect(tableOf(report)).not.toContain(word);
          for (const { id, answers } of questions) {
            const { answer = '', evidence = [] } = report.findings[id] ?? {};
            for (const each of [answer].flat()) expect([...answers, 'unknown']).toContain(each);
            for (const each of evidence) expect(each).toMatch(/^([1-5]\d\d|other) (empty|json|html|xml|text)$/);
          }
          expect(Object.keys(report.findings)).toEqual(questions.map(({ id }) => id));
        },
      ),
      { numRuns: 300, seed: SEED },
    );
  });

  const words = fc.oneof(
    fc.constantFrom(
      'a',
      '1',
      'DAT',
      'Error',
      'Status',
      'BatchJobRecId',
      '10.0.48',
      '1900-01-01',
      'html',
      "O'Neil & Co",
    ),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.string({ minLength: 1, maxLength: 4 }),
  );
  test('holds nothing but its own words, also if names are short, or are numbers, dates or names of fields', () => {
    const own = new Set(['unknown', ...questions.flatMap(({ id, answers }) => [id, ...answers])]);
    const all = words.chain((word) =>
      fc.dictionary(fc.constantFrom(...names), response(word), { maxKeys: names.length, size: 'max' }),
    );
    fc.assert(
      fc.property(all, (seen) => {
        for (const [id, { answer, evidence }] of Object.entries(reportOf(seen, token).findings)) {
          for (const each of [id, answer].flat()) expect(own).toContain(each);
          for (const each of evidence) expect(each).toMatch(/^([1-5]\d\d|other) (empty|json|html|xml|text)$/);
        }
      }),
      { numRuns: 200, seed: SEED },
    );
  });

  test('is the same for a company of other names', () => {
    const [one, two] = ['Contoso123456', 'Fabrikam654321'];
    const named = (seen: Record<string, Seen>) =>
      Object.fromEntries(
        Object.entries(seen).map(([name, { bytes, ...rest }]) => {
          const other = (text: string) => text.replaceAll(one, two);
          return [
            name,
            { ...(JSON.parse(other(JSON.stringify(rest))) as Seen), bytes: Buffer.from(other(String(bytes))) },
          ];
        }),
      );
    const all = fc.dictionary(fc.constantFrom(...names), response(one), { maxKeys: names.length, size: 'max' });
    fc.assert(
      fc.property(all, (seen) => {
        expect(reportOf(named(seen), token)).toEqual(reportOf(seen, token));
      }),
      { numRuns: 200, seed: SEED },
    );
  });

  test('holds no answer that its question does not list, whatever its judge says', () => {
    const question = (judged: string | string[]) => ({
      ...{ id: 'x', text: 'x', asks: ['job' as const], answers: ['yes', 'no'] },
      judge: () => judged,
    });
    const answerOf = (judged: string | string[]) =>
      reportOf({ job: json({}) }, token, [question(judged)]).findings['x']?.answer;
    expect([answerOf('contoso'), answerOf(['contoso']), answerOf('no')]).toEqual(['unknown', 'unknown', 'no']);
    expect(answerOf(['contoso', 'yes'])).toEqual(['yes']);
  });

  test('asks each question once, with more than one answer', () => {
    const [first] = questions;
    expect(questions.every(({ answers }) => answers.length > 1 && new Set(answers).size === answers.length)).toBe(true);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(first?.asks).toEqual([]);
  });

  test.each<[string, Record<string, Seen>, string | string[]]>([
    ['later-responses', { job: { ...json({}), elapsedMs: 1000 } }, '1 to 5 s'],
    ['later-responses', { job: { ...json({}), elapsedMs: 29_999 } }, '5 to 30 s'],
    ['later-responses', { job: { ...json({}), elapsedMs: 30_000 } }, 'over 30 s'],
    // Requests of the median are sorted by size and not by text.
    [
      'later-responses',
      Object.fromEntries(
        [900, 20_000, 1000].map((elapsedMs, index) => [['job', 'or', 'canceled'][index], { ...json({}), elapsedMs }]),
      ) as Record<string, Seen>,
      '1 to 5 s',
    ],
    // A page of something that stands before F&O is no right to anything.
    ['right-batch-jobs', { session: json({}), job: seen(404, '<html>', { 'content-type': 'text/html' }) }, 'unknown'],
    ['right-batch-jobs', { session: json({}), job: seen(403, '') }, 'refused'],
    ['filter-or', { or: seen(200, '') }, 'unknown'],
    ['other-company', { 'row of another company': seen(403, '') }, '403'],
    ['forbidden-body', { 'wrong token': seen(401, ''), job: seen(403, { error: {} }) }, 'json'],
    ['refusal-body', { 'wrong token': seen(401, ''), job: seen(403, { error: {} }) }, 'empty'],
    ['compression', { job: { ...json({}), headers: { 'content-encoding': 'br' } } }, 'other'],
    ['wrong-token', { 'wrong token': json({ value: [] }) }, 'accepted'],
    ['wrong-token', { 'wrong token': seen(403, '') }, '403'],
    ['wrong-token', { 'wrong token': seen(503, '') }, 'other'],
    // A user without any role and an application that is not registered look alike, if all of it is 403.
    ['right-services', { session: seen(403, '') }, 'unknown'],
    ['registered', { session: seen(403, '') }, 'unknown'],
    ['not-found-body', { 'unknown set': seen(400, { error: {} }) }, 'unknown'],
    ['missing-key-body', { 'missing job': seen(404, { error: { message: 'x' } }) }, 'odata without innererror'],
    ['missing-key-body', { 'missing job': seen(404, { value: 1 }) }, 'other json'],
    ['byte-order-mark', { 'job count': seen(200, '5'), job: seen(200, '\ufeff{"value":[]}') }, 'json'],
    ['byte-order-mark', { 'job count': seen(200, '\ufeff5') }, 'unknown'],
    ['next-link', { customers: json({ value: [], '@odata.nextLink': 'https://x/data?page=2' }) }, 'another way'],
    ['page-size', { customers: json({ value: [{}], '@odata.nextLink': 'x' }) }, 'another number'],
    ['page-size', { customers: json({ value: [{}] }) }, 'unknown'],
    ['application-version', { version: json({ value: '10.0.2527.60' }) }, 'another form'],
    ['application-version', { version: json({ value: '10.0.48' }) }, '10.0.48'],
    ['action-value', { version: json({ value: 7 }) }, 'another shape'],
    ['batch-requests', { batch: seen(415, '') }, 'refused'],
    ['filter-wildcard', { 'company with a wildcard': json({ value: [] }) }, 'no'],
    ['filter-wildcard', { 'company with a wildcard': seen(400, '') }, 'unknown'],
    ['unset-date', { 'unset date': json({ value: [{ EndDateTime: '1900-01-01T00:00:00.000Z' }] }) }, 'another date'],
    ['filter-canceled', { canceled: seen(400, ''), cancelled: json({}) }, 'only Cancelled'],
    ['filter-canceled', { canceled: seen(400, ''), cancelled: seen(400, '') }, 'neither'],
    ['unknown-execution', { 'unknown execution': json({ value: 'Unknown' }) }, 'Unknown'],
    ['unknown-execution', { 'unknown execution': seen(404, '') }, '404'],
    // What stands before F&O says nothing about it.
    ['filter-or', { or: seen(503, '<html>') }, 'unknown'],
    ['filter-or', { or: seen(302, '') }, 'unknown'],
    ['filter-or', { or: seen(200, '<!doctype html><html>') }, 'unknown'],
    [
      'batch-statuses',
      {
        schema: {
          ...json(''),
          schema: { batchStatus: ['Error', 'Ours'], dmfBatchJobStatus: [], batchJob: [], projectKey: [] },
        },
      },
      ['Error', 'others'],
    ],
  ])('%s of %j is %j', (id, all, answer) => {
    expect(reportOf(all, token).findings[id]?.answer).toEqual(answer);
  });
});
