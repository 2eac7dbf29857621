import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/faults.ts';
import { type Run, runWithToken, useFolder, useSimulator } from '../harness.ts';

const simulator = useSimulator({ scenario: { pageSize: 100 } });
const workspace = useFolder();

const download = (inputs: Record<string, string> = {}): Promise<Run> =>
  runWithToken(
    simulator,
    {
      operation: 'rest',
      path: '/data/CustomersV3?cross-company=true',
      'all-pages': 'true',
      'response-file': 'rows.json',
      ...inputs,
    },
    { workspace },
  );

const rowsFile = join(workspace, 'rows.json');
afterEach(() => {
  rmSync(rowsFile, { force: true });
});
const answering = (body: string, rest: Partial<Fault> = {}): Fault => ({
  match: { path: '/data/CustomersV3' },
  respond: 'custom',
  headers: { 'content-type': 'application/json' },
  body,
  ...rest,
});
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';
const expectNoFile = () => {
  expect(existsSync(rowsFile)).toBe(false);
  expect(readdirSync(workspace)).toEqual([]);
};

describe('all pages', () => {
  test('come as one document, in order, with every digit', async () => {
    const whole = await download({ path: '/data/CustomersV3?cross-company=true&$top=10000', 'all-pages': 'false' });
    expect(whole.exitCode).toBe(0);
    const pageLess = readFileSync(rowsFile, 'utf8');
    const run = await download();
    expect(errorOf(run)).toBe('');
    const text = readFileSync(rowsFile, 'utf8');
    const document = JSON.parse(text) as { '@odata.context': string; value: unknown[] };
    expect(Object.keys(document)).toEqual(['@odata.context', 'value']);
    expect(document['@odata.context']).toContain('$metadata#CustomersV3');
    expect(document.value).toHaveLength(simulator.scenario.customersCount);
    expect(run.outputs).toMatchObject({ 'row-count': String(simulator.scenario.customersCount), 'status-code': '200' });
    expect(run.log.at(-1)).toMatch(/application\/json.*, \d{1,3}(,\d{3})* rows\.$/);
    expect(run.annotations).toEqual([]);
    expect(run.requests.length).toBe(Math.ceil(simulator.scenario.customersCount / 100));
    // The rows that both have are the same, byte for byte.
    const firstRow = /"value":\[(\{[^{}]*\})/;
    expect(firstRow.exec(text)?.[1]).toBe(firstRow.exec(pageLess)?.[1]);
  });

  test('of an empty list are an empty list', async () => {
    simulator.scenario.faults = [answering('\ufeff{"@odata.context":"c\\u00e9","value":[ ]}')];
    const run = await download();
    expect(readFileSync(rowsFile, 'utf8')).toBe('{"@odata.context":"c\\u00e9","value":[]}');
    expect(run.outputs).toMatchObject({ 'row-count': '0', response: '{"@odata.context":"c\\u00e9","value":[]}' });
  });

  test('begin anew where a page is cut in its middle, and hold no row twice', async () => {
    simulator.scenario.faults = [{ match: { path: '$skip', times: 1 }, respond: 'cut' }];
    const run = await download();
    expect(errorOf(run)).toBe('');
    const { value } = JSON.parse(readFileSync(rowsFile, 'utf8')) as { value: { CustomerAccount: string }[] };
    expect(value).toHaveLength(simulator.scenario.customersCount);
    expect(new Set(value.map((row) => JSON.stringify(row))).size).toBe(value.length);
    expect(run.log.at(-1)).toMatch(/application\/json.*, \d{1,3}(,\d{3})* rows\.$/);
    expect(run.annotations).toEqual([]);
    expect(run.requests.length).toBe(Math.ceil(simulator.scenario.customersCount / 100) + 1);
  });

  test('of which one fails for good fail, and leave no file', async () => {
    simulator.scenario.faults = [{ match: { path: '$skip' }, respond: '500-odata' }];
    const run = await download();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(/^Page 2 .*returned 500: .*Deadlock/);
    expectNoFile();
  });

  test.each([400, 403, 404, 410])('of which one is refused with %i blame no input', async (status) => {
    simulator.scenario.faults = [
      { match: { path: '$skip' }, respond: 'custom', status, body: 'The token has expired.' },
    ];
    const run = await download();
    expect(errorOf(run)).toMatch(
      /^Page 2 .* The rows read until then were discarded\. The server itself returned the link to this page: run the step again/,
    );
    expect(errorOf(run)).not.toMatch(/case-sensitive|lacks a role|Check the/);
    expectNoFile();
  });

  test.each([
    [
      'to another host',
      { '@odata.nextLink': 'https://attacker.example/data/CustomersV3' },
      /attacker\.example.*not followed/,
    ],
    ['to the same host by http', { '@odata.nextLink': 'http://localhost/data/CustomersV3' }, /not followed/],
    ['that is no URL', { '@odata.nextLink': 'https://' }, /not a URL/],
  ])('with a next link %s fail, and send nothing there', async (_where, link, sentence) => {
    simulator.scenario.faults = [answering(JSON.stringify({ value: [{ a: 1 }], ...link }))];
    const run = await download();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(sentence);
    expect(run.requests).toHaveLength(1);
    expectNoFile();
  });

  test('with a next link seen before fail', async () => {
    simulator.scenario.faults = [answering('{"value":[{"a":1}],"@odata.nextLink":"/data/CustomersV3?$skiptoken=1"}')];
    const run = await download();
    expect(errorOf(run)).toMatch(/seen before/);
    expect(run.requests).toHaveLength(2);
    expectNoFile();
  });

  test.each([
    ['one record', '{"dataAreaId":"usmf"}', /no `value` list, so it is not an OData page/],
    ['a list alone', '[{"a":1}]', /no `value` list/],
    ['unfinished', '{"value":[{"a":1}', /its JSON ends unfinished/],
    ['followed by more', '{"value":[{"a":1}]}{"value":[]}', /not valid JSON \(byte 20\)/],
    ['without a comma', '{"value":[{"a":1} {"a":2}]}', /not valid JSON/],
    ['with a comma too many', '{"value":[{"a":1},,{"a":2}]}', /not valid JSON/],
    ['with a row that is no JSON', '{"value":[tru]}', /not valid JSON/],
    ['with two lists of rows', '{"value":[{"a":1}],"value":[{"a":2}]}', /more than one `value`/],
    ['with a next link that is no string', '{"value":[{"a":1}],"@odata.nextLink":17}', /nextLink` is not a string/],
    ['empty', '', /it is empty/],
    ['an error', '{"error":{"message":"Deadlock."}}', /returned 200, but it reports an error: Deadlock\. The rows/],
    ['rows and an error', '{"value":[{"a":1}],"error":{"message":"Cut."}}', /it reports an error: Cut\. The rows/],
  ])('of a response that is %s fail', async (_what, body, sentence) => {
    simulator.scenario.faults = [answering(body)];
    const run = await download();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(sentence);
    expect(run.requests).toHaveLength(1);
    expectNoFile();
  });

  test.each(['@nextLink', 'odata.nextLink', 'nextLink'])('are followed by a link called %s', async (name) => {
    simulator.scenario.faults = [
      {
        ...answering(JSON.stringify({ value: [{ a: 1 }], [name]: 'CustomersV3?page=2' })),
        match: { path: '/CustomersV3', times: 1 },
      },
      answering('{"value":[{"a":2}]}'),
    ];
    const run = await download();
    expect(errorOf(run)).toBe('');
    expect(JSON.parse(readFileSync(rowsFile, 'utf8'))).toEqual({ value: [{ a: 1 }, { a: 2 }] });
    expect(run.requests.map(({ url }) => url)).toEqual([
      '/data/CustomersV3?cross-company=true',
      '/data/CustomersV3?page=2&cross-company=true',
    ]);
  });

  test('of which the first is refused give what was said', async () => {
    const run = await download({ path: '/data/customersV3' });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(/returned 404.*did you mean "CustomersV3"/);
  });
});
