import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { environmentName } from '../names.mjs';
import { describedBy, journalIn, journalOf } from '../journal.mjs';
import { input, newFolder, runStep } from '../step.mjs';
import { chainSummary } from '../summary.mjs';

await runStep(() => {
  const ran = JSON.parse(input('stages'))
    .filter(({ outcome }) => outcome && outcome !== 'skipped')
    // Many jobs are too long for a variable.
    .map(({ jobsFile, ...stage }) => (jobsFile ? { ...stage, jobs: readFileSync(jobsFile, 'utf8') } : stage));
  const stages = ran.map(stageOf);
  const broken = stages.find(({ outcome }) => outcome !== 'success');
  const earlier = journalIn(input('journal-folder'));
  // In a re-run that stops early, what the attempt before it has started stays started.
  const jobs = ran.flatMap(journalOf);
  const isSame = (one, other) => one.group === other.group && one.recId === other.recId;
  const result = {
    environment: environmentName(input('environment-name'), input('environment-url')),
    outcome: broken ? input('failed-outcome') || 'failed' : input('outcome') || 'finished',
    error: errorOf(stages),
    stages,
    ...describedBy(input('again') === 'true', earlier),
    startedAt: earlier?.startedAt ?? input('started-at'),
    jobs: [...(earlier?.jobs ?? []).filter((job) => !jobs.some((newer) => isSame(job, newer))), ...jobs],
    executions: ran.flatMap(({ execution }) => execution || []),
  };
  if (input('summary') !== 'false')
    appendFileSync(process.env.GITHUB_STEP_SUMMARY, chainSummary(input('chain'), result));
  // They are in files of their own, and may be more than an output holds.
  for (const stage of stages) {
    delete stage.check;
    delete stage.errors;
    delete stage.markdown;
  }
  const file = join(newFolder('result'), 'result.json');
  writeFileSync(file, JSON.stringify(result));
  // The step that failed has said why. If a failed step was passed over until now, this one fails the chain.
  if (broken) process.exitCode = 1;
  return { outcome: result.outcome, error: result.error, stages: JSON.stringify(stages), 'result-file': file };
});

/** The first failure speaks for the chain. Checks send nothing, so that all of them are made, and told together. */
function errorOf(stages) {
  const broken = stages.filter(({ outcome }) => outcome !== 'success');
  const told = broken[0]?.check ? broken.filter(({ check }) => check) : broken.slice(0, 1);
  const errors = told.map(
    ({ stage, outcome, error }) => error || `${stage} ended as ${outcome}, without an error message.`,
  );
  return [...new Set(errors)].join(' ');
}

function stageOf({ stage, outcome, error, check, seconds, jobs, note, errorsFile, markdownFile }) {
  return {
    stage,
    outcome,
    error: error || '',
    ...(check && { check }),
    ...(seconds && { seconds: Number(seconds) }),
    ...(jobs && { jobs: JSON.parse(jobs) }),
    ...(note && { note }),
    ...(errorsFile && { errors: JSON.parse(readFileSync(errorsFile, 'utf8')) }),
    ...(markdownFile && { markdown: readFileSync(markdownFile, 'utf8') }),
  };
}
