import { expect, test } from '@jest/globals';
import { keyHint, partialKeyHint } from '../../../../src/operations/rest/key-hint.ts';

const url = (path: string) => new URL(`https://contoso.operations.dynamics.com${path}`);

test.each([
  ["/data/C(Name='O'Brien')", 'Double any quote'],
  ["/data/C(Name='O%27Brien')", 'Double any quote'],
  ["/data/C(Name='O''Brien')", ''],
  ['/data/C(5637)', ''],
  ["/data/C('A/B')", '%2F'],
  ["/data/C(Id='1',Name='A/B/C')", '%2F'],
  ["/data/C('A%2FB')", ''],
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
