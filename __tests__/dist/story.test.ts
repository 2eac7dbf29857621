import { describe, expect, test } from '@jest/globals';
import { messagesOf, type Run, runWithToken, useSimulator } from '../harness.ts';
import { addJob, ago, batchWait, SPEED } from './batch-wait-run.ts';

/** What a person reads of a run: annotations, the lines of the log, the summary. */
const simulator = useSimulator({ clock: { speed: SPEED }, scenario: { batchJobs: [] } });

const titlesOf = ({ commands }: Run) => commands.flatMap(({ properties }) => properties['title'] ?? []);
const rowsOf = ({ summary }: Run) =>
  summary
    .split('\n')
    .filter((line) => /^\| [✅❌]/.test(line))
    .map((line) => line.replaceAll('\u00a0', ' '));

describe('the annotation', () => {
  test('of a failed job says which and how in its title', async () => {
    const recId = addJob(simulator, 'Executing 20 Error', { description: 'Nightly' });
    const run = await batchWait(simulator, { 'batch-job-recid': recId });
    expect(titlesOf(run)).toEqual([`batch-wait: Batch job ${recId} "Nightly" ended in Error`]);
    expect(messagesOf(run, 'error')).toEqual([run.outputs['error']]);
  });

  test('of wrong inputs has a line for each, as many as fit; the log has them all', async () => {
    const two = await batchWait(simulator, { 'batch-job-recid': 'x', 'requeue-limit': 'many' });
    expect(titlesOf(two)).toEqual(['batch-wait: 2 problems with the inputs; nothing was sent']);
    const lines = messagesOf(two, 'error')[0]?.split('\n') ?? [];
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^`batch-job-recid` /);
    expect(two.outputs['error']).toBe(`2 problems with the inputs; nothing was sent. ${lines.join(' ')}`);
    expect(two.summary).toMatch(/^### ❌ batch-wait: 2 problems with the inputs; nothing was sent\n\n- .*\n- .*\n$/);

    const recIds = Array.from({ length: 30 }, (_, index) => `not-a-number-${index}`).join('\n');
    const many = await batchWait(simulator, { 'batch-job-recid': recIds, 'poll-seconds': '-', 'max-retries': '-1' });
    const text = messagesOf(many, 'error')[0] ?? '';
    expect(text.length).toBeLessThanOrEqual(400);
    expect(text).toMatch(/\nAnd \d+ more: see the log\.$/);
    expect(many.log.filter((line) => line.startsWith('- `'))).toHaveLength(32);
  });

  test('of a long error is its beginning; the log, the output and the summary have the rest', async () => {
    const message = 'Posting is not possible since the period is closed. '.repeat(30).trim();
    simulator.scenario.faults = [
      {
        match: { path: '/api/' },
        respond: 'custom',
        status: 500,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ Message: message }),
      },
    ];
    const service = 'UserSessionService/AifUserSessionService/GetUserSessionInfo';
    const run = await runWithToken(simulator, { operation: 'rest', service, payload: '{}', 'max-retries': '0' });
    expect(messagesOf(run, 'error')[0]).toMatch(/^POST \/api\/.* returned 500: Posting.*…$/);
    expect(run.outputs['error']).toContain('Give Microsoft support the time');
    expect(run.log).toContain(run.outputs['error']);
    expect(run.summary).toContain('Give Microsoft support the time');
    expect(run.summary.split('\n')[0]).toMatch(new RegExp(`^### ❌ rest: ${service} · localhost`));
  });
});

describe('a wait whose last run is known', () => {
  test('says when it should end, in the line of the status, the heartbeat and the summary', async () => {
    const now = simulator.clock.now();
    const dates = { startDateTime: ago(simulator, 600, now), endDateTime: ago(simulator, 565, now) };
    const recId = addJob(simulator, 'Waiting 10 Executing 3600 Finished', dates);
    const run = await batchWait(simulator, { 'batch-job-recid': recId, 'wait-timeout-minutes': '3' });
    const eta = /expected about (\d{4}-\d\d-\d\d )?\d\d:\d\d UTC, in 3\d min; the last run took 35 min/;
    const log = run.log.join('\n');
    expect(log).toMatch(new RegExp(`: Executing, \\S+ s after it was first seen as Waiting, ${eta.source}`));
    expect(log).toMatch(new RegExp(`Waiting for .* is Executing, about \\d% \\(${eta.source}\\)`));
    expect(run.outputs['error']).toMatch(eta);
    expect(rowsOf(run)[0]).toMatch(
      /\| Executing \(timeout\) \| \d+ \w{3} [\d:]+ \| – \| .* so far \| about (\S+ )?\d\d:\d\d UTC \(35 min\) \|$/,
    );
  });
});

