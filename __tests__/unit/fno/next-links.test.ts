import { expect, test } from '@jest/globals';
import { createNextLinkCounter } from '../../../src/fno/next-links.ts';

const json = (value: unknown, indent = 0) => JSON.stringify(value, null, indent);

test.each<[string, string, number]>([
  ['of the page', json({ value: [], '@odata.nextLink': 'x' }), 1],
  ['inside a row', json({ value: [{ 'Lines@odata.nextLink': 'x', Lines: [] }] }), 1],
  ['of both', json({ value: [{ 'Lines@odata.nextLink': 'x' }], '@odata.nextLink': 'y' }), 2],
  ['of two rows', json({ value: [{ 'L@odata.nextLink': 'x' }, { 'L@odata.nextLink': 'x' }] }), 2],
  ['deep inside', json({ value: [{ Lines: [{ 'Taxes@odata.nextLink': 'x' }] }] }), 1],
  ['with blanks', json({ '@odata.nextLink': 'x' }, 2).replace('":', '"  :\n  '), 1],
  ['that is null', json({ '@odata.nextLink': null }), 0],
  ['in a text', json({ a: 'see "@odata.nextLink": "x"' }), 0],
  ['as a text', json(['x@odata.nextLink', '@odata.nextLink']), 0],
  ['of another name', json({ '@odata.nextLinks': 'x', '@odata.deltaLink': 'y' }), 0],
  ['nowhere', '', 0],
])('a next link %s is counted wherever the bytes are cut', (_what, text, count) => {
  const bytes = Buffer.from(`${' '.repeat(70)}${text}${' '.repeat(70)}`);
  for (const size of [1, 2, 7, 16, 63, 64, 65, 100, 1_000]) {
    const counter = createNextLinkCounter();
    for (let at = 0; at < bytes.length; at += size) counter.feed(bytes.subarray(at, at + size));
    expect([size, counter.count()]).toEqual([size, count]);
  }
});
