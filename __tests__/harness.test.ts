import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLineReader, parseFileCommands } from '../tools/workflow-commands.ts';
import {
  type RecordedRequest,
  runAction,
  type RunOptions,
  signIn,
  startConnectProxy,
  useFolder,
  useSimulator,
} from './harness.ts';

const folder = useFolder();

let scripts = 0;
/** A script that stands in for dist/index.js. */
function script(source: string): string {
  const file = join(folder, `script-${(scripts += 1)}.mjs`);
  writeFileSync(file, `import { appendFileSync } from 'node:fs';\n${source}`);
  return file;
}

const runScript = (source: string, options: Partial<RunOptions> = {}) =>
  runAction(undefined, { inputs: {}, ...options, script: script(source) });

const SECRET = 'kT8~zz/+?"q9 Ärger';
const KEY_LINE = 'MIIEvQIBADANBgkqhkiG9w0BAQEF';
const PEM = `-----BEGIN PRIVATE KEY-----\n${KEY_LINE}\n-----END PRIVATE KEY-----\n`;
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2NvbnRvc28ifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';

describe('the environment of a run', () => {
  test('holds every input of action.yml, its value or its default, and inherits PATH alone', async () => {
    process.env['HARNESS_TEST_STRAY'] = 'stray';
    const run = await runScript(
      'console.log(JSON.stringify(process.env)); console.log(process.execPath, process.cwd())',
      {
        inputs: { 'max-retries': '2', 'no-such-input': 'x' },
        env: { EXTRA: 'given', CI: undefined },
      },
    );
    const env = JSON.parse(run.log[0] ?? '') as Record<string, string>;
    expect(env).toMatchObject({
      'INPUT_MAX-RETRIES': '2',
      'INPUT_NO-SUCH-INPUT': 'x',
      'INPUT_STARTED-AFTER': 'PT12H',
      INPUT_OPERATION: '',
      PATH: process.env['PATH'],
      RUNNER_TEMP: run.temp,
      GITHUB_WORKSPACE: run.workspace,
      EXTRA: 'given',
    });
    expect(env).not.toHaveProperty('HARNESS_TEST_STRAY');
    expect(env).not.toHaveProperty('CI');
    expect(run.log[1]).toBe(`${process.execPath} ${run.workspace}`);
  });
});

