import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPageScanner } from '../../../src/json/page-scanner.ts';
import { property } from './property.ts';

const document = fc.oneof(
  fc.json({ depthSize: 'medium', noUnicodeString: false }),
  fc
    .array(fc.json({ depthSize: 'small' }), { maxLength: 5 })
    .map((rows) => `{"@odata.context":"c", "value" : [${rows.join(' , ')}]}`),
);
/** One character that makes JSON of something else, or something else of it. */
const change = fc.constantFrom(
  '',
  ',',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  '0',
  '-',
  '.',
  'e',
  't',
  ' ',
  '\n',
  '\u0007',
  'é',
);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The scanner takes for whole what JSON.parse takes, wherever the bytes are cut and whatever was changed in them. */
export const pages = property(
  'the page scanner',
  fc.property(
    document,
    fc.option(fc.record({ at: fc.nat(), put: change })),
    fc.array(fc.nat(), { maxLength: 12 }),
    (json, mutation, cuts) => {
      const place = mutation === null ? 0 : mutation.at % (json.length + 1);
      const text = (
        mutation === null ? json : `${json.slice(0, place)}${mutation.put}${json.slice(place + 1)}`
      ).toWellFormed();
      const bytes = Buffer.from(text);
      const rows: Buffer[] = [];
      const scanner = createPageScanner((part) => rows.push(Buffer.from(part)), { bare: false });
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      for (const [index, from] of places.slice(0, -1).entries()) scanner.feed(bytes.subarray(from, places[index + 1]));
      assert.equal(scanner.ending() === 'whole', isJson(text), `${scanner.ending()}: ${text}`);
      if (scanner.ending() !== 'whole' || !scanner.frame.hasRows || scanner.frame.oddity) return;
      const { value } = JSON.parse(text) as { value: unknown[] };
      assert.equal(scanner.frame.rowCount, value.length);
      assert.deepEqual(JSON.parse(`[${Buffer.concat(rows).toString()}]`), value);
    },
  ),
);
