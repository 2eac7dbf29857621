import { describe, expect, test } from '@jest/globals';
import { parseConnectionVariables } from '../../../src/http/connection-variables.ts';
import { nameProxy } from '../../../src/http/proxy.ts';

const SECRET = 'hunter2';

describe('the proxy that a variable names', () => {
  test.each([
    [{ https_proxy: 'http://proxy.contoso.com:8080' }, 'http://proxy.contoso.com:8080/'],
    [{ HTTPS_PROXY: 'https://proxy.contoso.com' }, 'https://proxy.contoso.com/'],
    [{ Https_Proxy: 'HTTP://PROXY.contoso.com' }, 'http://proxy.contoso.com/'],
    [{ https_proxy: 'proxy.contoso.com:8080' }, 'http://proxy.contoso.com:8080/'],
    [{ https_proxy: 'localhost:3128/' }, 'http://localhost:3128/'],
    [{ https_proxy: '10.1.2.3:3128' }, 'http://10.1.2.3:3128/'],
    [{ https_proxy: `user:${SECRET}@proxy:8080` }, `http://user:${SECRET}@proxy:8080/`],
    [{ https_proxy: `http://user:p%40${SECRET}@proxy:8080` }, `http://user:p%40${SECRET}@proxy:8080/`],
    [{ https_proxy: ' proxy:8080\n' }, 'http://proxy:8080/'],
    [{ https_proxy: '', HTTPS_PROXY: 'proxy:1' }, 'http://proxy:1/'],
    [{ https_proxy: 'lower:1', HTTPS_PROXY: 'upper:1' }, 'http://lower:1/'],
  ])('%j is %s, for the toolkit too', (env: Record<string, string>, expected) => {
    const connections = parseConnectionVariables(env);
    expect(connections).toMatchObject({ problems: [], warnings: [], proxy: new URL(expected) });
    const named = { ...env };
    nameProxy(named, connections);
    expect(named['https_proxy']).toBe(expected);
  });

  test.each([
    ['socks5://proxy:1080', '`https_proxy` begins with socks5://: only http:// and https:// proxies are supported.'],
    ['"http://proxy:1080"', 'cannot be read as the URL of a proxy'],
    ["'proxy:1080'", 'cannot be read as the URL of a proxy'],
    ['<http://proxy:1080>', 'cannot be read as the URL of a proxy'],
    ['[::1]:1080', 'names an IPv6 address, which is not supported'],
    ['http://[fe80::1]', 'names an IPv6 address, which is not supported'],
    ['http://wpad.contoso.com/wpad.dat', 'names a file for automatic configuration'],
    ['http://proxy.contoso.com:8080/x/proxy.PAC', 'names a file for automatic configuration'],
    ['SOCKS5H://proxy:1080', 'begins with socks5h://'],
    ['ftp://proxy', 'begins with ftp://'],
    [`http://user:${SECRET}%@proxy:8080`, 'percent-encode special characters'],
    [`http://user:${SECRET}#1@proxy:8080`, 'cannot be read'],
    [`http://user:${SECRET}/1@proxy:8080`, 'cannot be read'],
    [`http://user:1/${SECRET}@proxy:8080`, 'cannot be read'],
    [`http://user:1?${SECRET}@proxy:8080`, 'cannot be read'],
    [`http://DOMAIN\\user:${SECRET}@proxy:8080`, 'cannot be read'],
    ['http://proxy:99999', 'cannot be read'],
    ['http://', 'cannot be read'],
    ['http:/proxy:8080', 'cannot be read'],
    ['https:proxy', 'cannot be read'],
    ['proxy with blanks', 'cannot be read'],
  ])('%s is a problem, which shows nothing of it, and lets nothing go around', (value, problem) => {
    const connections = parseConnectionVariables({ https_proxy: value });
    const { problems, proxy } = connections;
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems.join()).not.toContain(SECRET);
    expect(proxy).toBe('unreadable');
    const named: Record<string, string> = { https_proxy: value };
    nameProxy(named, connections);
    expect(named['https_proxy']).toBe('http://unreadable-proxy.invalid/');
  });

  test.each([{}, { https_proxy: '' }, { https_proxy: '  ' }, { http_proxy: 'socks5://x' }, { no_proxy: '*' }])(
    '%j names none',
    (env: Record<string, string>) => {
      expect(parseConnectionVariables(env)).toMatchObject({ problems: [], warnings: [], proxy: undefined });
    },
  );
});