test('several jobs: how many failed comes first, each has a row with its legal entity, none a link', async () => {
  const failed = addJob(simulator, 'Executing 40 Error', { description: 'Posting', company: 'DEMF' });
  const good = addJob(simulator, 'Waiting 20 Executing 60 Finished', { description: 'Posting' });
  const run = await batchWait(simulator, { 'batch-job-recid': `${good},${failed}` });
  expect(run.summary).toMatch(/^### ❌ batch-wait: 1 of 2 batch jobs failed · localhost\S+\n\n- Batch job /);
  const date = String.raw`\d+ \w{3} \d\d:\d\d:\d\d`;
  expect(rowsOf(run)).toEqual([
    expect.stringMatching(
      new RegExp(String.raw`^\| ✅ \| Posting \| USMF \| ${good} \| Finished \| ${date} \| ${date} \| [^|]+ \| – \|$`),
    ),
    expect.stringMatching(
      new RegExp(String.raw`^\| ❌ \| Posting \| DEMF \| ${failed} \| Error \| ${date} \| ${date} \| [^|]+ \| – \|$`),
    ),
  ]);
  expect(run.summary).not.toMatch(/\]\(|https?:/);
  expect(run.summary).toMatch(new RegExp(`section Posting \\(${good}\\)\\n`));
  expect(run.summary).toMatch(new RegExp(`section Posting \\(${failed}\\)\\n {4}Error :crit, `));
  expect(run.outputs['error']).toMatch(/^1 of 2 batch jobs failed\. Batch job \d+ "Posting" ended in Error\./);
});

test('a started job is drawn from its start on, and not from the failure before', async () => {
  const dates = { startDateTime: ago(simulator, 300), endDateTime: ago(simulator, 290) };
  const recId = addJob(simulator, 'Error', {
    ...dates,
    description: 'Nightly',
    runPlans: [[{ status: 'Waiting', forMs: 30_000 }, { status: 'Executing', forMs: 60_000 }, { status: 'Finished' }]],
  });
  const run = await batchWait(simulator, { 'batch-job-recid': recId, start: 'true' });
  expect(run.outputs).toMatchObject({ outcome: 'finished' });
  expect(run.summary).toMatch(/^### ✅ batch-wait: Nightly · localhost/);
  expect(run.summary).toMatch(/section Nightly\n {4}Waiting :.*\n {4}Finished :done, .*\n```/);
  expect(rowsOf(run)[0]).toMatch(/\| 10 min \|$/);
});

describe('rest', () => {
  const rest = (inputs: Record<string, string>) => runWithToken(simulator, { operation: 'rest', ...inputs });

  test('names the services of a prefix in the log and the summary', async () => {
    const run = await rest({ service: 'UserSessionService' });
    expect(run.log.join('\n')).toContain('1 service: AifUserSessionService.');
    expect(run.summary).toContain('| 1 service |\n| --- |\n| AifUserSessionService |');
    expect(run.summary).toMatch(/^### ✅ rest: UserSessionService · localhost/);
    const hidden = await rest({ service: 'UserSessionService', 'mask-response': 'true' });
    expect([...hidden.log, hidden.summary].join('\n')).not.toContain('AifUserSessionService');
  });

  test('says how many rows came, and what was called in the heading, without its query', async () => {
    const run = await rest({ path: '/data/CustomersV3?$top=7', 'all-pages': 'true' });
    expect(run.log.at(-1)).toMatch(/ of application\/json\S*.*, 7 rows\.$/);
    expect(run.summary).toMatch(/^### ✅ rest: GET \/data\/CustomersV3 · localhost/);
    expect(run.summary).toContain('| Rows | 7 |');
  });

  test('a file that was asked for brings no notice about its size', async () => {
    const inputs = { path: '/data/CustomersV3?cross-company=true', 'all-pages': 'true' };
    const asked = await rest({ ...inputs, 'response-file': 'customers.json' });
    expect(asked.annotations).toEqual([]);
    expect(asked.log.join('\n')).toContain('larger than 96 KiB, so the output `response` is empty');
    expect(messagesOf(await rest(inputs), 'notice')).toEqual([expect.stringContaining('larger than 96 KiB')]);
  });
});
