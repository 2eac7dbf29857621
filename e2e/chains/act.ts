import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Simulator } from '../../simulator/simulator.ts';
import { pins } from '../../tools/chains/pins.ts';
import { actionReference } from '../../tools/chains/stamp.ts';

/** What a runner needs to know of the machine; the same for all runs. */
export interface Machine {
  /** The program of act. */
  act: string;
  /** The exported repository. */
  product: string;
  /** Everything of the test lies under it. */
  folder: string;
  /** What the repository has at which reference; by default the product at its major version. */
  references?: { ref: string; path: string }[];
}

export interface Run {
  /** The files of the caller's repository, by path. */
  files: Record<string, string | Buffer>;
  /** Which of them is run. */
  workflow: string;
  event: 'workflow_dispatch' | 'repository_dispatch' | 'push';
  payload: object;
  secrets?: Record<string, string>;
  variables?: Record<string, string>;
  env?: Record<string, string>;
  /** The run is cancelled as soon as this holds. */
  cancelWhen?: (simulator: Simulator) => boolean;
  /** Where an earlier run put its artifacts. */
  artifacts?: string;
}

export interface Outcome {
  exitCode: number | null;
  log: string;
  /** The summaries of all steps, as act prints them. */
  summary: string;
  /** Where the stand-ins put artifacts. */
  artifacts: string;
  /** What the workflow wrote to the file of the variable E2E_RESULT; `undefined` where it wrote none. */
  result: Record<string, string> | undefined;
  /** The caller's repository; beside it lies what it pushes to, with `.git` at its end. */
  repository: string;
}

const TIME_LIMIT_MS = 240_000;

/** Runs a workflow of a made-up repository on act, without Docker and without a network, against a simulator, or that which the workflow starts. */
export async function runOnAct(machine: Machine, simulator: Simulator | undefined, run: Run): Promise<Outcome> {
  const folder = mkdtempSync(join(machine.folder, 'run-'));
  const repository = join(folder, 'repository');
  for (const [path, content] of Object.entries(run.files)) write(join(repository, path), content);
  execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: repository });
  execFileSync('git', ['add', '--all'], { cwd: repository });
  const author = ['user.name=caller', 'user.email=caller@example.com', 'commit.gpgsign=false'].flatMap((each) => [
    '-c',
    each,
  ]);
  execFileSync('git', [...author, 'commit', '--quiet', '--message=caller'], { cwd: repository });

  execFileSync('git', ['clone', '--quiet', '--bare', repository, `${repository}.git`], { cwd: folder });
  execFileSync('git', ['remote', 'add', 'origin', `${repository}.git`], { cwd: repository });

  const result = join(folder, 'result.json');
  const artifacts = run.artifacts ?? join(folder, 'artifacts');
  const args = [
    run.event,
    '--directory', repository,
    '--workflows', run.workflow,
    '--platform', 'ubuntu-latest=-self-hosted',
    '--platform', 'self-hosted=-self-hosted',
    '--container-daemon-socket', '-',
    '--no-cache-server',
    '--action-cache-path', join(folder, 'cache'),
    ...localRepositories(machine),
    '--eventpath', write(join(folder, 'event.json'), JSON.stringify(run.payload)),
    '--secret-file', write(join(folder, 'secrets'), dotenv(run.secrets ?? {})),
    '--var-file', write(join(folder, 'variables'), dotenv(run.variables ?? {})),
    '--env-file', write(join(folder, 'environment'), dotenv(environment(simulator, { ...run.env, E2E_RESULT: result, E2E_ARTIFACTS: artifacts }))),
    '--input-file', write(join(folder, 'inputs'), ''),
    '--secret', 'GITHUB_TOKEN=a-long-dummy-of-a-token',
    '--rm',
    '--concurrent-jobs', '1',
  ]; // prettier-ignore
  const cancelWhen = () => simulator !== undefined && run.cancelWhen?.(simulator) === true;
  const { exitCode, log } = await spawnBounded(machine.act, args, folder, cancelWhen);
  return {
    exitCode,
    log,
    summary: summaryOf(log),
    artifacts,
    repository,
    result: existsSync(result) ? (JSON.parse(readFileSync(result, 'utf8')) as Record<string, string>) : undefined,
  };
}

/** The GitHub CLI, which needs GitHub. */
const standInPrograms = join(import.meta.dirname, 'stand-ins/bin');

/** The product, and what stands in for GitHub's own actions that need GitHub. */
function localRepositories({ product, references }: Machine): string[] {
  const { repository, tag } = actionReference();
  const standIn = (name: string) => join(import.meta.dirname, 'stand-ins', name);
  const commit = (pin: string) => pin.split(' ')[0] ?? pin;
  return [
    ...(references ?? [{ ref: tag, path: product }]).map(({ ref, path }) => `${repository}@${ref}=${path}`),
    `actions/upload-artifact@${commit(pins['upload-artifact'])}=${standIn('upload-artifact')}`,
    `actions/download-artifact@${commit(pins['download-artifact'])}=${standIn('download-artifact')}`,
  ].flatMap((local) => ['--local-repository', local]);
}

function environment(simulator: Simulator | undefined, more: Record<string, string>): Record<string, string> {
  return {
    GITHUB_REPOSITORY: 'contoso/operations',
    ...(simulator && {
      NODE_EXTRA_CA_CERTS: simulator.caFile,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${simulator.environmentUrl}/oidc-token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token-of-the-job',
    }),
    ...more,
  };
}

function spawnBounded(
  command: string,
  args: string[],
  home: string,
  cancelWhen: () => boolean,
): Promise<{ exitCode: number | null; log: string }> {
  return new Promise((settle, reject) => {
    const child = spawn(command, args, {
      env: {
        PATH: `${standInPrograms}:${process.env['PATH'] ?? ''}`,
        HOME: home,
        ACT_DISABLE_VERSION_CHECK: '1',
        NO_COLOR: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that a run over its time takes its steps with it.
      detached: true,
    });
    let log = '';
    const take = (chunk: Buffer) => {
      log += chunk.toString('utf8');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const limit = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, TIME_LIMIT_MS);
    const cancel = setInterval(() => {
      if (!cancelWhen()) return;
      clearInterval(cancel);
      child.kill('SIGINT');
    }, 100);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearTimeout(limit);
      clearInterval(cancel);
      settle({ exitCode, log });
    });
  });
}

const summaryOf = (log: string) =>
  [...log.matchAll(/⚙ {2}Summary - (.*(?:\n(?!\[|time=|Error:).*)*)/g)].map(([, text = '']) => text).join('\n');

const dotenv = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}\n`)
    .join('');

function write(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
