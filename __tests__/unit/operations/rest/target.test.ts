import { describe, expect, test } from '@jest/globals';
import { buildTarget, type TargetInputs } from '../../../../src/operations/rest/target.ts';

const ROOT = new URL('https://contoso.operations.dynamics.com');
const ON_PREMISES = new URL('https://ax.contoso.com/namespaces/AXSF');

function build(inputs: Partial<TargetInputs>) {
  const problems: string[] = [];
  const target = buildTarget(
    {
      service: undefined,
      path: undefined,
      queryLines: [],
      crossCompany: false,
      environment: ROOT,
      anonymous: false,
      ...inputs,
    },
    { problem: (message) => problems.push(message) },
  );
  return { href: target?.url.href, problems, warnings: target?.warnings };
}

describe('a URL', () => {
  test.each<[string, Partial<TargetInputs>, string]>([
    ['a path', { path: '/data/BatchJobs' }, `${ROOT.origin}/data/BatchJobs`],
    ['a path without its slash', { path: 'data/BatchJobs' }, `${ROOT.origin}/data/BatchJobs`],
    [
      'a path below the path of the environment',
      { path: '/data/X', environment: ON_PREMISES },
      `${ON_PREMISES.href}/data/X`,
    ],
    ['a path that looks like another host', { path: '//evil.example/x' }, `${ROOT.origin}//evil.example/x`],
    ['blanks and letters beyond ASCII', { path: '/data/Größe 1' }, `${ROOT.origin}/data/Gr%C3%B6%C3%9Fe%201`],
    ['what is encoded already', { path: '/data/a%20b%2Fc' }, `${ROOT.origin}/data/a%20b%2Fc`],
    ['a lone percent sign', { path: '/data/100%' }, `${ROOT.origin}/data/100%25`],
    ['a backslash, which is no slash', { path: '/data\\x' }, `${ROOT.origin}/data%5Cx`],
    [
      'invisible characters in a text',
      { path: "/data/C('a\u3000b')?$filter=N eq 'a\u00a0b'" },
      `${ROOT.origin}/data/C('a%E3%80%80b')?$filter=N%20eq%20%27a%C2%A0b%27`,
    ],
    ['an invisible character that is encoded', { path: '/data/a%E2%80%8Bb' }, `${ROOT.origin}/data/a%E2%80%8Bb`],
    ['a lone surrogate', { path: '/data/\ud800' }, `${ROOT.origin}/data/%EF%BF%BD`],
    ['a key', { path: "/data/C(dataAreaId='usmf',Id='O''B')" }, `${ROOT.origin}/data/C(dataAreaId='usmf',Id='O''B')`],
    ['".." that stays inside', { path: '/data/x/../y', environment: ON_PREMISES }, `${ON_PREMISES.href}/data/y`],
    [
      'a query line',
      { path: '/data/X', queryLines: ["$filter=Name eq 'a&b=c+d'"] },
      `${ROOT.origin}/data/X?$filter=Name%20eq%20%27a%26b%3Dc%2Bd%27`,
    ],
    ['a query line with # and %', { path: '/x', queryLines: ['q=1%20#'] }, `${ROOT.origin}/x?q=1%2520%23`],
    [
      'query lines after a query',
      { path: '/data/X?$top=1', queryLines: ['$skip=2', '$select=A,B'] },
      `${ROOT.origin}/data/X?$top=1&$skip=2&$select=A,B`,
    ],
    ['cross-company', { path: '/data/X', crossCompany: true }, `${ROOT.origin}/data/X?cross-company=true`],
    [
      'cross-company that is there',
      { path: '/data/X?cross-company=true', crossCompany: true },
      `${ROOT.origin}/data/X?cross-company=true`,
    ],
    [
      'cross-company that is there by a query line',
      { path: '/data/X', queryLines: ['cross-company=true'], crossCompany: true },
      `${ROOT.origin}/data/X?cross-company=true`,
    ],
    ['an absolute URL of the environment', { path: `${ROOT.origin}/data/X?$skip=1` }, `${ROOT.origin}/data/X?$skip=1`],
    [
      'an absolute URL elsewhere, its signature untouched',
      { path: 'https://blob.example/c/f.zip?sv=1&sig=a%2Bb%3D', anonymous: true, environment: 'missing' },
      'https://blob.example/c/f.zip?sv=1&sig=a%2Bb%3D',
    ],
    ['a service', { service: 'Group/Service/Operation' }, `${ROOT.origin}/api/services/Group/Service/Operation`],
    [
      'a service below the path of the environment',
      { service: 'G', environment: ON_PREMISES },
      `${ON_PREMISES.href}/api/services/G`,
    ],
    ['the list of service groups', { service: '/' }, `${ROOT.origin}/api/services`],
  ])('of %s', (_what, inputs, href) => {
    expect(build(inputs)).toMatchObject({ href, problems: [] });
  });
});

