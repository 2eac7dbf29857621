import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { combinedScenario } from '../scenarios.ts';
import type { Orders, Report } from './server.ts';
import type { JobState } from './end.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface StartedForJob {
  secrets: string[];
  state: JobState;
  /** For GITHUB_ENV, which later steps see before what `env:` of the job says. */
  variables: Record<string, string>;
  outputs: Record<string, string>;
  log: string[];
  notices: string[];
  warnings: string[];
  /** Lets the simulator outlive this step, once the post step can find it. Until then it ends with the step. */
  keep: () => Promise<void>;
}

/** Further variables that the action reads. Emptied, so that no half of another sign-in stands beside the simulator's. */
const otherVariables = [
  'D365FO_AUTH',
  'D365FO_CERTIFICATE',
  'D365FO_CERTIFICATE_PASSWORD',
  'D365FO_CLIENT_SECRET_ENCODING',
  'D365FO_REFRESH_TOKEN',
  'D365FO_SCOPE',
];

/** What the child needs of its parent's environment: no secret of the job, and the mark by which a runner finds orphans. */
const inherited = ['PATH', 'SystemRoot', 'RUNNER_TRACKING_ID'];

const longestTimerMs = 2 ** 31 - 1;

/** The token that the simulator's ID-token endpoint is called with. It is no secret, and tells it from a runner's. */
const idTokenRequestToken = 'request-token-of-the-simulator';

/**
 * Starts the simulator as a process that outlives this step, and says how later steps reach it.
 *
 * @throws Error with every problem of the inputs, and where the simulator does not start
 */
export async function startForJob(given: {
  scenario: string;
  timeLimitMinutes: string;
  failOnUnknown: string;
  variables: Variables;
}): Promise<StartedForJob> {
  const { variables } = given;
  const { timeLimitMs, failOnUnknown, scenario } = await checked(given);
  const folder = await mkdtemp(join(variables['RUNNER_TEMP'] || tmpdir(), 'd365fo-simulator-'));
  const existing = await readExisting(variables['NODE_EXTRA_CA_CERTS'] ?? '');
  // The switches of a scenario may be overridden by name: a job's ID tokens are of a subject that nobody knows before.
  const orders: Orders = { scenario: { anyFederatedCredential: true, ...scenario }, timeLimitMs };
  const { pid, ready, keep } = await launch(orders, folder, variables);
  const { port, caCertificate } = ready;
  const caFile = join(folder, 'ca.pem');
  // Node reads such a file up to what it cannot read, and that is to stop nothing but what it stopped before.
  await writeFile(caFile, `${caCertificate.trimEnd()}\n${existing.certificates}`);
  return {
    state: { pid, port, caCertificate, failOnUnknown },
    warnings: existing.warnings,
    keep,
    ...forJob(ready, caFile, variables),
  };
}

/** What an input is that is empty, as one is that a workflow hands on. A test compares it with `action.yml`. */
export const defaults = { scenario: 'jobs', timeLimitMinutes: '360', failOnUnknown: 'true' };

/** @throws Error with every problem of the inputs */
async function checked(inputs: Parameters<typeof startForJob>[0]) {
  const problems: string[] = [];
  const given = {
    ...inputs,
    scenario: inputs.scenario || defaults.scenario,
    timeLimitMinutes: inputs.timeLimitMinutes || defaults.timeLimitMinutes,
    failOnUnknown: inputs.failOnUnknown || defaults.failOnUnknown,
  };
  const timeLimitMs = Number(given.timeLimitMinutes) * 60_000;
  if (!(timeLimitMs > 0 && timeLimitMs <= longestTimerMs)) {
    problems.push(
      `time-limit-minutes is "${given.timeLimitMinutes}". Use a number of minutes above 0 and below ${Math.floor(longestTimerMs / 60_000)}, such as 360.`,
    );
  }
  const flag = given.failOnUnknown.toLowerCase();
  if (flag !== 'true' && flag !== 'false') {
    problems.push(`fail-on-unknown is "${given.failOnUnknown}". Use true or false.`);
  }
  const workspace = given.variables['GITHUB_WORKSPACE'] ?? process.cwd();
  const scenario = await combinedScenario(given.scenario, (file) => readFile(resolve(workspace, file), 'utf8')).catch(
    (error: unknown) => {
      problems.push(error instanceof Error ? error.message : String(error));
      return {};
    },
  );
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return { timeLimitMs, failOnUnknown: flag === 'true', scenario };
}