describe('what is secret', () => {
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

  test.each([
    [{ https_proxy: `http://user:${SECRET}@proxy` }, [SECRET, SECRET, basic(`user:${SECRET}`)]],
    [{ HTTP_PROXY: `user:p%40${SECRET}@proxy` }, [`p%40${SECRET}`, `p@${SECRET}`, basic(`user:p@${SECRET}`)]],
    [{ All_Proxy: `socks5://:${SECRET}@proxy:1` }, [SECRET, SECRET, basic(`:${SECRET}`)]],
    [{ https_proxy: `http://a:${SECRET}%@proxy` }, [`${SECRET}%`, `${SECRET}%`, basic(`a:${SECRET}%`)]],
    [{ https_proxy: 'http://user@proxy', no_proxy: `a:${SECRET}@b`, PROXY: `http://a:${SECRET}@b` }, []],
  ])('in %j is %j', (env: Record<string, string>, expected) => {
    expect(parseConnectionVariables(env).secrets).toEqual(expected);
  });
});

describe('a warning', () => {
  test.each([
    [{ ALL_PROXY: 'socks5://proxy:1080' }, ['`ALL_PROXY` is not read']],
    [{ all_proxy: 'http://proxy:1080' }, ['`all_proxy` is not read']],
    [{ ALL_PROXY: 'http://proxy:1', https_proxy: 'http://proxy:1' }, []],
    [{ ALL_PROXY: '' }, []],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, ['no certificate is checked']],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }, []],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '' }, []],
  ])('of %j: %j', (env: Record<string, string>, expected) => {
    const { warnings, problems } = parseConnectionVariables(env);
    expect(warnings).toEqual(expected.map((part) => expect.stringContaining(part)));
    expect(problems).toEqual([]);
  });
});

describe('the hosts that are reached without a proxy', () => {
  test.each([
    [{ no_proxy: 'a.example,.b.example' }, 'a.example,.b.example'],
    [{ no_proxy: 'a.example b.example' }, 'a.example,b.example'],
    [{ no_proxy: ' a.example; b.example;\n c.example , ' }, 'a.example,b.example,c.example'],
    [{ NO_PROXY: 'a.example|b.example' }, 'a.example|b.example'],
    [{ No_Proxy: 'a.example b.example' }, 'a.example,b.example'],
    [{ no_proxy: '', NO_PROXY: 'a.example b.example' }, 'a.example,b.example'],
    [{ no_proxy: '*' }, '*'],
    [{ no_proxy: ' ' }, ' '],
    [{}, undefined],
  ])('of %j are %s, for the toolkit too', (env: Record<string, string>, expected) => {
    const named = { ...env };
    nameProxy(named, parseConnectionVariables(named));
    expect(named['no_proxy'] || named['NO_PROXY']).toBe(expected);
  });

  test.each([
    [
      '*.contoso.com',
      '`no_proxy` has *.contoso.com, which matches no host: wildcards are not supported. For all hosts of a domain, write .contoso.com.',
    ],
    ['contoso.*', 'write .contoso.com.'],
    ['10.0.0.0/8', 'ranges of addresses are not supported, so name each host.'],
    ['fd00::/8', 'ranges of addresses'],
    ['https://contoso.com', 'write the host alone, contoso.com.'],
  ])('%s is explained', (host, message) => {
    const env = { https_proxy: 'proxy:1', no_proxy: `localhost ${host}` };
    expect(parseConnectionVariables(env).warnings).toEqual([expect.stringContaining(message)]);
    expect(parseConnectionVariables({ no_proxy: host }).warnings).toEqual([]);
  });

  test.each(['*', '.contoso.com', 'contoso.com:8443', '10.1.2.3', 'localhost'])('%s is no reason to warn', (host) => {
    expect(parseConnectionVariables({ https_proxy: 'proxy:1', no_proxy: host }).warnings).toEqual([]);
  });
});
