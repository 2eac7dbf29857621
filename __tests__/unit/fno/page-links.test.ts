import { describe, expect, test } from '@jest/globals';
import { createPageLinks, resolveLink } from '../../../src/fno/page-links.ts';

const environment = 'https://contoso.operations.dynamics.com';
const page = new URL(`${environment}/data/Customers?$top=5`);

const hrefOf = (url: unknown) => (url instanceof URL ? url.href : url);

describe('a link from a server', () => {
  test.each([
    [`${environment}/data/Customers?$skiptoken=1`, '/data/Customers?$skiptoken=1'],
    ['/data/Customers?$skiptoken=1', '/data/Customers?$skiptoken=1'],
    ['Customers?$skiptoken=1', '/data/Customers?$skiptoken=1'],
    ['?$skiptoken=1', '/data/Customers?$skiptoken=1'],
    ['HTTPS://CONTOSO.operations.dynamics.com:443/data/A#part', '/data/A'],
    ['http://contoso.operations.dynamics.com/data/A', '/data/A'],
    ['http://contoso.operations.dynamics.com:80/data/A', '/data/A'],
    [`${environment}//attacker.example/data`, '//attacker.example/data'],
  ])('%s is followed on the own host', (link, path) => {
    expect(hrefOf(resolveLink(link, page))).toBe(`${environment}${path}`);
  });

  test.each([
    [`blob:${environment}/data/A`, /begins with blob:/],
    ['javascript:alert(1)', /begins with javascript:/],
    ['data:application/json,{}', /begins with data:/],
    ['file:///etc/passwd', /begins with file:/],
    ['ftp://contoso.operations.dynamics.com/data/A', /begins with ftp:/],
    ['//attacker.example/data/A', /to attacker\.example, which is not the host/],
    ['https:\\\\attacker.example\\data', /to attacker\.example/],
    ['https://attacker.example/data/A', /to attacker\.example/],
    ['https://contoso.operations.dynamics.com.attacker.example/data', /attacker\.example/],
    ['https://contoso.operations.dynamics.com@attacker.example/data', /user name/],
    ['https://user:pw@contoso.operations.dynamics.com/data/A', /user name/],
    [`${environment}:8443/data/A`, /:8443, which is not the host/],
    ['http://contoso.operations.dynamics.com:8080/data/A', /:8080, which is not the host/],
    ['http://127.0.0.1/data/A', /127\.0\.0\.1, which is not the host/],
    ['https://', /not a URL/],
  ])('%s is refused', (link, problem) => {
    expect(resolveLink(link, page)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test('http stays http on loopback, and on the own port', () => {
    const local = new URL('http://127.0.0.1:8443/data/A');
    expect(hrefOf(resolveLink('http://127.0.0.1:8443/data/B', local))).toBe('http://127.0.0.1:8443/data/B');
    expect(resolveLink('http://127.0.0.1/data/B', local)).toHaveProperty('problem');
    expect(resolveLink('blob:http://127.0.0.1:8443/data/B', local)).toHaveProperty('problem');
  });
});

describe('the links of a list', () => {
  const all = (query: string) => createPageLinks(new URL(`${environment}/data/Customers?${query}`));

  test.each([
    ['cross-company=true&$filter=A eq 1', '?$skiptoken=1', '?$skiptoken=1&cross-company=true'],
    ['Cross-Company=true', '/data/Customers', '?cross-company=true'],
    ['cross-company=true', '?$skiptoken=1&cross-company=true', '?$skiptoken=1&cross-company=true'],
    ['cross-company=true', '?Cross-Company=true&$skip=5', '?Cross-Company=true&$skip=5'],
    ['cross-company=true', '?$skiptoken=%2b%20a%3D', '?$skiptoken=%2b%20a%3D&cross-company=true'],
    ['cross-company=false', '?$skiptoken=1', '?$skiptoken=1&cross-company=false'],
    ['$filter=A eq 1&$select=B', '?$skiptoken=1', '?$skiptoken=1'],
  ])('%s goes on with %s as %s', (first, link, search) => {
    expect(all(first).next(link)).toHaveProperty('search', search);
  });

  test('end in a circle, whatever the spelling', () => {
    const links = createPageLinks(page);
    expect(links.next('?$skiptoken=1')).toBeInstanceOf(URL);
    expect(links.next('?$skiptoken=2')).toBeInstanceOf(URL);
    expect(links.next(`${environment}:443/data/Customers?$skiptoken=1#x`)).toEqual({
      problem: expect.stringContaining('seen before'),
    });
    expect(links.next('?$top=5')).toEqual({ problem: expect.stringContaining('seen before') });
  });

  test('end behind more pages than any list has', () => {
    const links = createPageLinks(page, 3);
    expect([1, 2, 3].map((number) => links.next(`?$skiptoken=${number}`) instanceof URL)).toEqual([true, true, false]);
    expect(links.next('?$skiptoken=4')).toEqual({ problem: expect.stringContaining('page 4') });
  });
});