/** The authorities that the job trusts already. Node ignores a file that it cannot read, and so does this. */
async function readExisting(file: string): Promise<{ certificates: string; warnings: string[] }> {
  if (file === '') return { certificates: '', warnings: [] };
  try {
    return { certificates: await readFile(file, 'utf8'), warnings: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const home = file.startsWith('~') ? ' Node does not expand "~": write the path in full.' : '';
    const warning = `NODE_EXTRA_CA_CERTS names a file that cannot be read (${reason}), so the steps that follow trust the certificate of the simulator, and none of that file.${home}`;
    return { certificates: '', warnings: [warning] };
  }
}

/** @throws Error with what the process printed, where it ends or fails instead of getting ready */
async function launch(
  orders: Orders,
  folder: string,
  variables: Variables,
): Promise<{ pid: number; ready: Extract<Report, { kind: 'ready' }>; keep: () => Promise<void> }> {
  const server = fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './server.ts' : './server.js', import.meta.url),
  );
  const logFile = join(folder, 'simulator.log');
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [server], {
    cwd: folder,
    detached: true,
    windowsHide: true,
    env: {
      ...Object.fromEntries(inherited.map((name) => [name, variables[name]])),
      TMPDIR: folder,
      TEMP: folder,
      TMP: folder,
    },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const { promise, resolve: settle, reject } = Promise.withResolvers<Report>();
  child.once('message', (message) => {
    settle(message as Report);
  });
  child.once('error', reject);
  child.once('exit', (code) => {
    reject(
      new Error(`The simulator ended at once (exit code ${code ?? 'none'}): ${readFileSync(logFile, 'utf8').trim()}`),
    );
  });
  child.send(orders);
  const outcome = await promise;
  if (outcome.kind === 'failed') throw new Error(`The simulator cannot start: ${outcome.problem}`);
  if (child.pid === undefined) throw new Error('The simulator has no process.');
  const keep = async (): Promise<void> => {
    const disconnected = once(child, 'disconnect');
    child.send('keep');
    await disconnected;
    child.unref();
  };
  return { pid: child.pid, ready: outcome, keep };
}

function forJob(
  ready: Extract<Report, { kind: 'ready' }>,
  caFile: string,
  existing: Variables,
): Omit<StartedForJob, 'state' | 'warnings' | 'keep'> {
  const { environmentUrl, tenantId, clientId, clientSecret, refreshToken } = ready;
  const variables: Record<string, string> = {
    NODE_EXTRA_CA_CERTS: caFile,
    D365FO_ENVIRONMENT_URL: environmentUrl,
    D365FO_AUTHORITY_HOST: environmentUrl,
    D365FO_TENANT_ID: tenantId,
    D365FO_CLIENT_ID: clientId,
    D365FO_CLIENT_SECRET: clientSecret,
  };
  const emptied = otherVariables.filter((name) => (existing[name] ?? '') !== '');
  for (const name of emptied) variables[name] = '';
  // Without `id-token: write` a runner gives no endpoint; with it, a step sees the runner's whatever stands here.
  const request = existing['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
  if ((existing['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') === '' || request === idTokenRequestToken) {
    variables['ACTIONS_ID_TOKEN_REQUEST_URL'] = `${environmentUrl}/oidc-token?api-version=2.0`;
    variables['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] = idTokenRequestToken;
  }
  return {
    secrets: [clientSecret, refreshToken],
    variables,
    outputs: {
      'environment-url': environmentUrl,
      'authority-host': environmentUrl,
      'tenant-id': tenantId,
      'client-id': clientId,
      'client-secret': clientSecret,
      'ca-file': caFile,
      'callback-url': `${environmentUrl}/callback`,
      'commvault-url': `${environmentUrl}/commandcenter/api`,
    },
    log: [
      `The simulator listens at ${environmentUrl}. The steps that follow use it through these variables:`,
      ...Object.keys(variables).map((name) => `  ${name}`),
    ],
    notices:
      emptied.length === 0
        ? []
        : [
            `The job sets ${emptied.join(', ')}, which the steps that follow see as empty: they sign in to the simulator.`,
          ],
  };
}
