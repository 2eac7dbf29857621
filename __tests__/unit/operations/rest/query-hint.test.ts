import { expect, test } from '@jest/globals';
import { encodingHint } from '../../../../src/operations/rest/query-hint.ts';

test.each([
  ["?$filter=Name%20eq%20'A&B'", 'write it as %26'],
  ['?$filter=Name%20eq%20%27A&B%27', 'write it as %26'],
  ["?$top=1&$filter=Name%20eq%20'Black%20&%20Decker'&$skip=1", 'write it as %26'],
  ["?$filter=Name%20eq%20'A%26B'", ''],
  ["?$filter=Name%20eq%20'A'&$top=1", ''],
  ["?$filter=Name%20eq%20'O'Brien'&$top=1", ''],
  ['?$filter=Name%2520eq%2520%2527x%2527', '`query` is encoded by the action'],
  ['?$select=A%252CB', '`query` is encoded by the action'],
  ['?$filter=Share%20eq%20%27100%25%27', ''],
  ['?$filter=Name%20eq%20%2710%25%20off%27', ''],
  ["?$filter=Name+eq+'x'", 'write it as %2B'],
  ['?$filter=D%20ge%202026-01-31T00:00:00+02:00', 'write it as %2B'],
  ['?$filter=D%20ge%202026-01-31T00:00:00%2B02:00', ''],
  ['', ''],
])('the mistake in the encoding of %s: %j', (search, part) => {
  const hint = encodingHint(search, false);
  if (part) expect(hint).toContain(part);
  else expect(hint).toBe('');
});
