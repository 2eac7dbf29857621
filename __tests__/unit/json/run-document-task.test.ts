import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { QueryTask } from '../../../src/json/document-task.ts';
import { LARGEST_TEXT_HERE, runDocumentTask } from '../../../src/json/run-document-task.ts';
import { showPieces } from '../../../src/json/show-value.ts';
import { createShow } from '../../../src/server-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'document-task-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const never = new AbortController().signal;
const show = createShow((text) => text.replaceAll('hunter2', '***').replaceAll('200', '***'));
const query = (text: string, task: Partial<QueryTask>): QueryTask => ({
  kind: 'query',
  source: { text },
  extract: undefined,
  expect: [],
  plainText: false,
  shownCharacters: 100,
  ...task,
});
const padding = 'x'.repeat(LARGEST_TEXT_HERE);

describe.each([
  ['here', ''],
  ['in a thread', padding],
])('a task that is carried out %s', (_where, pad) => {
  const document = JSON.stringify({ a: 1, id: 'RecId', pad }).replace('"RecId"', '5637144576123456789');

  test('gives what extract finds, with every digit', async () => {
    expect(await runDocumentTask(query(document, { extract: '[a,id]' }), never)).toEqual({
      kind: 'met',
      result: '[1,5637144576123456789]',
      otherCase: [],
      otherTypes: [],
    });
  });

  test('gives the expression that does not hold, its value and the document', async () => {
    const outcome = await runDocumentTask(query(document, { expect: ['a', 'A'] }), never);
    expect(outcome).toMatchObject({ kind: 'unmet', expression: 'A', otherCase: [['A', 'a']] });
    if (outcome.kind !== 'unmet' || !Array.isArray(outcome.value)) throw new Error('unreachable');
    expect(showPieces(outcome.value, show, 100)).toBe('null');
    expect(showPieces(outcome.document, show, 100)).toMatch(/^\{"a":1,"id":5637144576123456789,"pad":"/);
  });

  test('gives each path that is compared with a value of another type', async () => {
    const expression = "a == '1' || 'x' != id || a == `null` || missing == `1` || a < 'x' || (a) == `true`";
    const outcome = await runDocumentTask(query(document, { extract: expression }), never);
    expect(outcome).toMatchObject({
      kind: 'met',
      otherTypes: [
        { path: 'a', is: 'number', comparator: '==', than: 'string' },
        { path: 'id', is: 'number', comparator: '!=', than: 'string' },
      ],
    });
  });

  test.each([
    ['not JSON', `x${pad}`, 'not-json'],
    ['nested too deeply', `${'['.repeat(2_000)}"${pad}"${']'.repeat(2_000)}`, 'too-deep'],
  ])('says what it cannot read: %s', async (_what, text, why) => {
    expect(await runDocumentTask(query(text, {}), never)).toEqual({ kind: 'unreadable', why });
  });

  test('gives the strings of a document', async () => {
    const task = { kind: 'strings', source: { text: document }, shortest: 4, most: 2 } as const;
    const outcome = await runDocumentTask(task, never);
    expect(outcome.kind === 'strings' && outcome.values.map((value) => value.length)).toEqual(pad ? [pad.length] : []);
    expect(await runDocumentTask({ ...task, shortest: 0, most: 0 }, never)).toEqual({ kind: 'too-many' });
  });
});

test('a body in a file is read by its charset', async () => {
  const path = join(folder, 'utf-16.json');
  writeFileSync(path, '\ufeff{"a":"Ä"}', 'utf16le');
  const source = { path, contentType: 'application/json' };
  expect(await runDocumentTask(query('', { source, extract: 'a' }), never)).toMatchObject({ kind: 'met', result: 'Ä' });
  writeFileSync(path, Buffer.from([0xff, 0x00, 0x01]));
  expect(await runDocumentTask(query('', { source }), never)).toEqual({ kind: 'unreadable', why: 'not-text' });
});

test('ends with the reason of its signal, and at once', async () => {
  const cut = new AbortController();
  const running = runDocumentTask(query(`[${'{"a":[1]},'.repeat(1e6)}0]`, { extract: '[].a[]' }), cut.signal);
  setImmediate(() => {
    cut.abort(new Error('cut'));
  });
  await expect(running).rejects.toThrow('cut');
  await expect(runDocumentTask(query('1', {}), cut.signal)).rejects.toThrow('cut');
});

test.each([
  ['a secret', { v: 'hunter2' }, '{"v":"***"}'],
  ['a secret that nobody sees', { v: 'hun\u200bter2' }, '{"v":"***"}'],
  ['a secret as a name', { hunter2: 1 }, '{"***":1}'],
  ['a secret that is a number', [200, 7], '[***,7]'],
  ['a secret at the cut', { a: 'x'.repeat(90), b: 'hunter2' }, `{"a":"${'x'.repeat(90)}",…`],
])('%s is hidden before it stands in JSON', async (_what, document, shown) => {
  const outcome = await runDocumentTask(query(JSON.stringify(document), { expect: ['`false`'] }), never);
  if (outcome.kind !== 'unmet') throw new Error('unreachable');
  const text = showPieces(outcome.document, show, 100);
  expect(text).not.toMatch(/hunt|200/);
  expect(text.slice(0, 20)).toBe(shown.slice(0, 20));
});
