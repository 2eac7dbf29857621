import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator } from '../../simulator/simulator.ts';
import { interfaceOf } from '../../tools/chains/composite.ts';
import { root } from '../../tools/manifest.ts';
import { startAzurite } from '../azurite.ts';
import { runOnAct, type Machine, type Outcome } from './act.ts';
import type { Case } from './case.ts';
import { throughDoor } from './doors.ts';
import { judge } from './judge.ts';
import { failedJobsOf } from './rerun.ts';

/** Runs one case against a simulator of its own. @throws AssertionError, the log beside it, where it is not as expected */
export async function runCase(machine: Machine, given: Case): Promise<void> {
  const azurite = given.azurite && (await startAzurite());
  const simulator = await startSimulator({
    ...(given.scenario && { scenario: given.scenario }),
    ...(azurite && { azuriteUrl: azurite.containerUrl }),
  });
  try {
    const run = throughDoor(given, simulator);
    const first = await runOnAct(machine, simulator, run);
    let outcome = first;
    for (const [index, again] of [given.again ?? []].flat().entries()) {
      again.meanwhile?.(simulator, outcome);
      const inputs = { ...given.inputs?.(simulator), ...again.inputs };
      const files = given.files && { ...given.files, ...again.files };
      const whole = throughDoor({ ...given, ...(files && { files }), inputs: () => inputs }, simulator);
      const next =
        again.jobs === 'failed' ? failedJobsOf(machine, given, again.legs, whole, first.log) : { machine, run: whole };
      const env = { ...whole.env, GITHUB_RUN_ATTEMPT: String(index + 2) };
      outcome = await runOnAct(next.machine, simulator, { ...next.run, env, artifacts: outcome.artifacts });
    }
    const outputs = declared(given.chain, outcome.result ?? outputsInLog(outcome));
    await judge(outcome, simulator, run.secrets ?? {}, (requests) =>
      given.expect({ ...outcome, simulator, requests, outputs }),
    );
  } finally {
    await simulator.close();
    await azurite?.close();
  }
}

/**
 * A copied workflow has nobody behind it to keep its outputs. act prints those of a composite action right before the
 * line that says how its step ended; the last step that had an outcome is the chain.
 */
function outputsInLog({ log }: Outcome): Record<string, string> {
  const lines = log.split('\n').map((line) => line.replace(/^\[[^\]]*\] */, ''));
  // Over a matrix it is the job behind it that speaks.
  const summary = log.match(/\/Summary *\].*::set-output:: .*/g);
  const blocks = lines.flatMap((line, index) => {
    if (!/(?:Success|Failure) - Main /.test(line)) return [];
    const start = lines.findLastIndex((each, at) => at < index && !each.includes('::set-output::'));
    return [lines.slice(start + 1, index)];
  });
  const block = summary ?? blocks.findLast((each) => each.some((line) => line.includes(':: outcome='))) ?? [];
  return Object.fromEntries(
    block.map((line) => /::set-output:: ([\w-]+)=(.*)/.exec(line)).map((match) => [match?.[1] ?? '', match?.[2] ?? '']),
  );
}

/** act hands on the outputs of the steps inside a composite action as well; a runner hands on what is declared. */
function declared(chain: string, outputs: Record<string, string>): Record<string, string> {
  const action = readFileSync(join(root, 'workflows-templates', chain, 'action.yml'), 'utf8');
  const names = chain === 'post-deployment' ? undefined : interfaceOf(action).outputs.map(({ name }) => name);
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => names?.includes(name) ?? true));
}
