import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Server } from 'proxy-chain';
import { type Run, runAction, useSimulator } from '../../__tests__/harness.ts';

const USER = 'runner';
const PASSWORD = 'proxy~pass/word';
/** What a company's own name server would answer: no name of the test exists on the internet under its port. */
const toThisMachine = (_hostname: string, { all }: { all?: boolean }, found: (...answer: never[]) => void) => {
  const answer = all ? [null, [{ address: '127.0.0.1', family: 4 }]] : [null, '127.0.0.1', 4];
  found(...(answer as never[]));
};

const simulator = useSimulator();
let proxy: Server;
let tunnels: string[];

beforeAll(async () => {
  proxy = new Server({
    port: 0,
    host: '127.0.0.1',
    prepareRequestFunction({ username, password, hostname, port }) {
      tunnels.push(`${hostname}:${port}`);
      const isKnown = username === USER && password === PASSWORD;
      return isKnown ? { dnsLookup: toThisMachine } : { requestAuthentication: true, failMsg: 'Who are you?' };
    },
  });
  await proxy.listen();
});
beforeEach(() => {
  tunnels = [];
});
afterAll(() => proxy.close(true));

const at = (host: string) => `https://${host}:${simulator.port}`;
const through = (env: Record<string, string>, inputs: Record<string, string> = {}): Promise<Run> =>
  runAction(simulator, {
    env,
    inputs: {
      operation: 'token',
      verify: 'true',
      'environment-url': at('contoso.operations.dynamics.com'),
      'authority-host': at('login.microsoftonline.com'),
      'tenant-id': simulator.tenantId,
      'client-id': simulator.clientId,
      'client-secret': simulator.clientSecret,
      'max-retries': '0',
      ...inputs,
    },
    secrets: [PASSWORD],
  });
const proxyUrl = (password = PASSWORD) => `http://${USER}:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}`;

describe('a proxy that nobody here wrote', () => {
  test('carries sign-in and F&O, under names that are not loopback', async () => {
    const run = await through({ https_proxy: proxyUrl() });
    expect(run.outputs['error']).toBe('');
    const hosts = ['login.microsoftonline.com', 'contoso.operations.dynamics.com'].map(
      (host) => `${host}:${simulator.port}`,
    );
    expect([...new Set(tunnels)]).toEqual(hosts);
    expect([...new Set(run.requests.map(({ host }) => host))]).toEqual(hosts);
  });

  test('that does not know us is named with what to check', async () => {
    const run = await through({ https_proxy: proxyUrl('wrong') });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['error']).toMatch(
      /^Signing in at login\.microsoftonline\.com:\d+ failed: the proxy returned 407 .*Check `https_proxy`/,
    );
    expect(run.requests).toEqual([]);
  });

  test('is left aside for the hosts of no_proxy', async () => {
    const environment = { 'environment-url': simulator.environmentUrl };
    const run = await through({ https_proxy: proxyUrl(), no_proxy: 'localhost' }, environment);
    expect(run.outputs['error']).toBe('');
    expect(tunnels).toEqual([`login.microsoftonline.com:${simulator.port}`]);
  });
});
