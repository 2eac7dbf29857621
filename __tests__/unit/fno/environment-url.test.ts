import { expect, test } from '@jest/globals';
import { parseEnvironmentUrl } from '../../../src/fno/environment-url.ts';
import { readInputs } from '../../../src/inputs.ts';

const parse = (text: string) => {
  const { inputs, problems } = readInputs({ 'INPUT_ENVIRONMENT-URL': text });
  const url = parseEnvironmentUrl(inputs);
  return { url: url instanceof URL ? url.href : url, problems };
};
const host = 'https://contoso.operations.dynamics.com';

test.each([
  [host, `${host}/`],
  [`${host}/`, `${host}/`],
  [`${host}//`, `${host}/`],
  [`${host}/?`, `${host}/`],
  [`${host}?`, `${host}/`],
  [`${host}/#`, `${host}/`],
  [`${host}/?#`, `${host}/`],
  ['HTTPS://Contoso.Operations.Dynamics.com:443', `${host}/`],
  [`${host}/namespaces/AXSF/`, `${host}/namespaces/AXSF`],
  [`${host}/namespaces/AXSF?`, `${host}/namespaces/AXSF`],
  [`${host}/x/../namespaces/AXSF`, `${host}/namespaces/AXSF`],
])('%s is %s', (text, url) => {
  expect(parse(text)).toEqual({ url, problems: [] });
});

test.each([
  [`${host}/?cmp=usmf`, /remove "\?" or "#"/],
  [`${host}/#main`, /remove "\?" or "#"/],
  [`${host}/data`, /give the environment alone, https:\/\/contoso.operations.dynamics.com;/],
  [`${host}/data/CustomersV3`, /give the environment alone, https:\/\/contoso.operations.dynamics.com;/],
  [`${host}/namespaces/AXSF/Metadata/PublicEntities`, /AXSF; the rest belongs in `path`/],
  [`${host}/namespaces/AXSF/API/services/`, /AXSF; the rest belongs in `path`/],
  [`${host}/;`, /whose path does not belong to an environment/],
  [`${host}/%3F`, /whose path does not belong to an environment/],
  [`${host}/%23/namespaces`, /whose path does not belong to an environment/],
  [`${host}/namespaces//AXSF`, /whose path does not belong to an environment/],
  [`${host}/namespaces/AXSF;v=1`, /whose path does not belong to an environment/],
  [`${host}//attacker.example`, /whose path does not belong to an environment/],
  ['contoso.operations.dynamics.com', /is not a URL/],
  ['blob:https://contoso.operations.dynamics.com', /only https/],
])('%s is refused', (text, problem) => {
  expect(parse(text)).toEqual({ url: 'invalid', problems: [expect.stringMatching(problem)] });
});

test.each(['https://user:hunter2@contoso.example', '//user:hunter2@contoso.example', `${host}/?sig=hunter2`])(
  'the problem with %s shows no secret of it',
  (text) => {
    const { problems } = parse(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain('hunter2');
  },
);

test('a million slashes take no time', () => {
  expect(parse(`${host}${'/'.repeat(1e6)}x`).url).toBe('invalid');
});
