import { expect, test } from '@jest/globals';
import { encodingHint, keyHint, partialKeyHint } from '../../../../src/operations/rest/url-hint.ts';

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

const url = (path: string) => new URL(`https://contoso.operations.dynamics.com${path}`);

test.each([
  ["/data/C(Name='O'Brien')", 'Double any quote'],
  ["/data/C(Name='O%27Brien')", 'Double any quote'],
  ["/data/C(Name='O''Brien')", ''],
  ['/data/C(5637)', ''],
  ["/data/C('A/B')", '%252F'],
  ["/data/C(Id='1',Name='A/B/C')", '%252F'],
  ["/data/C('A%2FB')", '%252F'],
  ["/data/C('A%5cB')", '%255C'],
  ["/data/C('A+B')", '%252B'],
  ["/data/C('A%2BB')", '%252B'],
  ["/data/C('A%252FB')", ''],
  ["/data/C('What?')", '%3F'],
  ["/data/C('Is it ? yes')?$top=1", '%3F'],
  ["/data/C('What%3F')", ''],
  ["/data/C('A')?$filter=contains(Name,'B')", ''],
  ["/data/C('A')/Lines", ''],
  ["/data/C('A')/Lines(5)", ''],
  ["/data/C('A')/Microsoft.Dynamics.DataEntities.post('x')", ''],
  ['/data/C?$filter=(A eq 1)', ''],
  ['/data/C', ''],
])('the mistake in the key of %s: %j', (path, part) => {
  const hint = keyHint(url(path));
  if (part) expect(hint).toContain(part);
  else expect(hint).toBe('');
});

test.each([
  ["/data/VendorsV2('1001')", "VendorsV2(dataAreaId='usmf',FIELD='1001')."],
  ["/data/VendorsV2(VendorAccountNumber='1001')", "VendorsV2(dataAreaId='usmf',VendorAccountNumber='1001')."],
  ["/data/VendorsV2(VendorAccountNumber='O''B')", "VendorAccountNumber='O''B')."],
  ["/namespaces/AXSF/data/VendorsV2('1001')", 'VendorsV2(dataAreaId'],
  ["/data/VendorsV2(dataAreaId='usmf',VendorAccountNumber='1001')", ''],
  ["/data/Companies(dataAreaId='usmf')", ''],
  ['/data/BatchJobs(5637144576)', ''],
  ["/api/services('x')", ''],
  ['/data/VendorsV2', ''],
])('a key that may lack fields in %s: %j', (path, part) => {
  const hint = partialKeyHint(url(path));
  if (part) expect(hint).toContain(part);
  else expect(hint).toBe('');
});
