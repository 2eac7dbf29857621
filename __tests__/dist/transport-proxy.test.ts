import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ConnectProxy, type Run, runAction, type RunOptions, startConnectProxy } from '../harness.ts';
import { type RawServer, startRawServer } from '../harness/raw-server.ts';

let server: RawServer;
let proxy: ConnectProxy;

beforeAll(async () => {
  server = await startRawServer();
  proxy = await startConnectProxy(server.port);
  const onRequest = (socket: { write: (text: string) => unknown }) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}');
  server.reset({ onRequest });
});
afterAll(async () => {
  server.close();
  await proxy.close();
});

const HOST = 'contoso.operations.dynamics.com';
async function rest(
  env: Record<string, string>,
  inputs: Record<string, string> = {},
  options: Partial<RunOptions> = {},
) {
  const before = proxy.connects.length;
  const common = { operation: 'rest', 'environment-url': `https://${HOST}`, path: '/data/X', token: 'a-proxied-token' };
  const given = { ...common, 'max-retries': '0', ...inputs };
  const run = await runAction(server, { inputs: given, env, ...options });
  return { run, connects: proxy.connects.slice(before) };
}
const errorOf = ({ outputs }: Run) => outputs['error'] ?? '';
const warningsOf = ({ annotations }: Run) =>
  annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);

describe('a proxy that is named', () => {
  test.each([
    ['https_proxy', (url: URL) => url.href],
    ['HTTPS_PROXY', (url: URL) => url.href],
    ['https_proxy', (url: URL) => url.host],
    ['Https_Proxy', (url: URL) => `localhost:${url.port}`],
    ['https_proxy', (url: URL) => `user:p%40ss-word-1@${url.host}`],
    ['https_proxy', (url: URL) => `user@${url.host}`],
  ])('as %s in any spelling is used', async (name, value) => {
    const { run, connects } = await rest({ [name]: value(new URL(proxy.url)) }, {}, { secrets: ['p@ss-word-1'] });
    expect(errorOf(run)).toBe('');
    expect(connects.map(({ authority }) => authority)).toEqual([`${HOST}:443`]);
    expect(run.requests).toHaveLength(1);
    expect(run.stderr).toBe('');
  });

  test.each([
    ['socks5://127.0.0.1:1080', 'begins with socks5://'],
    ['http://user:hunter-2%@127.0.0.1:1', 'cannot be read as the URL of a proxy'],
    ['http://user:hunter#2@127.0.0.1:1', 'cannot be read as the URL of a proxy'],
  ])('and cannot be used (%s) is a bad input, and nothing goes around it', async (value, problem) => {
    const { run } = await rest({ https_proxy: value }, { 'environment-url': server.url });
    expect(errorOf(run)).toMatch(/^One problem with the inputs; nothing was sent\. `https_proxy` /);
    expect(errorOf(run)).toContain(problem);
    // The password itself may be masked; nothing else says it.
    expect(
      run.stdout.split('\n').filter((line) => line.includes('hunter') && !line.startsWith('::add-mask::')),
    ).toEqual([]);
    expect(run.requests).toEqual([]);
  });

  test('and cannot be used is not gone around to post the result', async () => {
    const callback = { 'batch-job-recid': '1', 'callback-url': 'https://hooks.contoso.invalid/' };
    const { run } = await rest(
      { https_proxy: 'socks5://127.0.0.1:1' },
      { operation: 'batch-wait', path: '', ...callback },
    );
    expect(run.exitCode).toBe(1);
    expect(warningsOf(run).join()).toContain('cannot be read from `https_proxy`, so nothing is sent');
  });

  test('is left aside for the hosts of no_proxy, whose name then has to be resolved', async () => {
    const { run, connects } = await rest(
      { https_proxy: proxy.url, no_proxy: '.invalid' },
      { 'environment-url': 'https://x.invalid' },
    );
    expect(errorOf(run)).toContain('x.invalid could not be resolved');
    expect(connects).toEqual([]);
  });

  test('does not lead to an IPv6 address, and says what does', async () => {
    const { run, connects } = await rest({ https_proxy: proxy.url }, { 'environment-url': 'https://[2001:db8::1]' });
    // The log breaks `::`, which begins a command of the runner.
    expect(errorOf(run)).toMatch(/use a host name, or add \[2001:db8: ?:1\] to `no_proxy`/);
    expect(connects).toEqual([]);
  });

  test('is closed: nothing goes around it', async () => {
    const gone = createServer();
    const port = await listening(gone);
    gone.close();
    const { run } = await rest({ https_proxy: `http://127.0.0.1:${port}` });
    expect(errorOf(run)).toMatch(
      /the proxy for contoso\S+ could not be reached \(connect ECONNREFUSED .* is running\.$/,
    );
    expect(run.requests).toEqual([]);
  });
});

test('ALL_PROXY is said not to be read', async () => {
  const { run } = await rest({ ALL_PROXY: proxy.url }, { 'environment-url': server.url });
  expect(errorOf(run)).toBe('');
  expect(warningsOf(run)).toEqual([expect.stringContaining('`ALL_PROXY` is not read')]);
});

test('NODE_TLS_REJECT_UNAUTHORIZED=0 is said to leave tokens open', async () => {
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_EXTRA_CA_CERTS: '' };
  const { run } = await rest(env, { 'environment-url': server.url });
  expect(errorOf(run)).toBe('');
  expect(warningsOf(run)).toEqual([expect.stringMatching(/no certificate is checked: .*tokens/)]);
});

const hasIPv6 = await canListen('::1');
(hasIPv6 ? describe : describe.skip)('an IPv6 address', () => {
  test('is connected to, and its certificate checked', async () => {
    const six = await startRawServer('::1');
    six.reset({ onRequest: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}') });
    const common = { operation: 'rest', 'environment-url': six.url, path: '/data/X', token: 'a-raw-opaque-token' };
    const run = await runAction(six, { inputs: { ...common, 'max-retries': '0' } });
    const untrusting = await runAction(six, {
      inputs: { ...common, 'max-retries': '0' },
      env: { NODE_EXTRA_CA_CERTS: '' },
    });
    six.close();
    expect(errorOf(run)).toBe('');
    expect(run.requests.map(({ host, url }) => host + url)).toEqual([`[::1]:${six.port}/data/X`]);
    expect(errorOf(untrusting)).toContain('does not trust');
  });
});

async function listening(tcp: Server): Promise<number> {
  await once(tcp.listen(0, '127.0.0.1'), 'listening');
  return (tcp.address() as AddressInfo).port;
}

/** Whether this machine has such an address at all. */
function canListen(host: string): Promise<boolean> {
  return new Promise((settle) => {
    const probe = createServer().on('error', () => {
      settle(false);
    });
    probe.listen(0, host, () => {
      const { port } = probe.address() as AddressInfo;
      const client = connect(port, host, () => {
        client.destroy();
        probe.close();
        settle(true);
      });
    });
  });
}
