import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { readMain, readManifest, root } from './manifest.ts';
import { type Command, createLineReader, type LogLine, parseFileCommands } from './workflow-commands.ts';

export interface StepOptions {
  /** The values under `with:`. One that action.yml does not know arrives all the same, as it does on a runner. */
  inputs: Record<string, string>;
  /** The folder of an action beside the main one, such as `data-package`; its script is the one that it names in `dist/`. */
  action?: string;
  /** Further environment variables; `undefined` takes one away. */
  env?: Record<string, string | undefined>;
  /** Arguments of Node, before the script. */
  nodeArgs?: string[];
  /** Default is `dist/index.js`, or `index.js` of the folder that the variable D365FO_DIST names. */
  script?: string;
  /** The checked-out repository; default is a new, empty folder. */
  workspace?: string;
  /** The child is killed after this time; default 30 s. */
  timeLimitMs?: number;
  /** Called with each line of stdout and stderr as it comes. */
  onLine?: (line: LogLine) => void;
}

export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  message: string;
}

export interface StepResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  outputs: Record<string, string>;
  annotations: Annotation[];
  /** The lines of stdout that are no command. */
  log: string[];
  commands: Command[];
  masks: string[];
  stdout: string;
  stderr: string;
  /** The job summary, Markdown. */
  summary: string;
  /** The files behind GITHUB_OUTPUT, GITHUB_STATE and GITHUB_ENV, as they were written. */
  fileCommands: { output: string; state: string; env: string };
  /** Holds everything of this step; whoever started it removes it. */
  folder: string;
  workspace: string;
  /** RUNNER_TEMP of the step. */
  temp: string;
  elapsedMs: number;
}

export interface RunningStep {
  pid: number | undefined;
  /** What has been printed until now. */
  lines: readonly LogLine[];
  kill(signal: NodeJS.Signals): void;
  finished: Promise<StepResult>;
}

/** The variable in which an input travels. */
export const inputVariable = (name: string) => `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;

/**
 * Starts the action as a runner would: a child process of Node on its script, all inputs of action.yml as variables,
 * and nothing inherited but PATH (and SystemRoot, without which Windows has no sockets).
 */
export function startStep(options: StepOptions): RunningStep {
  const files = stepFolder(options.workspace);
  const { action = '' } = options;
  const manifest = join(root, action, 'action.yml');
  const main = relative(join(root, 'dist'), resolve(manifest, '..', readMain(manifest)));
  const script = options.script ?? resolve(process.env['D365FO_DIST'] ?? join(root, 'dist'), main);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), script], {
    cwd: files.workspace,
    env: { ...runnerEnvironment(files), ...inputEnvironment(options.inputs, action), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });

  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, options.timeLimitMs ?? 30_000);

  const lines: LogLine[] = [];
  const readLine = createLineReader();
  const take = (line: string) => {
    const read = readLine(line);
    lines.push(read);
    options.onLine?.(read);
    return read;
  };
  const log: string[] = [];
  const stdout = collect(child.stdout, (line) => {
    if (take(line).kind === 'text') log.push(line);
  });
  const stderr = collect(child.stderr, take);
  const ended = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((settle, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      settle({ exitCode, signal });
    });
  }).finally(() => {
    clearTimeout(limit);
  });

  const finish = async (): Promise<StepResult> => {
    const [end, out, err] = await Promise.all([ended, stdout, stderr]);
    const commands = lines.filter((line) => line.kind === 'command');
    const fileCommands = { output: read(files.output), state: read(files.state), env: read(files.env) };
    return {
      ...end,
      timedOut,
      outputs: parseFileCommands(fileCommands.output),
      annotations: commands.flatMap(annotation),
      log,
      commands,
      masks: commands.filter(({ name }) => name === 'add-mask').map(({ message }) => message),
      stdout: out,
      stderr: err,
      summary: read(files.summary),
      fileCommands,
      folder: files.folder,
      workspace: files.workspace,
      temp: files.temp,
      elapsedMs: performance.now() - startedAt,
    };
  };
  return { pid: child.pid, lines, kill: (signal) => child.kill(signal), finished: finish() };
}

type StepFiles = ReturnType<typeof stepFolder>;

function stepFolder(workspace?: string) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'd365fo-step-')));
  const files = {
    folder,
    temp: join(folder, 'temp'),
    workspace: workspace ?? join(folder, 'workspace'),
    output: join(folder, 'output'),
    summary: join(folder, 'summary'),
    state: join(folder, 'state'),
    env: join(folder, 'env'),
  };
  for (const made of [files.temp, files.workspace]) mkdirSync(made, { recursive: true });
  for (const empty of [files.output, files.summary, files.state, files.env]) writeFileSync(empty, '');
  return files;
}

function runnerEnvironment(files: StepFiles): Record<string, string> {
  const inherited = ['PATH', ...(process.platform === 'win32' ? ['SystemRoot'] : [])];
  return {
    ...Object.fromEntries(inherited.map((name) => [name, process.env[name] ?? ''])),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: files.workspace,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_STATE: files.state,
    GITHUB_ENV: files.env,
    RUNNER_TEMP: files.temp,
  };
}

function inputEnvironment(given: Record<string, string>, action: string): Record<string, string> {
  const defaults = readManifest(join(root, action, 'action.yml')).inputs.map(
    (input) => [input.name, input.default] as const,
  );
  const values = new Map([...defaults, ...Object.entries(given)]);
  return Object.fromEntries([...values].map(([name, value]) => [inputVariable(name), value]));
}

/** Hands over each line as the runner cuts them, and gives the whole text at the end. */
async function collect(stream: Readable, onLine: (line: string) => void): Promise<string> {
  let text = '';
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream as AsyncIterable<string>) {
    text += chunk;
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  }
  if (rest !== '') onLine(rest.replace(/\r$/, ''));
  return text;
}

function annotation({ name, message }: Command): Annotation[] {
  switch (name) {
    case 'error':
    case 'warning':
    case 'notice':
      return [{ level: name, message }];
    case 'set-env':
    case 'add-path':
      return [{ level: 'error', message: `The \`${name}\` command is disabled.` }];
    default:
      return [];
  }
}

const read = (file: string) => readFileSync(file, 'utf8');
