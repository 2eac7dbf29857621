import { expect, test } from '@jest/globals';
import { createNextLinkFinder } from '../../../src/fno/next-links.ts';

const json = (value: unknown, indent = 0) => JSON.stringify(value, null, indent);

test.each<[string, string, string[]]>([
  ['of the page', json({ value: [], '@odata.nextLink': 'x' }), ['']],
  ['inside a row', json({ value: [{ 'Lines@odata.nextLink': 'x', Lines: [] }] }), ['Lines']],
  ['of both', json({ value: [{ 'Lines@odata.nextLink': 'x' }], '@odata.nextLink': 'y' }), ['Lines', '']],
  ['of two rows', json({ value: [{ 'L@odata.nextLink': 'x' }, { 'L@odata.nextLink': 'x' }] }), ['L', 'L']],
  ['deep inside', json({ value: [{ Lines: [{ 'Taxes@odata.nextLink': 'x' }] }] }), ['Taxes']],
  ['with blanks', json({ '@odata.nextLink': 'x' }, 2).replace('":', '"  :\n  '), ['']],
  ['of a name that is no ASCII', json({ value: [{ 'Größen@odata.nextLink': 'x' }] }), ['Größen']],
  ['that is null', json({ '@odata.nextLink': null }), []],
  ['in a text', json({ a: 'see "@odata.nextLink": "x"' }), []],
  ['as a text', json(['x@odata.nextLink', '@odata.nextLink']), []],
  ['of another name', json({ '@odata.nextLinks': 'x', '@odata.deltaLink': 'y' }), []],
  ['nowhere', '', []],
])('a next link %s is counted wherever the bytes are cut', (_what, text, names) => {
  const bytes = Buffer.from(`${' '.repeat(140)}${text}${' '.repeat(140)}`);
  for (const size of [1, 2, 7, 16, 63, 64, 65, 127, 128, 129, 1_000]) {
    const finder = createNextLinkFinder();
    for (let at = 0; at < bytes.length; at += size) finder.feed(bytes.subarray(at, at + size));
    expect([size, finder.names()]).toEqual([size, names]);
  }
});
