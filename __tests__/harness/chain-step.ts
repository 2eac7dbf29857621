import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/manifest.ts';
import { parseFileCommands } from '../../tools/workflow-commands.ts';

/** @returns a function that runs a small step of a chain as a runner does, with its files and its workspace in a folder */
export const stepsIn =
  (folder: string) =>
  (step: string, inputs: Record<string, string>, env: Record<string, string> = {}) => {
    const output = join(folder, 'output');
    const summary = join(folder, 'summary');
    const state = join(folder, 'state');
    writeFileSync(output, '');
    writeFileSync(summary, '');
    writeFileSync(state, '');
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'workflows-templates', step, 'index.mjs')], {
      encoding: 'utf8',
      env: {
        RUNNER_TEMP: folder,
        GITHUB_WORKSPACE: folder,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_STATE: state,
        ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
        ...env,
      },
    });
    return {
      status,
      stdout,
      outputs: parseFileCommands(readFileSync(output, 'utf8')),
      summary: readFileSync(summary, 'utf8'),
      state: readFileSync(state, 'utf8'),
    };
  };
