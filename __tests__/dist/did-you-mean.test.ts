import { expect, test } from '@jest/globals';
import { messagesOf, requestLines, runWithToken, useSimulator } from '../harness.ts';
import { addJob, batchWait, onFirstLook, SPEED } from './batch-wait-run.ts';

const simulator = useSimulator({ clock: { speed: SPEED }, scenario: { batchJobs: [] } });
const DESCRIPTIONS = {
  balances: 'Rebuild the balances',
  invoices: "Post today's invoices",
  stock: '在庫の再計算',
  groups: `Update the "main" groups - customer's`,
};
type Name = keyof typeof DESCRIPTIONS;

/** Adds the jobs, which are all on hold. @returns their RecIds */
const addJobs = () =>
  Object.fromEntries(
    Object.entries(DESCRIPTIONS).map(([name, description]) => [name, addJob(simulator, 'Hold', { description })]),
  ) as Record<Name, string>;

/** In real time, so that a busy machine does not use up what the request may take. */
const pollOnce = (inputs: Record<string, string>) =>
  runWithToken(simulator, { operation: 'batch-wait', 'wait-timeout-minutes': '0', ...inputs });

test.each<[string, Name, string]>([
  ['a letter missing', 'balances', 'Rebuild the balnces'],
  ['two letters changed', 'balances', 'Rebuold the balamces'],
  ['a word missing', 'balances', 'Rebuild balances'],
  ['other capitals and a blank too many', 'balances', 'rebuild  The Balances'],
  ['an apostrophe missing', 'invoices', 'Post todays invoices'],
  ['another script', 'stock', '在庫の再計'],
  ['the quotes and dash of a word processor', 'groups', 'Update the “main” groups – customer’s'],
  ['no-break spaces', 'balances', 'Rebuild\u00a0the\u00a0balances'],
  ['swapped letters in two words', 'balances', 'Reubild teh balances'],
  ['the quotes of French around it', 'balances', '«\u00a0Rebuild the balances\u00a0»'],
  ['its end missing', 'balances', 'Rebuild'],
  ['a wildcard', 'balances', 'Rebuild*'],
])('a description with %s asks once for similar ones, and is told at the first poll', async (_how, job, typo) => {
  const recId = addJobs()[job];
  const run = await pollOnce({ 'batch-job-description': typo });
  const said = run.log.filter((line) => line.includes('Did you mean'));
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`Did you mean batch job ${recId} "${DESCRIPTIONS[job]}" (USMF)?`);
  expect(run.outputs['error']).toMatch(/Did you mean batch job [^?]+\?$/);
  // Nothing but reads of BatchJobs: the poll, and one request more.
  const lines = requestLines(run);
  expect(lines).toEqual([
    expect.stringMatching(/^GET \/data\/BatchJobs\?\$filter=JobDescription eq /),
    expect.stringMatching(/^GET \/data\/BatchJobs\?\$filter=contains\(tolower\(JobDescription\),/),
  ]);
});

test.each(['*', '-', 'the', 'Rebuild stock', 'Po'])('a description %j is near to none', async (description) => {
  addJobs();
  const run = await pollOnce({ 'batch-job-description': description });
  expect(run.outputs['outcome']).toBe('pending');
  expect([...run.log, run.outputs['error']].join('\n')).not.toContain('Did you mean');
});

test('a beginning that three descriptions share names them, and one that four share none', async () => {
  const add = (end: string) => addJob(simulator, 'Hold', { description: `Nightly ${end}` });
  const recIds = ['invoices', 'ledger', 'planning'].map(add);
  const inputs = { 'batch-job-description': 'Nightly*' };
  const few = await pollOnce(inputs);
  for (const recId of recIds) expect(few.outputs['error']).toContain(`${recId} "Nightly`);
  add('stock');
  expect((await pollOnce(inputs)).outputs['error']).not.toContain('Did you mean');
});

test('the right description in another legal entity is told', async () => {
  const recId = addJobs().balances;
  const inputs = { 'batch-job-description': 'Rebuild the balances', 'legal-entity': 'demf' };
  const run = await pollOnce(inputs);
  expect(run.outputs).toMatchObject({ outcome: 'pending' });
  expect(run.outputs['error']).toContain(`Did you mean batch job ${recId} "Rebuild the balances" (USMF)?`);
});

test('a start by a description with a typo starts nothing', async () => {
  addJobs();
  const run = await batchWait(simulator, {
    'batch-job-description': 'Rebuild the balnces',
    'wait-timeout-minutes': '1',
    start: 'true',
  });
  expect(run.exitCode).toBe(1);
  expect(run.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test.each(['403-json', '500-odata', '429', 'not-json', 'reset', 'hang'])(
  'a failure (%s) of that request is silent, and the wait goes on',
  async (fault) => {
    const respond = fault === '429' ? 'throttle' : (fault as 'reset');
    simulator.scenario.faults = [{ match: { path: 'contains' }, respond }];
    const description = `Later ${fault}`;
    const running = batchWait(simulator, { 'batch-job-description': description, 'wait-timeout-minutes': '5' });
    onFirstLook(simulator, () => addJob(simulator, 'Executing 5 Finished', { description }));
    const run = await running;
    expect(run.outputs).toMatchObject({ outcome: 'finished', error: '' });
    expect(run.log.join('\n')).toContain(`No batch job has exactly the description "${description}" yet.`);
    expect(messagesOf(run, 'warning')).toEqual([]);
    expect(requestLines(run).filter((line) => line.includes('contains('))).toHaveLength(1);
  },
);

test('a description that matches asks for nothing more', async () => {
  addJobs();
  const run = await batchWait(simulator, { 'batch-job-description': 'Rebuild the balances' });
  expect(run.outputs).toMatchObject({ outcome: 'withheld' });
  expect(run.requests).toHaveLength(1);
});

test.each([
  ['batchwait', 'batch-wait'],
  ['Batch_Wait', 'batch-wait'],
  ['dmfinit', 'dmf-init'],
  ['tokn', 'token'],
])('operation: %s asks whether %s was meant', async (typo, operation) => {
  const run = await runWithToken(simulator, { operation: typo });
  expect(run.outputs['error']).toContain(`did you mean \`${operation}\`?`);
  expect(run.requests).toEqual([]);
});

test.each([
  ['auth', 'client_secret', 'client-secret'],
  ['auth', 'certifcate', 'certificate'],
  ['start', 'tru', 'true'],
  ['accept-outcome', 'finshed', 'finished'],
  ['accept-outcome', 'error, not_run', 'not-run'],
  ['cancel-on', 'interupted', 'interrupted'],
  ['allow-scheduled', 'flse', 'false'],
])('%s: %s asks whether %s was meant', async (name, typo, value) => {
  const run = await pollOnce({ 'batch-job-recid': '1', [name]: typo });
  expect(run.outputs['error']).toContain(` (did you mean \`${value}\`?).`);
  expect(run.requests).toEqual([]);
});

test('method: PSOT asks whether POST was meant', async () => {
  const run = await runWithToken(simulator, { operation: 'rest', path: '/data/BatchJobs', method: 'psot' });
  expect(run.outputs['error']).toMatch(/`method` is "PSOT": give one of GET, [^(]* \(did you mean `POST`\?\)\.$/);
  expect(run.requests).toEqual([]);
});
