import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Annotation, type RunningStep, startStep, type StepOptions, type StepResult } from '../../tools/runner.ts';
import type { LogLine } from '../../tools/workflow-commands.ts';
import type { ConnectProxy } from './connect-proxy.ts';
import { findLeaks, type Place, type Secret } from './leaks.ts';
import { secretsGiven, secretsOfVariables, secretsSent } from './secrets-of-run.ts';
import { type RecordedRequest, type RecordingServer, withToken } from './server.ts';
import type { Simulator } from '../../simulator/simulator.ts';

export interface SignalAt {
  signal: 'SIGINT' | 'SIGTERM';
  /** Looked at every few milliseconds until it holds: the lines printed and the requests of this run until now. */
  when(seen: { lines: readonly LogLine[]; requests: readonly RecordedRequest[] }): boolean;
}

export interface RunOptions extends Omit<StepOptions, 'onLine' | 'nodeArgs'> {
  /** Makes the child's clock run so many times as fast, from the server's time at the start. */
  clockSpeed?: number;
  /** Reached by `https_proxy`. */
  proxy?: ConnectProxy;
  /** Sent in order, each once. */
  signals?: SignalAt[];
  /** Further values that no reader may see. */
  secrets?: string[];
  /** Outputs that may hold a secret, beside `token` of the operation `token`. */
  mayShow?: string[];
}

export interface Run extends StepResult {
  /** What the server recorded during the run. */
  requests: RecordedRequest[];
}

const folders: string[] = [];

/** Removes what the runs until now left behind. */
export function removeRunFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/**
 * Runs the built action as a step against a server.
 *
 * @throws Error where the run exceeds its time limit (the child is then killed), and where a secret or a token stands
 *   anywhere outside an `::add-mask::` line
 */
export async function runAction(server: RecordingServer | undefined, options: RunOptions): Promise<Run> {
  const before = server?.requests.length ?? 0;
  const requestsOfRun = () => server?.requests.slice(before) ?? [];
  const step = startStep({
    ...options,
    env: { ...environment(server, options), ...options.env },
    nodeArgs: preload(options),
  });
  const stopSignals = sendSignals(step, options.signals ?? [], requestsOfRun);
  const result = await step.finished.finally(stopSignals);
  folders.push(result.folder);

  if (result.timedOut) {
    const last = [...result.stdout.split('\n'), ...result.stderr.split('\n')].slice(-20).join('\n');
    throw new Error(
      `The run did not end within ${options.timeLimitMs ?? 30_000} ms and was killed. Its last lines:\n${last}`,
    );
  }
  const requests = requestsOfRun();
  const leaks = findLeaks(secretsOf(server, options, result, requests), placesOf(step, options, result));
  if (leaks.length > 0) throw new Error(`Secrets can be seen:\n${leaks.join('\n')}`);
  for (const { name, message, properties } of result.commands) {
    const isRead = !['error', 'warning', 'notice'].includes(name) || (properties['title'] && message.length <= 400);
    if (!isRead && options.script === undefined)
      throw new Error(`An annotation has no title, or more than 400 characters:\n${name} ${message}`);
  }
  return { ...result, requests };
}

/** Runs the action against the simulator with a token that it accepts. */
export function runWithToken(
  simulator: Simulator,
  inputs: Record<string, string>,
  options: Partial<RunOptions> = {},
): Promise<Run> {
  return runAction(simulator, { ...options, inputs: { ...withToken(simulator), ...inputs } });
}

/** Method, path and query of each request of a run, decoded: `GET /data/BatchJobs?$top=1`. */
export const requestLines = ({ requests }: Pick<Run, 'requests'>): string[] =>
  requests.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`);

/** The messages of a run's annotations of a level. */
export const messagesOf = ({ annotations }: Run, level: Annotation['level']): string[] =>
  annotations.filter((each) => each.level === level).map(({ message }) => message);

function environment(server: RecordingServer | undefined, { proxy, clockSpeed }: RunOptions): Record<string, string> {
  return {
    ...(server?.caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: server.caFile }),
    ...(proxy ? { https_proxy: proxy.url } : {}),
    ...(clockSpeed === undefined
      ? {}
      : {
          CLOCK_SPEED: String(clockSpeed),
          CLOCK_EPOCH_MS: String(server?.clock?.now() ?? Date.now()),
          CLOCK_REAL_MS: String(Date.now()),
        }),
  };
}

function preload({ clockSpeed }: RunOptions): string[] {
  if (clockSpeed === undefined) return [];
  return ['--import', pathToFileURL(join(import.meta.dirname, 'scaled-clock.mjs')).href];
}

function sendSignals(step: RunningStep, signals: SignalAt[], requests: () => RecordedRequest[]): () => void {
  const waiting = [...signals];
  const timer = setInterval(() => {
    if (!waiting[0]?.when({ lines: step.lines, requests: requests() })) return;
    step.kill(waiting[0].signal);
    waiting.shift();
    if (waiting.length === 0) clearInterval(timer);
  }, 5);
  return () => {
    clearInterval(timer);
  };
}

function secretsOf(
  server: RecordingServer | undefined,
  options: RunOptions,
  result: StepResult,
  requests: RecordedRequest[],
): Secret[] {
  const all = [
    ...secretsGiven(options.inputs),
    ...secretsOfVariables(options.env ?? {}),
    ...(options.secrets ?? []).map((value) => ({ name: 'a further secret', value })),
    ...secretsSent(requests),
    ...(server?.minted ?? []).map((value) => ({ name: 'a token that the server gave out', value })),
    { name: 'the output token', value: result.outputs['token'] ?? '' },
  ];
  return [...new Map(all.toReversed().map((secret) => [secret.value, secret])).values()];
}

function placesOf(step: RunningStep, { inputs, mayShow = [] }: RunOptions, result: StepResult): Place[] {
  const shown = step.lines.filter((line) => line.kind === 'text' || line.name !== 'add-mask');
  const exempt = inputs['operation'] === 'token' ? ['token', ...mayShow] : mayShow;
  return [
    { name: 'the log', text: shown.map(({ line }) => line).join('\n') },
    { name: 'a workflow command', text: shown.map((line) => (line.kind === 'text' ? '' : line.message)).join('\n') },
    { name: 'the summary', text: result.summary },
    { name: 'the state', text: result.fileCommands.state },
    { name: 'the environment of later steps', text: result.fileCommands.env },
    ...Object.entries(result.outputs)
      .filter(([name]) => !exempt.includes(name))
      .map(([name, text]) => ({ name: `output ${name}`, text })),
  ];
}
