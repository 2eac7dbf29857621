import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, root } from '../tools/manifest.ts';
import { inputVariable } from '../tools/runner.ts';
import type { Simulator } from '../simulator/simulator.ts';

export interface ChildRun {
  elapsedMs: number;
  /** Peak resident memory; `undefined` of what is not Node. */
  peakMiB: number | undefined;
  /** All that it printed. */
  printed: string;
}

const PEAK_FILE = 'peak-kib';
const preload = join(root, 'tools/peak-memory.cjs');

/**
 * Runs a program to its end, with nothing inherited but PATH.
 *
 * @param folder where a Node child is made to leave its peak memory; without one it is not asked for it
 * @throws Error with what it printed where it fails
 */
export async function run(
  command: string,
  args: string[],
  env: Record<string, string>,
  folder?: string,
): Promise<ChildRun> {
  const peakFile = folder === undefined ? undefined : join(folder, PEAK_FILE);
  const allArgs = peakFile === undefined ? args : ['--require', preload, ...args];
  const startedAt = performance.now();
  const child = spawn(command, allArgs, {
    env: { PATH: process.env['PATH'] ?? '', ...env, ...(peakFile !== undefined && { PEAK_MEMORY_FILE: peakFile }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (printed += text.toString()));
  const code = await new Promise<number | null>((settle, reject) => {
    child.once('error', reject);
    child.once('close', settle);
  });
  const elapsedMs = performance.now() - startedAt;
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${printed.slice(-2_000)}`);
  const peakMiB = peakFile === undefined ? undefined : Number(readFileSync(peakFile, 'utf8')) / 1024;
  return { elapsedMs, peakMiB, printed };
}

const defaults = Object.fromEntries(readManifest().inputs.map((input) => [inputVariable(input.name), input.default]));

/** Runs the built action once, with a RUNNER_TEMP of its own that is gone before. */
export function runAction(
  simulator: Simulator,
  folder: string,
  inputs: Record<string, string>,
  withPeak = false,
  { nodeArguments = [], variables = {} }: { nodeArguments?: string[]; variables?: Record<string, string> } = {},
): Promise<ChildRun> {
  const temp = join(folder, 'temp');
  rmSync(temp, { recursive: true, force: true });
  mkdirSync(temp, { recursive: true });
  const files = { GITHUB_OUTPUT: join(temp, 'output'), GITHUB_STEP_SUMMARY: join(temp, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const given = Object.fromEntries(
    Object.entries({ operation: 'rest', 'environment-url': simulator.environmentUrl, ...inputs }).map(
      ([name, value]) => [inputVariable(name), value],
    ),
  );
  const env = {
    ...defaults,
    ...given,
    ...files,
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: folder,
    NODE_EXTRA_CA_CERTS: simulator.caFile,
    ...variables,
  };
  const dist = process.env['D365FO_DIST'] ?? join(root, 'dist');
  return run(process.execPath, [...nodeArguments, join(dist, 'index.js')], env, withPeak ? folder : undefined);
}