describe('the result of a run', () => {
  test('has exit code, log, annotations, outputs, summary and masks', async () => {
    const run = await runScript(`
      console.log('plain');
      console.log('::add-mask::hidden');
      console.log('::error title=A%2C b::50%25 off%0Asecond line');
      console.error('  ::warning::from stderr');
      process.stdout.write('no line break at the end');
      appendFileSync(process.env.GITHUB_OUTPUT, 'result<<EOF\\none\\ntwo\\nEOF\\nplain=x=y\\n');
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# Done');
      process.exitCode = 3;`);
    expect(run).toMatchObject({
      exitCode: 3,
      signal: null,
      log: ['plain', 'no line break at the end'],
      masks: ['hidden'],
      outputs: { result: 'one\ntwo', plain: 'x=y' },
      summary: '# Done',
      requests: [],
    });
    expect(run.annotations).toHaveLength(2);
    expect(run.annotations).toContainEqual({ level: 'error', message: '50% off\nsecond line' });
    expect(run.annotations).toContainEqual({ level: 'warning', message: 'from stderr' });
  });

  test('does not lose a character that was cut in two, nor mistake CR LF for two lines', async () => {
    const run = await runScript(`
      const bytes = Buffer.from('Müller\\r\\nnext\\r::notice::behind CR');
      for (const byte of bytes) { process.stdout.write(Buffer.of(byte)); await new Promise((r) => setTimeout(r, 1)); }`);
    expect(run.log).toEqual(['Müller', 'next']);
    expect(run.annotations).toEqual([{ level: 'notice', message: 'behind CR' }]);
  });

  test('shows a signal that ended the run', async () => {
    const run = await runScript(`console.log('waiting'); setInterval(() => {}, 1000);`, {
      signals: [{ signal: 'SIGTERM', when: ({ lines }) => lines.some(({ line }) => line === 'waiting') }],
    });
    expect(run.timedOut).toBe(false);
    expect(run.exitCode === 0).toBe(false);
    if (process.platform !== 'win32') expect(run).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
  });

  test('a run that hangs is killed and fails', async () => {
    const hangs = runScript(
      `console.log('pid ' + process.pid); process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`,
      {
        timeLimitMs: 1000,
      },
    );
    const error: unknown = await hangs.catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('did not end within 1000 ms');
    const pid = Number(/pid (\d+)/.exec(String(error))?.[1]);
    expect(pid).toBeGreaterThan(0);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('lines as the runner reads them', () => {
  const cases: [line: string, expected: object][] = [
    ['::error::broken', { name: 'error', message: 'broken' }],
    ['  ::Error file=a.ts,title=x%3Ay::broken', { name: 'error', properties: { file: 'a.ts', title: 'x:y' } }],
    ['::warning::50%25 %0A%250A', { message: '50% \n%0A' }],
    ['before ::error::text', { kind: 'text' }],
    ['::no-such-command::text', { kind: 'text' }],
    ['before ##[error]text', { name: 'error', message: 'text' }],
    ['##[set-output name=a%3B]b%5D', { name: 'set-output', properties: { name: 'a;' }, message: 'b]' }],
    ['##[section]text', { kind: 'text' }],
    ['::error title=a::b::c', { properties: { title: 'a' }, message: 'b::c' }],
  ];
  test.each(cases)('%s', (line, expected) => {
    expect(createLineReader()(line)).toMatchObject(expected);
  });

  test('between stop-commands and its token nothing is a command', () => {
    const read = createLineReader();
    const kinds = ['::stop-commands::t0k', '::error::x', '##[error]y', '::t0k::', '::error::z'].map(
      (line) => read(line).kind,
    );
    expect(kinds).toEqual(['command', 'text', 'text', 'text', 'command']);
  });

  test.each(['result<<EOF\none\n', 'no separator\n', 'result<<\none\n'])(
    'the file of outputs %j fails the step',
    (text) => {
      expect(() => parseFileCommands(text)).toThrow(/Invalid (format|value)/);
    },
  );
});

describe('a secret that can be seen fails the run', () => {
  const print = (expression: string) => `console.log('the value is ' + (${expression}) + '.');`;
  const secret = JSON.stringify(SECRET);
  const leaking: [what: string, source: string][] = [
    ['as it is', print(secret)],
    ['on stderr', `console.error(${secret});`],
    ['in base64', print(`Buffer.from(${secret}).toString('base64')`)],
    ['in base64url', print(`Buffer.from(${secret}).toString('base64url')`)],
    ['in base64 behind a user name', print(`Buffer.from('user:' + ${secret}).toString('base64')`)],
    ['in base64 before and behind others', print(`Buffer.from('a' + ${secret} + 'zzz').toString('base64')`)],
    ['URL-encoded', print(`encodeURIComponent(${secret})`)],
    ['form-encoded', print(`String(new URLSearchParams({ client_secret: ${secret} }))`)],
    ['in JSON', print(`JSON.stringify({ secret: ${secret} })`)],
    ['in hex', print(`Buffer.from(${secret}).toString('hex')`)],
    ['in an annotation', `console.log('::error::denied: ' + ${secret}.replaceAll('%', '%25'));`],
    ['in a debug line', `console.log('::debug::' + ${secret});`],
    ['masked too late', `console.log(${secret}); console.log('::add-mask::' + ${secret});`],
    ['in the summary', `appendFileSync(process.env.GITHUB_STEP_SUMMARY, ${secret});`],
    ['in an output', `appendFileSync(process.env.GITHUB_OUTPUT, 'result=' + ${secret} + '\\n');`],
    ['in the state', `appendFileSync(process.env.GITHUB_STATE, 'a=' + ${secret} + '\\n');`],
    ['in the environment of later steps', `appendFileSync(process.env.GITHUB_ENV, 'a=' + ${secret} + '\\n');`],
  ];
  test.each(leaking)('%s', async (_, source) => {
    await expect(runScript(source, { inputs: { 'client-secret': SECRET } })).rejects.toThrow(/client-secret in /);
  });

  test('decoded from the base64 in which it was given', async () => {
    const inputs = { 'client-secret': Buffer.from(SECRET).toString('base64'), 'client-secret-encoding': 'base64' };
    await expect(runScript(print(secret), { inputs })).rejects.toThrow('decoded from base64');
  });

  test('one line of a private key', async () => {
    await expect(runScript(print(JSON.stringify(KEY_LINE)), { inputs: { certificate: PEM } })).rejects.toThrow(
      'certificate',
    );
  });

  test('the token of the operation token, and its signature, outside its output', async () => {
    const output = `appendFileSync(process.env.GITHUB_OUTPUT, 'token=${JWT}\\n');`;
    const inputs = { operation: 'token' };
    await expect(runScript(output, { inputs })).resolves.toMatchObject({ outputs: { token: JWT } });
    await expect(runScript(output, { inputs: { operation: 'rest' } })).rejects.toThrow('output token');
    await expect(runScript(`${output} console.log('${JWT}');`, { inputs })).rejects.toThrow('the log');
    await expect(runScript(`${output} console.log('${JWT.split('.')[2] ?? ''}');`, { inputs })).rejects.toThrow(
      'signature',
    );
  });

  test('a mask, the armour of PEM and an output that may show it are no leak', async () => {
    const run = await runScript(
      `console.log('::add-mask::' + ${secret}); console.log('-----BEGIN PRIVATE KEY-----');
       appendFileSync(process.env.GITHUB_OUTPUT, 'response=' + ${secret} + '\\n');`,
      { inputs: { 'client-secret': SECRET, certificate: PEM }, mayShow: ['response'] },
    );
    expect(run.masks).toEqual([SECRET]);
  });
});

describe('against a server', () => {
  const requests: RecordedRequest[] = [];
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        requests.push({ method, url, headers, host: headers.host ?? '', body, status: 200 });
        response.end('ok');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const run = (source: string, options: Partial<RunOptions> = {}) =>
    runAction({ requests }, { inputs: {}, ...options, script: script(source) });

  test('the requests are those of this run', async () => {
    await run(`await fetch('${url}/first');`);
    const second = await run(`await fetch('${url}/second?a=b', { method: 'POST', body: 'text' });`);
    expect(second.requests).toMatchObject([{ method: 'POST', url: '/second?a=b', body: 'text' }]);
  });

  const sent: [what: string, fetchOptions: string, shown: string][] = [
    ['a bearer', `{ headers: { authorization: 'Bearer ${JWT}' } }`, JWT],
    ['an Authtoken', `{ headers: { authtoken: 'QSDK-4711-abc' } }`, 'QSDK-4711-abc'],
    ['an assertion', `{ method: 'POST', body: new URLSearchParams({ client_assertion: '${JWT}' }) }`, JWT],
    [
      'a refresh token',
      `{ method: 'POST', body: new URLSearchParams({ refresh_token: '0.AXoA-refresh' }) }`,
      '0.AXoA-refresh',
    ],
  ];
  test.each(sent)('%s that was sent and can be seen fails the run', async (_, fetchOptions, shown) => {
    const request = `await fetch('${url}/x', ${fetchOptions});`;
    await expect(run(request)).resolves.toMatchObject({ exitCode: 0 });
    await expect(run(`${request} console.log('${shown}');`)).rejects.toThrow('request 1 in the log');
  });

  test('the signature of a URL, and what the server gave out, fail the run as well', async () => {
    await expect(run(`await fetch('${url}/blob?sig=c2lnbmF0dXJl'); console.log('c2lnbmF0dXJl');`)).rejects.toThrow(
      'sig of',
    );
    const minted = { requests, minted: ['minted-and-never-used'] };
    const inputs = { inputs: {}, script: script(`console.log('minted-and-never-used');`) };
    await expect(runAction(minted, inputs)).rejects.toThrow('a token that the server gave out');
  });

  test('a signal can wait for a request', async () => {
    const source = `
      process.on('SIGINT', () => { console.log('interrupted'); process.exit(7); });
      await fetch('${url}/slow'); console.log('sent'); setInterval(() => {}, 1000);`;
    const result = await run(source, {
      signals: [{ signal: 'SIGINT', when: (seen) => seen.requests.length === 1 && seen.lines.length === 1 }],
    });
    if (process.platform !== 'win32') expect(result).toMatchObject({ exitCode: 7, log: ['sent', 'interrupted'] });
  });
});

describe('the CONNECT proxy', () => {
  test('leads any host to one port, records, and refuses when told to', async () => {
    const echo = createServer((request, response) => response.end(`hello ${request.headers.host ?? ''}`)).listen(
      0,
      '127.0.0.1',
    );
    await once(echo, 'listening');
    const proxy = await startConnectProxy((echo.address() as AddressInfo).port);
    const ask = async () => {
      const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
      socket.write('CONNECT login.microsoftonline.com:443 HTTP/1.1\r\nHost: login.microsoftonline.com:443\r\n\r\n');
      const [response] = (await once(socket, 'data')) as [Buffer];
      const head = response.toString();
      if (!head.startsWith('HTTP/1.1 200')) return head;
      socket.end('GET / HTTP/1.1\r\nHost: contoso.operations.dynamics.com\r\nConnection: close\r\n\r\n');
      const [body] = (await once(socket, 'data')) as [Buffer];
      return body.toString();
    };
    expect(await ask()).toContain('hello contoso.operations.dynamics.com');
    proxy.refusals = [407];
    expect(await ask()).toMatch(/^HTTP\/1.1 407 .*\r\nProxy-Authenticate: Basic/);
    expect(proxy.connects).toMatchObject([
      { authority: 'login.microsoftonline.com:443', status: 200 },
      { authority: 'login.microsoftonline.com:443', status: 407 },
    ]);
    await proxy.close();
    echo.close();
  });
});

describe('the scaled clock', () => {
  test('lets an hour of every kind of timer pass in a second, and Date and performance with it', async () => {
    const source = `
      import { setTimeout as wait } from 'node:timers/promises';
      import { setTimeout as timer } from 'node:timers';
      import { promisify } from 'node:util';
      const started = Date.now(), mark = performance.now();
      const elapsed = [];
      const minutes = 10, ms = minutes * 60_000;
      const measure = async (work) => { const at = Date.now(); await work(); elapsed.push((Date.now() - at) / 60_000); };
      await measure(() => wait(ms));
      await measure(() => new Promise((r) => setTimeout(r, ms)));
      await measure(() => new Promise((r) => timer(r, ms)));
      await measure(() => promisify(setTimeout)(ms));
      await measure(() => new Promise((r) => { const i = setInterval(() => { clearInterval(i); r(); }, ms); }));
      await measure(() => new Promise((r) => { AbortSignal.timeout(ms).onabort = r; setTimeout(() => {}, 2 * ms).ref(); }));
      console.log(JSON.stringify({
        elapsed, started, perfMinutes: (performance.now() - mark) / 60_000,
        dates: [Date.now(), +new Date(), Date.now()],
        fixed: new Date('2026-01-02T03:04:05Z').toISOString(), isDate: new Date() instanceof Date, kind: typeof Date(),
      }));`;
    const epochMs = Date.UTC(2030, 0, 1);
    const startedAt = performance.now();
    const run = await runAction(
      { requests: [], clock: { now: () => epochMs } },
      { inputs: {}, script: script(source), clockSpeed: 6000 },
    );
    const realMs = performance.now() - startedAt;
    const seen = JSON.parse(run.log[0] ?? '') as {
      elapsed: number[];
      started: number;
      perfMinutes: number;
      dates: number[];
    };
    expect(seen.elapsed).toHaveLength(6);
    for (const minutes of seen.elapsed) expect(minutes).toBeGreaterThanOrEqual(9.8);
    expect(seen.elapsed.reduce((sum, minutes) => sum + minutes)).toBeLessThan((realMs * 6000) / 60_000);
    expect(seen.perfMinutes).toBeGreaterThanOrEqual(58);
    expect(seen.started - epochMs).toBeGreaterThan(0);
    expect(seen.started - epochMs).toBeLessThan(realMs * 6000);
    expect(seen).toMatchObject({ fixed: '2026-01-02T03:04:05.000Z', isDate: true, kind: 'string' });
    expect(seen.dates).toEqual(seen.dates.toSorted((a, b) => a - b));
  });
});

describe('the built action against the simulator', () => {
  const clock = { epochMs: Date.UTC(2030, 0, 1), speed: 1800 };
  const simulator = useSimulator();
  const fast = useSimulator({ clock, scenario: { initializeMs: 25 * 60_000 } });

  test('reaches known hosts by their own names, through the proxy', async () => {
    const proxy = await startConnectProxy(simulator.port);
    const known = {
      'environment-url': 'https://contoso.operations.dynamics.com',
      'authority-host': 'https://login.microsoftonline.com',
    };
    const inputs = { operation: 'dmf-init', ...signIn(simulator), ...known };
    const run = await runAction(simulator, { inputs, proxy });
    expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { outcome: 'accepted', error: '' } });
    expect(run.requests.map(({ method, host }) => `${method} ${host}`)).toEqual([
      'POST login.microsoftonline.com',
      'POST contoso.operations.dynamics.com',
    ]);
    expect(proxy.connects.map(({ authority }) => authority).sort()).toEqual([
      'contoso.operations.dynamics.com:443',
      'login.microsoftonline.com:443',
    ]);
    expect(run.masks).toContain(simulator.clientSecret);

    proxy.refusals = [403];
    const refused = await runAction(simulator, { inputs, proxy });
    expect(refused).toMatchObject({ exitCode: 1, annotations: [{ level: 'error' }], requests: [] });
    await proxy.close();
  });

  test('shares the simulated time: half an hour of refresh passes in a second, for both', async () => {
    const inputs = { operation: 'dmf-init', 'request-timeout-seconds': '0', ...signIn(fast) };
    const run = await runAction(fast, { inputs, clockSpeed: clock.speed });
    expect(run).toMatchObject({ exitCode: 0, outputs: { outcome: 'accepted' } });
    expect(Number(run.outputs['elapsed-seconds'])).toBeGreaterThanOrEqual(25 * 60);
    expect(Number(run.outputs['elapsed-seconds'])).toBeLessThan((run.elapsedMs / 1000) * clock.speed);
  });
});