describe('a problem', () => {
  test.each<[string, Partial<TargetInputs>, RegExp]>([
    ['both', { service: 'G', path: '/data' }, /`service` and `path` are both given/],
    ['neither', {}, /Neither `service` nor `path`/],
    ['a fragment', { path: '/data/X#y' }, /"#".*%23/],
    ['".." that leads out', { path: '/../x', environment: ON_PREMISES }, /leads out/],
    ['encoded ".." that leads out', { path: '/%2e%2e/x', environment: ON_PREMISES }, /leads out/],
    ['".." behind an encoded slash', { path: '/data%2f..%2f..%2fx' }, /leads out/],
    ['another origin with a token', { path: 'https://other.example/x' }, /auth: none/],
    [
      'another origin with a token and no environment',
      { path: 'https://other.example/x', environment: 'missing' },
      /`environment-url` is missing: give it/,
    ],
    ['another port with a token', { path: `${ROOT.origin}:8443/x` }, /auth: none/],
    ['http', { path: 'http://other.example/x', anonymous: true }, /only https/],
    ['a name and password', { path: 'https://u:p@other.example/x', anonymous: true }, /user name or password/],
    ['no environment', { path: '/data', environment: 'missing' }, /`environment-url` is missing/],
    ['too long a service', { service: 'api/services/G/S/O' }, /without "\/api\/services"/],
    ['a service with a hole', { service: 'G//O' }, /`service` is "G\/\/O"/],
    ['a service that climbs', { service: '../x' }, /`service`/],
    ['a query with a service', { service: 'G', queryLines: ['a=b'] }, /`query` goes with `path`/],
    ['cross-company with a service', { service: 'G', crossCompany: true }, /`cross-company` goes with `path`/],
    ['cross-company twice', { path: '/x?cross-company=false', crossCompany: true }, /`path` or `query` has it with/],
    [
      'cross-company twice, once in a query line',
      { path: '/x', queryLines: ['Cross-Company=false'], crossCompany: true },
      /`path` or `query` has it with/,
    ],
    ['"/../" in a key', { path: "/data/Docs('a/../../Docs('b')" }, /would address another record/],
    [
      '"/../" that a value brings into a key',
      { path: "/data/Docs('1')/../Vendors('2')" },
      /would address another record/,
    ],
    ['"/./" in a key', { path: "/data/Docs('a/./b')" }, /would address another record/],
    ['an encoded "/../" in a key', { path: "/data/Docs('a/%2E%2e/b')" }, /would address another record/],
    [
      '"/../" in a key of an absolute URL',
      { path: `${ROOT.origin}/data/Docs('a/../b')` },
      /would address another record/,
    ],
    ['an invisible character', { path: '/data/X\u200b' }, /`path` contains the invisible character U\+200B/],
    ['an invisible character in a service', { service: 'Group\u200b/Service' }, /"Group\[U\+200B\]\/Service"/],
    ['an option without its sign', { path: '/data/X', queryLines: ['filter=A eq 1'] }, /did you mean `\$filter`/],
    [
      'an option in capitals, below the path of the environment',
      { path: '/Data/X', queryLines: ['$Top=1'], environment: ON_PREMISES },
      /did you mean `\$top`/,
    ],
    ['a query line that is none', { path: '/x', queryLines: ['no pair'] }, /`query` has the line "no pair"/],
    ['a query line without a name', { path: '/x', queryLines: ['=b'] }, /`query`/],
  ])('of %s', (_what, inputs, message) => {
    const { problems } = build(inputs);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });
});

describe('a name that F&O does not know', () => {
  const names = ['filter=A eq 1', 'dataAreaId=usmf', '$top=1 $skip=1'];
  test.each<[string, Partial<TargetInputs>]>([
    ['elsewhere', { path: 'https://other.example/data/X', anonymous: true }],
    ['of a path that is no data', { path: '/metadata/X' }],
    ['of a path that only begins so', { path: '/database/X' }],
    [
      'where there is no environment',
      { path: 'https://other.example/data/X', anonymous: true, environment: 'missing' },
    ],
  ])('is left alone %s', (_what, inputs) => {
    expect(build({ ...inputs, queryLines: names })).toMatchObject({ problems: [], warnings: [] });
  });

  test('warns below /data, in `path` as well', () => {
    const { warnings } = build({ path: `${ROOT.origin}/data/X?top=1`, queryLines: ['dataAreaId=usmf'] });
    expect(warnings).toHaveLength(2);
  });
});
