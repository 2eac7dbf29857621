import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { actionReference } from '../../tools/chains/stamp.ts';
import type { Machine, Run } from './act.ts';
import type { Case } from './case.ts';

interface Job {
  outputs?: Record<string, string>;
  strategy?: { matrix: { target: unknown } };
}

/**
 * A later attempt of a run as *Re-run failed jobs* makes it, which act does not have: the job `plan` is not run again,
 * but keeps its outputs, and of a matrix the legs that failed are run alone.
 * https://docs.github.com/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs
 */
export function failedJobsOf(
  machine: Machine,
  { chain, door }: Case,
  legs: string[] | undefined,
  run: Run,
  log: string,
) {
  const keep = (text: string) => withPlanOf(text, log, legs);
  if (door !== 'called') {
    const text = String(run.files[run.workflow]);
    return { machine, run: { ...run, files: { ...run.files, [run.workflow]: keep(text) } } };
  }
  const product = mkdtempSync(join(machine.folder, 'rerun-'));
  cpSync(machine.product, product, { recursive: true });
  const path = join(product, '.github/workflows', `${chain}.yml`);
  writeFileSync(path, keep(readFileSync(path, 'utf8')));
  return { machine: { ...machine, references: [{ ref: actionReference().tag, path: product }] }, run };
}

function withPlanOf(text: string, log: string, legs: string[] | undefined): string {
  const workflow = parse(text) as { jobs: Record<string, Job> };
  const outputs = Object.keys(workflow.jobs['plan']?.outputs ?? {}).map((name) => [name, outputIn(log, name)] as const);
  const jobs = Object.entries(workflow.jobs).map(([name, job]): [string, object] => {
    if (name === 'plan') {
      const steps = [{ run: 'echo It is not run again.' }];
      return [name, { 'runs-on': 'ubuntu-latest', outputs: Object.fromEntries(outputs), steps }];
    }
    const targets = outputs.find(([output]) => output === 'targets')?.[1];
    if (!job.strategy || !legs || targets === undefined) return [name, job];
    const failed = (JSON.parse(targets) as { name: string }[]).filter((target) => legs.includes(target.name));
    return [name, { ...job, strategy: { ...job.strategy, matrix: { target: failed } } }];
  });
  return stringify({ ...workflow, jobs: Object.fromEntries(jobs) });
}

/** The first one in the log is that of the job `plan`, which comes before all others. */
const outputIn = (log: string, name: string) => new RegExp(`::set-output:: ${name}=(.*)`).exec(log)?.[1]?.trim() ?? '';
