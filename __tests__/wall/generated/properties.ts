import assert from 'node:assert/strict';
import fc from 'fast-check';
import { callbackBody } from '../../../src/report/callback.ts';
import { ganttBlock } from '../../../src/report/gantt.ts';
import { summaryOf } from '../../../src/report/summary.ts';
import { createSecrets } from '../../../src/report/secrets.ts';
import { createShow, ServerText } from '../../../src/server-text.ts';
import { encodings } from '../../unit/report/encodings.ts';
import { hostileText, secret } from './hostile.ts';
import { jmespath } from './jmespath.ts';
import { outputFile } from './output-file.ts';
import { packages } from './packages.ts';
import { pages } from './pages.ts';
import { property, type Property } from './property.ts';

const asIs = (text: string) => text;

const show = property(
  'the one way out of server text',
  fc.property(hostileText, fc.integer({ min: 1, max: 300 }), (text, limit) => {
    const shown = createShow(asIs)(new ServerText(text), limit);
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    assert.doesNotMatch(shown, /[\x00-\x1f\x7f-\x9f\u200b\u202e\ufeff\u2028]|::|##\[/);
    // Each mark that is escaped is one character longer.
    assert.ok(shown.length <= 2 * limit);
  }),
);

const masker = property(
  'the masker',
  fc.property(
    secret,
    fc.constantFrom(...Object.keys(encodings)),
    hostileText,
    hostileText,
    fc.integer({ min: 1, max: 400 }),
    (value, name, before, after, limit) => {
      const secrets = createSecrets(() => undefined);
      secrets.add(value);
      const encoded = (encodings[name] ?? asIs)(value);
      const shown = createShow((text) => secrets.redact(text))(`${before} ${encoded} ${after}`, limit);
      for (const form of [value, encoded]) assert.ok(!shown.includes(form), `${form} in ${shown}`);
    },
  ),
);

const summary = property(
  'the summary',
  fc.property(hostileText, hostileText, fc.array(hostileText, { maxLength: 4 }), (subject, error, cells) => {
    const way = createShow(asIs);
    const head = ['Job', 'Status', 'Begun', 'Ended'];
    const row = head.map((_, index) => cells[index] ?? '');
    const markdown = summaryOf(
      {
        operation: 'batch-wait',
        environment: 'contoso.operations.dynamics.com',
        error,
        each: [],
        story: {
          about: subject,
          blocks: [
            { kind: 'list', items: cells },
            { kind: 'table', head, rows: [row, row] },
            ganttBlock(cells.map((name) => ({ name, bars: [{ label: name, kind: 'done', fromMs: 0, toMs: 9_000 }] }))),
          ],
        },
      },
      { value: way, message: way },
    );
    const [text = '', ...pictures] = markdown.split('```mermaid\n');
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    assert.doesNotMatch(markdown, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    assert.doesNotMatch(text, /`|<[a-z/!]|\]\(|:\/\/|\bwww\.|@\w|(?<!&)#\d/i);
    assert.ok(pictures.length <= 1);
    for (const picture of pictures) assert.match(picture, /^[^`]*\n```\n$/);
    for (const line of text.split('\n').filter((each) => each.startsWith('|')))
      assert.equal(line.match(/\|/g)?.length, 5);
  }),
);

const callback = property(
  'the body of the callback',
  fc.property(secret, hostileText, hostileText, (value, description, status) => {
    const secrets = createSecrets(() => undefined);
    secrets.add(value);
    const way = createShow((text) => secrets.redact(text));
    const jobs = JSON.stringify([{ recId: '1', description: `${description} ${value}`, outcome: 'error' }]);
    const body = callbackBody({ outcome: 'error', status, jobs }, way(`${value} ${description}`), way);
    const parsed = JSON.parse(body) as { StatusCode: string; Output: { outcome: string; jobs: { outcome: string }[] } };
    assert.equal(parsed.StatusCode, '500');
    assert.deepEqual([parsed.Output.outcome, parsed.Output.jobs[0]?.outcome], ['error', 'error']);
    assert.ok(!body.includes(value) && !body.includes(JSON.stringify(value).slice(1, -1)));
  }),
);

/** The pure parts. A new one is an entry. */
export const properties: readonly Property[] = [show, masker, summary, callback, outputFile, jmespath, pages, packages];
