import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BatchJobSpec } from '../../simulator/batch/job.ts';
import { fixed, notAlike, questionIds, REPORT_FORMAT, settings, switchesLike } from '../../simulator/like.ts';
import { partlyProbed, unprobed, unprobedTable } from '../../simulator/unprobed.ts';
import { mergeScenario } from '../../simulator/validate-scenario.ts';
import { defaultScenario, type Scenario } from '../../simulator/scenario.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { createProbeTransport, probe, type Probed, type ProbeParts } from '../../tools/probe/probe.ts';
import { durationOf } from '../../tools/probe/questions-access.ts';
import { questions, type Report } from '../../tools/probe/report.ts';
import { askAll, MOST_REQUESTS } from '../../tools/probe/send.ts';
import { requests } from '../../tools/probe/requests.ts';
import { Failure, Interrupted } from '../../src/errors.ts';
import { root } from '../../tools/manifest.ts';
import { startStep } from '../../tools/runner.ts';
import { useSimulator } from '../harness/simulator.ts';
import { SEED } from '../harness/seed.ts';

const simulator = useSimulator();
const like = useSimulator();
const folder = mkdtempSync(join(tmpdir(), 'probe-'));

const before = getCACertificates('default');
beforeAll(() => {
  setDefaultCACertificates([...before, simulator.caCertificate, like.caCertificate]);
});
afterAll(() => {
  setDefaultCACertificates(before);
  rmSync(folder, { recursive: true });
});

const variables = (of: Simulator) => ({
  D365FO_ENVIRONMENT_URL: of.environmentUrl,
  D365FO_AUTHORITY_HOST: of.authorityHost,
  D365FO_TENANT_ID: of.tenantId,
  D365FO_CLIENT_ID: of.clientId,
  D365FO_CLIENT_SECRET: of.clientSecret,
});

/** As an earlier step of the chain does. */
async function tokenOf({
  authorityHost,
  tenantId,
  clientId,
  clientSecret,
  environmentUrl,
}: Simulator): Promise<string> {
  const body = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
    scope: `${environmentUrl}/.default`,
  });
  const response = await fetch(`${authorityHost}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

async function probedWhole(
  of: Simulator,
  {
    mayStart,
    signal,
    token,
    lines = [],
  }: Partial<Pick<ProbeParts, 'mayStart' | 'signal' | 'token'>> & { lines?: string[] } = {},
): Promise<Probed> {
  const write = (line: string) => {
    lines.push(line);
  };
  const own = await tokenOf(of);
  const transport = createProbeTransport();
  try {
    return await probe({
      environment: new URL(of.environmentUrl),
      token: token ?? (() => Promise.resolve(own)),
      expiresOnMs: Date.now() + of.scenario.tokenLifetimeSeconds * 1000,
      transport,
      log: { info: write, notice: write, warning: write, debug: write },
      signal: signal ?? new AbortController().signal,
      mayStart,
      pace: { pauseMs: 100, quietMs: 1500, longestMs: 20_000 },
    });
  } finally {
    transport.close();
  }
}

const probed = async (of: Simulator, mayStart?: string): Promise<Report> =>
  (await probedWhole(of, { mayStart })).report;

const answersOf = ({ findings }: Report) =>
  Object.fromEntries(Object.entries(findings).map(([id, { answer }]) => [id, answer]));

/** How long a response takes is the affair of the machine that the test runs on. */
function withoutDurations({ findings, ...rest }: Report) {
  const entries = Object.entries(findings).filter(([id]) => !/responses?$/.test(id));
  return { ...rest, findings: Object.fromEntries(entries) };
}

/** A job in this status, beside one that never ran. */
const spelled = (status: string): Partial<Scenario> => ({
  batchJobs: [{ plan: [{ status }] }, { plan: [{ status: 'Hold' }] }],
});

/** A job that ran before. */
const ran = { lastRun: { startedAgoMs: 7_200_000, endedAgoMs: 3_600_000 } };

/** The settings of the simulator that a probe can find, and what it answers. */
const found: [changes: Partial<Scenario>, answers: Record<string, string>][] = [
  [
    {},
    {
      ...{ 'token-format': 'jwt', 'token-lifetime': '50 to 70 min', registered: 'yes', clock: 'within 1 min' },
      ...{ 'wrong-token': '401', 'no-token': '401', 'refusal-body': 'empty', 'not-found-body': 'json' },
      ...{ 'right-services': 'allowed', 'right-data': 'allowed', 'right-batch-jobs': 'allowed' },
      ...{ 'unknown-service-body': 'json', 'unknown-execution-shape': 'odata', 'right-customers': 'allowed' },
      ...{ 'right-data-management': 'allowed', 'activity-id': 'yes', compression: 'gzip', 'action-value': 'value' },
      ...{ 'byte-order-mark': 'count', 'count-charset': 'yes', 'error-shape': 'odata', 'error-json': 'compact' },
      ...{ 'page-size': 'unknown', 'batch-requests': 'carried-out', 'application-version': '10.0.48' },
      ...{ 'services-xml': 'lists', 'filter-canceled': 'both', 'unset-date': '1900-01-01T00:00:00Z' },
      ...{ 'row-canceled': 'unknown', 'filter-in': '400', 'filter-or': 'accepted', 'filter-ignores-case': 'yes' },
      ...{ 'filter-wildcard': 'yes', 'unknown-execution': 'were not found', 'lower-case-set': '404' },
      ...{ 'missing-key-status': '404', 'first-data-response': 'under 1 s', 'later-responses': 'under 1 s' },
      ...{ 'forbidden-body': 'unknown', 'other-company': '404', 'project-key': 'name', 'status-after-run': 'unknown' },
    },
  ],
  [
    { tokenFormat: 'opaque', refusal: 'redirect', notFoundBody: 'empty', servicesXml: 'never' },
    {
      ...{ 'token-format': 'opaque', registered: 'yes', 'wrong-token': 'redirect', 'no-token': 'redirect' },
      ...{ 'refusal-body': 'unknown', 'not-found-body': 'empty', 'unknown-service-body': 'empty' },
      ...{ 'missing-key-body': 'empty', 'services-xml': 'never' },
    },
  ],
  [
    { tokenLifetimeSeconds: 600, refusal: 'html', notFoundBody: 'html', servicesXml: 'always' },
    {
      ...{ 'token-lifetime': 'under 50 min', 'wrong-token': 'html page', 'no-token': 'html page' },
      ...{ 'not-found-body': 'html', 'missing-key-body': 'html', 'services-xml': 'always' },
      'unknown-service-body': 'html',
    },
  ],
  [
    { tokenLifetimeSeconds: 86_400, refusalBody: 'html', clockSkewMs: 600_000, byteOrderMark: 'always' },
    {
      ...{ 'token-lifetime': 'over 70 min', 'refusal-body': 'html', clock: 'ahead', 'byte-order-mark': 'always' },
      ...{ 'error-json': 'compact', etags: 'yes', 'filter-wildcard': 'yes' },
    },
  ],
  [
    {
      ...({ refusalBody: 'json', clockSkewMs: -600_000, byteOrderMark: 'never', countCharset: false } as const),
      ...{ valueInValue: true, pageSize: 100 },
    },
    {
      ...{ 'refusal-body': 'json', clock: 'behind', 'byte-order-mark': 'never', 'count-charset': 'no' },
      ...{ 'action-value': 'value in value', 'application-version': '10.0.48' },
      ...{ 'page-size': '100', 'next-link': 'skiptoken' },
    },
  ],
  [
    {
      ...({ errorShape: 'web-api', errorJson: 'indented', pageSize: 200, nextLinkForm: 'skip-and-top' } as const),
      ...({ batchRequests: 'echoed', activityId: false, gzip: false, applicationVersion: '10.0.51.3' } as const),
    },
    {
      ...{ 'error-shape': 'web-api', 'error-json': 'indented', 'page-size': '200', 'next-link': 'skip-and-top' },
      ...{ 'batch-requests': 'echoed', 'activity-id': 'no', compression: 'no', 'application-version': '10.0.51' },
      'unknown-execution-shape': 'web-api',
    },
  ],
  [
    { valueInValue: true, unknownExecution: 'status-unknown', pageSize: 239, nextLinkForm: 'skip-and-top' },
    {
      ...{ 'action-value': 'value in value', 'unknown-execution': 'Unknown', 'application-version': '10.0.48' },
      ...{ 'page-size': 'another number', 'next-link': 'skip-and-top' },
    },
  ],
  // What one refusal hides, another response shows.
  [
    {
      ...({ roleMissingFor: ['/data/BatchJobs'], missingKeyStatus: 400, errorShape: 'web-api' } as const),
      projectKey: 'name-and-type',
    },
    {
      ...{ 'right-batch-jobs': 'refused', 'missing-key-status': 'unknown', 'other-company': '400' },
      ...{ 'error-shape': 'unknown', 'unknown-execution-shape': 'web-api', 'missing-project-status': '400' },
    },
  ],
  [
    { roleMissingFor: ['/data/CustomersV3'], refusalBody: 'html' },
    { 'right-customers': 'refused', 'forbidden-body': 'html', 'right-data': 'allowed', 'page-size': 'unknown' },
  ],
  [
    { appRegistered: false, notRegisteredStatus: 401 },
    { registered: 'refused with 401', 'right-data': 'unknown' },
  ],
  [
    { appRegistered: false, notRegisteredStatus: 403 },
    { registered: 'refused with 403', 'right-data': 'unknown' },
  ],
  [
    { otherCompanyStatus: 403, projectKey: 'name-and-type', refusalBody: 'html' },
    { 'other-company': '403', 'project-key': 'name-and-type', 'forbidden-body': 'unknown', 'refusal-body': 'html' },
  ],
  [
    { refusalBody: 'json', roleMissingFor: ['/data/Companies'] },
    { 'forbidden-body': 'json', 'refusal-body': 'json', 'right-data': 'refused' },
  ],
  [
    {
      batchJobs: [
        { plan: [{ status: 'Waiting' }], startsInMs: 3_600_000, recurrenceMs: 7_200_000, ...ran },
        { plan: [{ status: 'Hold' }] },
      ],
    },
    { 'status-after-run': 'Waiting' },
  ],
  [
    { roleMissingFor: ['/api/services'] },
    { 'right-services': 'refused', 'right-data': 'allowed', registered: 'yes', 'forbidden-body': 'empty' },
  ],
  [{ roleMissingFor: ['/data/Companies'] }, { 'right-data': 'refused', 'right-batch-jobs': 'allowed' }],
  [
    { roleMissingFor: ['/data/BatchJobs', '/data/DataManagementDefinitionGroups'], refusalBody: 'html' },
    {
      ...{ 'right-batch-jobs': 'refused', 'right-data-management': 'refused', 'right-data': 'allowed' },
      ...{ 'filter-or': 'unknown', 'unset-date': 'unknown', 'forbidden-body': 'html' },
    },
  ],
  [
    { missingKeyStatus: 400, unknownExecution: 'status-unknown', filterCase: 'compared', notFoundBody: 'html' },
    {
      ...{ 'missing-key-status': '400', 'missing-key-body': 'odata', 'unknown-execution': 'Unknown' },
      ...{ 'filter-ignores-case': 'no', 'filter-wildcard': 'yes', 'unknown-set-status': '404', 'other-company': '400' },
    },
  ],
  [
    { filterSpelling: 'metadata', unsetDate: '1900-01-01T12:00:00Z' },
    {
      ...{ 'filter-canceled': 'only Canceled', 'filter-cancelling': 'only Cancelling' },
      'unset-date': '1900-01-01T12:00:00Z',
    },
  ],
  [{ canceledSpelling: 'Cancelled', ...spelled('Canceled') }, { 'row-canceled': 'Cancelled' }],
  [{ canceledSpelling: 'Canceled', ...spelled('Canceled') }, { 'row-canceled': 'Canceled' }],
  [{ cancellingSpelling: 'Canceling', ...spelled('Cancelling') }, { 'row-cancelling': 'Canceling' }],
  [{ cancellingSpelling: 'Cancelling', ...spelled('Cancelling') }, { 'row-cancelling': 'Cancelling' }],
];

const RECID = '9007199254740993';
/** Executing long enough that a slow machine sees it. */
const run = (...statuses: string[]) =>
  statuses.map((status) => ({ status, forMs: status === 'Executing' ? 2000 : 100 }));
const UNDER_WAY = { plan: [{ status: 'Executing', forMs: 600_000 }, { status: 'Finished' }] };
const RUN = { runPlans: [run('Waiting', 'Executing', 'Finished')] };

/** The settings that only the run of a job shows, and what the probe answers. */
const runs: [changes: Partial<Scenario>, job: BatchJobSpec, answers: Record<string, string>][] = [
  [
    { startResponseShape: 'string-in-value', startResponseNames: 'table', endDateUnderWay: 'kept' },
    { plan: run('Finished'), ...ran, ...RUN },
    {
      ...{ 'start-shape': 'string-in-value', 'start-names': 'table', 'end-date-under-way': 'kept' },
      ...{ 'status-after-run': 'Finished', 'start-withheld': 'unknown', 'start-scheduled': 'unknown' },
    },
  ],
  [
    { endDateUnderWay: 'unset' },
    { plan: run('Finished'), ...ran, runPlans: [run('Waiting', 'Executing', 'Error')] },
    {
      ...{ 'start-shape': 'object', 'start-names': 'documented', 'end-date-under-way': 'unset' },
      'status-after-run': 'Error',
    },
  ],
  [
    { recurringEndsAs: 'Waiting' },
    { plan: run('Finished'), ...ran, ...RUN, recurrenceMs: 3_600_000 },
    { 'status-after-run': 'Waiting' },
  ],
  [{ holdReleasedBy: 'both' }, { plan: run('Hold'), ...RUN }, { 'start-withheld': 'yes' }],
  [
    { holdReleasedBy: 'neither' },
    { plan: run('Hold'), ...RUN },
    { 'start-withheld': 'no', 'status-after-run': 'unknown' },
  ],
  [
    { startScheduled: 'at-once' },
    { ...RUN, plan: run('Waiting', 'Executing', 'Finished'), startsInMs: 3_600_000 },
    { 'start-scheduled': 'at-once' },
  ],
  [
    { startScheduled: 'keeps-start' },
    { ...RUN, plan: run('Waiting', 'Executing', 'Finished'), startsInMs: 3_600_000 },
    { 'start-scheduled': 'keeps-start' },
  ],
  [{ startUnderWay: 'http-500' }, UNDER_WAY, { 'start-under-way': 'http-500' }],
  [{ startUnderWay: 'is-success-false' }, UNDER_WAY, { 'start-under-way': 'is-success-false' }],
];

/** A job that is under way is so until its start was sent, however long that takes. */
async function probedWithRun(of: Simulator, job: BatchJobSpec): Promise<Report> {
  of.jobs.add({ recId: RECID, ...job });
  const timer = setInterval(() => {
    if (job !== UNDER_WAY || !of.requests.some(({ url }) => url.includes('SetBatchJobToWaiting'))) return;
    clearInterval(timer);
    of.clock.advance(600_000);
  }, 20);
  try {
    return await probed(of, RECID);
  } finally {
    clearInterval(timer);
  }
}

/** Sets switches as a start with them does, batch jobs included. */
function start(of: Simulator, changes: Partial<Scenario>): void {
  mergeScenario(of.scenario, changes);
  if (!changes.batchJobs) return;
  for (const { recId } of of.jobs.all()) of.jobs.delete(recId);
  for (const job of changes.batchJobs) of.jobs.add(job);
}

describe('npm run probe', () => {
  test.each(found)('finds %j, and a simulator like that answers alike', async (changes, answers) => {
    start(simulator, changes);
    const report = await probed(simulator);
    expect(answersOf(report)).toMatchObject(answers);
    expect(notAlike(JSON.stringify(report))).toEqual([]);
    start(like, switchesLike(JSON.stringify(report)));
    expect(withoutDurations(await probed(like))).toEqual(withoutDurations(report));
  });

  test.each(runs)('with a job that it may start, finds %j', async (changes, job, answers) => {
    start(simulator, changes);
    const report = await probedWithRun(simulator, job);
    expect(answersOf(report)).toMatchObject(answers);
    const starts = simulator.requests.filter(({ url }) => url.includes('SetBatchJobToWaiting'));
    expect(starts.map(({ body }) => body)).toEqual([`{"batchJobId":${RECID}}`]);
    expect(JSON.stringify(report)).not.toContain(RECID);
    start(like, switchesLike(JSON.stringify(report)));
    expect(answersOf(await probedWithRun(like, job))).toMatchObject(answers);
  });

  test('starts no job that it cannot read, and keeps the report', async () => {
    const { error, report } = await probedWhole(simulator, { mayStart: RECID });
    expect(error).toContain('could not be read, so it was not started');
    expect(answersOf(report)).toMatchObject({ registered: 'yes', 'right-start': 'unknown' });
    expect(simulator.requests.filter(({ url }) => url.includes('SetBatchJobToWaiting'))).toEqual([]);
  });

  test('tells a slow environment from a fast one', async () => {
    start(simulator, { firstCallMs: 1500 });
    const { findings } = await probed(simulator);
    expect(findings['first-data-response']?.answer).toBe('1 to 5 s');
    expect(switchesLike(JSON.stringify({ format: REPORT_FORMAT, findings }))).toMatchObject({ firstCallMs: 2500 });
  });

  test('finds each setting that a report can tell, one by one', () => {
    const tested = [...found.map(([, answers]) => answers), ...runs.map(([, , answers]) => answers)];
    const untested = Object.entries(settings).flatMap(([id, byAnswer]) =>
      Object.keys(byAnswer)
        .filter((answer) => !tested.some((answers) => answers[id] === answer))
        .map((answer) => `${id}: ${answer}`),
    );
    // Numbers of which two are tried, and times that a test would have to wait for: their judges have tables of their own.
    const likeOthers = /^(?:page-size: \d+|application-version: .*|(?:first-data|later)-responses?: .*)$/;
    expect(untested.filter((each) => !likeOthers.test(each))).toEqual([]);
  });

  test('a number of a report is the number that is set', () => {
    const sizes = Object.entries(settings['page-size'] ?? {}).filter(([answer]) => answer !== 'another number');
    for (const [answer, { pageSize }] of sizes) expect(String(pageSize)).toBe(answer);
    for (const [answer, { applicationVersion }] of Object.entries(settings['application-version'] ?? {}))
      expect(applicationVersion).toBe(`${answer}.0`);
    for (const [answer, { firstCallMs = -1 }] of Object.entries(settings['first-data-response'] ?? {}))
      expect(durationOf(firstCallMs)).toBe(answer);
    for (const [answer, { latencyMs = -1 }] of Object.entries(settings['later-responses'] ?? {}))
      expect(durationOf(latencyMs)).toBe(answer);
  });

  test('what the simulator returns in any case is so', async () => {
    expect(answersOf(await probed(simulator))).toMatchObject(fixed);
    expect(Object.keys(fixed).filter((id) => id in settings)).toEqual([]);
    expect([...questionIds].sort()).toEqual(questions.map(({ id }) => id).sort());
  });

  test('tells what the simulator does not do alike', () => {
    const findings = {
      'filter-in': { answer: 'accepted' },
      'filter-or': { answer: 'unknown' },
      compression: { answer: 'other' },
      'right-data': { answer: 'allowed' },
      'batch-statuses': { answer: ['Error', 'others'] },
      // It follows from the status of a missing key, which this report leaves open.
      'missing-project-status': { answer: '404' },
      'project-key': { answer: 'name' },
    };
    expect(notAlike(JSON.stringify({ format: REPORT_FORMAT, findings }))).toEqual([
      'filter-in: accepted',
      'compression: other',
      'batch-statuses: Error, others',
      'missing-project-status: 404',
    ]);
  });

  test('every switch is found, or there is a reason why not', () => {
    const set = new Set(
      Object.values(settings).flatMap((byAnswer) => Object.values(byAnswer).flatMap((each) => Object.keys(each))),
    );
    const reasoned = unprobed.flatMap(([, names]) => names);
    expect([...set, ...reasoned].sort()).toEqual(Object.keys(defaultScenario).sort());
    expect(Object.keys(partlyProbed).filter((name) => !set.has(name))).toEqual([]);
    const [, table = ''] =
      /<!-- unprobed -->([^]*)<!-- \/unprobed -->/.exec(readFileSync(join(root, 'simulator/README.md'), 'utf8')) ?? [];
    const plain = (text: string) => text.replace(/ +/g, ' ').replace(/-+/g, '-').trim();
    expect(plain(table)).toBe(plain(unprobedTable()));
  });

  test('a report sets switches by answers that there are', () => {
    for (const [id, byAnswer] of Object.entries(settings)) {
      const { answers = [] } = questions.find((question) => question.id === id) ?? {};
      expect(Object.keys(byAnswer).filter((answer) => !answers.includes(answer))).toEqual([]);
      for (const switches of Object.values(byAnswer)) {
        expect(() => {
          mergeScenario(simulator.scenario, switches);
        }).not.toThrow();
      }
    }
  });

  test('sends nothing that changes anything, and no token elsewhere', async () => {
    start(simulator, { refusal: 'redirect' });
    await probed(simulator);
    const sent = simulator.requests.filter(({ url }) => !url.includes('/oauth2/'));
    expect(sent.length).toBeLessThanOrEqual(MOST_REQUESTS);
    expect(new Set(sent.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${url}`))).toEqual(
      new Set([
        'POST /api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo',
        'POST /api/services/D365foActionProbe/D365foActionProbe/D365foActionProbe',
        'POST /data/DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion',
        'POST /data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetExecutionSummaryStatus',
        'POST /data/$batch',
      ]),
    );
    expect(sent.find(({ url }) => url === '/data/$batch')?.body).not.toMatch(/^(POST|PUT|PATCH|DELETE) /m);
    // The redirect was seen and not followed: nobody asked for a sign-in page.
    expect(simulator.requests.filter(({ url }) => url.includes('/authorize'))).toEqual([]);
    expect(sent.filter(({ status }) => status === 302)).toHaveLength(2);
  });

  test('ends at 40 requests, retries included', async () => {
    start(simulator, { faults: [{ match: { path: '/data/' }, respond: 'throttle', retryAfterSeconds: 0 }] });
    const report = await probed(simulator);
    expect(simulator.requests.filter(({ url }) => !url.includes('/oauth2/'))).toHaveLength(MOST_REQUESTS);
    expect(answersOf(report)).toMatchObject({ 'right-services': 'allowed', 'filter-or': 'unknown', etags: 'unknown' });
  });

  test.each([
    ['throttle', /^Some requests got 429 json \(\d+ times\), so questions about them stay open\. F&O is throttling: /],
    ['401-html', /^Some requests got 401 html \(\d+ times\), .*\. Probe it again later\.$/],
  ] as const)('says why questions stay open after %s', async (respond, note) => {
    start(simulator, {
      faults: [{ match: { path: '/data/', nth: 10, times: 100 }, respond, retryAfterSeconds: 3600 }],
    });
    const { notes, report } = await probedWhole(simulator);
    expect(notes).toEqual([expect.stringMatching(note)]);
    expect(answersOf(report)).toMatchObject({ registered: 'yes', 'wrong-token': '401', 'filter-or': 'unknown' });
    simulator.reset();
    expect((await probedWhole(simulator)).notes).toEqual([]);
  });

  test('goes on after a response that never came', async () => {
    start(simulator, { faults: [{ match: { path: '/data/BatchJobs/$count' }, respond: 'reset' }] });
    expect(answersOf(await probed(simulator))).toMatchObject({ 'count-charset': 'unknown', 'filter-or': 'accepted' });
  });

  test('is no report if nothing responds like F&O, and stops early', async () => {
    for (const [startingAs, what, most] of [
      ['503-html', /^Nothing responded like F&O: 503 html/, 18],
      ['html', /^Nothing responded like F&O: 200 html/, 6],
      ['redirect', /^Nothing responded like F&O: 302 empty/, 6],
      ['reset', /GetUserSessionInfo failed: the connection .* broke/, 6],
    ] as const) {
      simulator.reset();
      start(simulator, { startingForMs: 10 ** 9, startingAs });
      await expect(probed(simulator)).rejects.toThrow(what);
      expect(simulator.requests.filter(({ url }) => !url.includes('/oauth2/')).length).toBeLessThanOrEqual(most);
    }
  });

  test('a page in place of $metadata is none', async () => {
    start(simulator, { faults: [{ match: { path: '$metadata' }, respond: 'signin-html' }] });
    const { findings } = await probed(simulator);
    expect(findings['batch-statuses']).toEqual({ answer: 'unknown', evidence: ['200 html'] });
  });

  test('names the rights that the user lacks, and an application that is not registered', async () => {
    start(simulator, { roleMissingFor: ['/data', '/metadata'] });
    expect((await probedWhole(simulator)).notes).toEqual([
      expect.stringMatching(/^The user may not read legal entities/),
      expect.stringMatching(/^The user may not read batch jobs \(`batch-wait`\): F&O refused it with 403/),
      expect.stringMatching(/^The user may not read the status of an execution/),
      expect.stringMatching(/^The user may not read customers/),
    ]);
    start(simulator, { roleMissingFor: [], appRegistered: false });
    expect((await probedWhole(simulator)).notes).toEqual([
      expect.stringMatching(/^F&O refused every request with 401: register the application/),
    ]);
  });

  test('that is interrupted reports what it has seen', async () => {
    const interruption = new AbortController();
    const timer = setInterval(() => {
      if (simulator.requests.some(({ url }) => url.includes('/$count'))) interruption.abort(new Interrupted('Stop.'));
    }, 5);
    start(simulator, { faults: [{ match: { path: '/$count' }, respond: 'hang' }] });
    const { report, notes, error } = await probedWhole(simulator, { mayStart: RECID, signal: interruption.signal });
    clearInterval(timer);
    expect(error).toBe('Stop.');
    expect(notes.join()).toContain('interrupted');
    expect(answersOf(report)).toMatchObject({
      registered: 'yes',
      'lower-case-metadata': 'accepted',
      'filter-or': 'unknown',
    });
    expect(simulator.requests.at(-1)?.url).toContain('/$count');
  });

  test('asks for so long at most', async () => {
    start(simulator, { faults: [{ match: { path: '/$count' }, respond: 'hang' }] });
    const transport = createProbeTransport();
    const token = await tokenOf(simulator);
    const ignore = () => undefined;
    const { seen, open } = await askAll(
      {
        environment: new URL(simulator.environmentUrl),
        token: () => Promise.resolve(token),
        transport,
        log: { info: ignore, notice: ignore, warning: ignore, debug: ignore },
        signal: new AbortController().signal,
      },
      5000,
    );
    transport.close();
    expect(open).toMatch(/^The environment took longer than/);
    expect(Object.keys(seen)).toContain('job');
    expect(simulator.requests.at(-1)?.url).toContain('/$count');
  });

  test('a token that expires ends the watch, and not the report', async () => {
    simulator.jobs.add({
      recId: RECID,
      plan: run('Finished'),
      ...ran,
      runPlans: [[{ status: 'Executing', forMs: 60_000 }]],
    });
    const own = await tokenOf(simulator);
    const isStarted = () => simulator.requests.some(({ url }) => url.includes('SetBatchJobToWaiting'));
    const { report, notes, error } = await probedWhole(simulator, {
      mayStart: RECID,
      token: () => (isStarted() ? Promise.reject(new Failure('The token expired.')) : Promise.resolve(own)),
    });
    expect(error).toBeUndefined();
    expect(notes).toEqual(['The token expired. The end of the run was not seen.']);
    expect(answersOf(report)).toMatchObject({ 'right-start': 'allowed', 'status-after-run': 'unknown' });
  });

  test('a watch outlives polls that fail, and says so if no more succeed', async () => {
    simulator.jobs.add({ recId: RECID, plan: run('Finished'), ...ran, ...RUN });
    start(simulator, { faults: [{ match: { path: `BatchJobs(${RECID})`, nth: 3 }, respond: '404-html' }] });
    expect(answersOf(await probed(simulator, RECID))).toMatchObject({ 'status-after-run': 'Finished' });
    simulator.jobs.add({ recId: '42', plan: run('Finished'), ...ran, ...RUN });
    start(simulator, { faults: [{ match: { path: 'BatchJobs(42)', nth: 2, times: 1000 }, respond: '403' }] });
    const { notes, error } = await probedWhole(simulator, { mayStart: '42' });
    expect({ notes, error }).toEqual({
      notes: [expect.stringContaining('could not be read any more')],
      error: undefined,
    });
  });

  test('a start that F&O refuses is watched no longer', async () => {
    simulator.jobs.add({ recId: RECID, plan: run('Hold') });
    start(simulator, { faults: [{ match: { path: 'SetBatchJobToWaiting' }, respond: '403-json' }] });
    const { report, notes } = await probedWhole(simulator, { mayStart: RECID });
    expect(notes).toEqual([expect.stringMatching(/^F&O did not start the batch job \(403 json\)/)]);
    expect(answersOf(report)).toMatchObject({ 'right-start': 'refused', 'start-withheld': 'no' });
  });

  test('neither its report nor its log holds a name, an ID or a row', async () => {
    const name = fc.stringMatching(/^[A-Z][A-Za-z' .-]{1,9}[0-9]{6}$/);
    const recId = fc.integer({ min: 10 ** 12, max: 10 ** 15 }).map(String);
    await fc.assert(
      fc.asyncProperty(name, name, recId, async (description, company, id) => {
        simulator.reset();
        start(simulator, {
          userCompany: company,
          batchJobs: [{ recId: id, description, company, plan: [{ status: 'Canceled' }] }],
        });
        const lines: string[] = [];
        const { report, notes } = await probedWhole(simulator, { lines });
        const text = JSON.stringify([report, notes, lines]);
        for (const word of [description, company, id, simulator.tenantId, simulator.clientId, 'US-0', 'usmf'])
          expect(text).not.toContain(word);
      }),
      { numRuns: 8, seed: SEED },
    );
  });

  test.each(['1000', 'ÅÄÖ', 'Straße', ''])('a legal entity named %j is not asked for in another case', (DataArea) => {
    const bytes = Buffer.from(JSON.stringify({ value: [{ DataArea }] }));
    const companies = { status: 200, headers: {}, bytes, elapsedMs: 1, aheadMs: undefined };
    expect(requests['company in the other case']({ companies })).toBeUndefined();
  });
});

describe('the command', () => {
  const run = async (script: string, args: string[], env: Record<string, string>) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      env: { PATH: process.env['PATH'], ...env },
    });
    const [out, errors] = [text(child.stdout), text(child.stderr)];
    const code = await new Promise((resolve) => child.once('exit', resolve));
    return { code, out: await out, errors: await errors };
  };

  test('prints a table and writes a report', async () => {
    const file = join(folder, 'report.json');
    const { code, out, errors } = await run('tools/probe/main.ts', ['--report', file], {
      ...variables(simulator),
      NODE_EXTRA_CA_CERTS: simulator.caFile,
    });
    expect({ code, errors }).toMatchObject({ code: 0 });
    expect(out).toMatch(/^\| What does an invalid token get\? +\| 401 +\| 401 empty \|$/m);
    expect(out + errors).not.toContain(simulator.clientSecret);
    const report = readFileSync(file, 'utf8');
    for (const value of [simulator.tenantId, simulator.clientId, 'localhost', 'usmf', '5637144576', 'Nightly'])
      expect(report).not.toContain(value);
  });

  test('says what is missing, and sends nothing', async () => {
    const file = join(folder, 'none.json');
    const { code, errors } = await run('tools/probe/main.ts', ['--report', file], { D365FO_CLIENT_ID: 'x' });
    expect(code).toBe(1);
    expect(errors).toContain('D365FO_ENVIRONMENT_URL');
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });

  test.each([
    ['a credential', { D365FO_CLIENT_SECRET: '' }, /^No credential is set: set `D365FO_CLIENT_SECRET`, /],
    ['a tenant', { D365FO_TENANT_ID: '' }, /^`D365FO_TENANT_ID` has no value, [^.]*\.$/],
    ['a URL that is one', { D365FO_ENVIRONMENT_URL: 'contoso' }, /^`D365FO_ENVIRONMENT_URL` is "contoso", which/],
  ])('without %s names the variable, and sends nothing', async (_what, env, message) => {
    const given = { ...variables(simulator), NODE_EXTRA_CA_CERTS: simulator.caFile, ...env };
    const { code, errors } = await run('tools/probe/main.ts', ['--report', join(folder, 'none.json')], given);
    expect({ code, last: errors.trim().split('\n').at(-1) }).toEqual({
      code: 1,
      last: expect.stringMatching(message),
    });
    expect(errors).not.toMatch(/`(?:tenant-id|client-secret|environment-url)`|pull request/);
    expect(simulator.requests).toEqual([]);
  });

  test.each([
    ['is a folder', () => folder, 'it is no name of a file'],
    ['is empty', () => '', 'it is no name of a file'],
    ['goes through a file', () => join(root, 'package.json/x.json'), 'EEXIST|ENOTDIR'],
  ])('says at once that its report cannot be written if the name %s', async (_what, file, reason) => {
    const { code, errors } = await run('tools/probe/main.ts', [`--report=${file()}`], variables(simulator));
    expect({ code, errors: errors.trim() }).toEqual({
      code: 1,
      errors: expect.stringMatching(`^The report cannot be written to .*(?:${reason}).*, so nothing was sent\\.$`),
    });
    expect(simulator.requests).toEqual([]);
  });

  test('that is interrupted while it watches a job writes its report', async () => {
    simulator.jobs.add({ recId: RECID, plan: [{ status: 'Executing', forMs: 600_000 }, { status: 'Finished' }] });
    const file = join(folder, 'new/folder/interrupted.json');
    const child = spawn(
      process.execPath,
      [join(root, 'tools/probe/main.ts'), '--report', file, '--may-start-batch-job', RECID],
      {
        env: { ...variables(simulator), NODE_EXTRA_CA_CERTS: simulator.caFile },
      },
    );
    const [out, errors] = [text(child.stdout), text(child.stderr)];
    const timer = setInterval(() => {
      if (!simulator.requests.some(({ url }) => url.includes('SetBatchJobToWaiting'))) return;
      clearInterval(timer);
      child.kill('SIGINT');
    }, 20);
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect({ code, errors: await errors }).toEqual({ code: 1, errors: expect.stringContaining('interrupted') });
    expect(await out).toContain('The end of the run was not seen.');
    expect(readFileSync(file, 'utf8')).toContain('"start-under-way"');
  });

  test.each([
    [['--may-start', '1'], /may-start[^]*--may-start-batch-job RECID/],
    [['--may-start-batch-job', '007'], /RecId, which has only digits/],
    [['--may-start-batch-job', ''], /`--may-start-batch-job` is empty/],
  ])('says what is wrong with %j', async (args, what) => {
    const { code, errors } = await run(
      'tools/probe/main.ts',
      ['--report', join(folder, 'x.json'), ...args],
      variables(simulator),
    );
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringMatching(what) });
    expect(errors).not.toContain('    at ');
    expect(simulator.requests).toEqual([]);
  });

  const reportWith = (findings: unknown, format = REPORT_FORMAT) => JSON.stringify({ format, findings });
  test.each([
    ['other JSON', '{"pageSize":2}', /: it does not begin like one/],
    ['half of it', '{"format":"d365fo-action probe 1","findings":{"filter-or', /: it is not valid JSON: Unterminated/],
    ['one of another version', reportWith({}, 'd365fo-action probe 2'), /its format is "d365fo-action probe 2"/],
    [
      'one that was edited',
      reportWith({ 'filter-or': { answer: 5 }, 'no-such': { answer: 'yes' } }),
      /the answer to "filter-or" is no text; "no-such" is no question of this version/,
    ],
    ['nothing', '', /not valid JSON/],
    ['one in UTF-16', Buffer.from(`\ufeff${reportWith({})}`, 'utf16le'), /it is not in UTF-8 \(Windows PowerShell/],
    ['a report without findings', reportWith({}), /it has no findings/],
  ])('npm run simulator -- --like says in one message what is wrong with %s', async (_what, content, message) => {
    const file = join(folder, 'other.json');
    writeFileSync(file, content);
    const { code, errors } = await run('simulator/main.ts', ['--like', file], {});
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringMatching(message) });
    expect(errors.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    [['--scenario', 'jobz'], /^There is no scenario "jobz" \(did you mean `jobs`\?\)/],
    [['--speed', '0'], /^--speed is "0", which is no number above 0\.$/],
    [['--speed', 'fast'], /^--speed is "fast"/],
    [['--port', '99999'], /^--port is "99999", which is no port\.$/],
    [['--port', ''], /^--port is ""/],
    [['--likes', 'x'], /^Unknown option '--likes'[^]*--like REPORT/],
  ])('npm run simulator -- %j says what is wrong, and starts nothing', async (args, message) => {
    const { code, out, errors } = await run('simulator/main.ts', args, {});
    expect({ code, out, errors: errors.trim() }).toEqual({
      ...{ code: 1, out: '' },
      errors: expect.stringMatching(message),
    });
    expect(errors).not.toContain('    at ');
  });
});

describe('the step of the chain', () => {
  const step = async (inputs: Record<string, string>) =>
    startStep({
      inputs: {
        ...{ 'wait-timeout-minutes': '60', token: await tokenOf(simulator) },
        ...{ 'expires-on': new Date(Date.now() + 3_600_000).toISOString(), ...inputs },
      },
      script: join(root, 'dist/probe/index.js'),
      env: { D365FO_ENVIRONMENT_URL: simulator.environmentUrl, NODE_EXTRA_CA_CERTS: simulator.caFile },
    });
  const signIns = () => simulator.requests.filter(({ url }) => url.includes('/oauth2/'));

  test('needs a token alone, writes the table into the summary and the report into a file', async () => {
    const token = await tokenOf(simulator);
    const running = await step({ token });
    const { exitCode, outputs, summary, masks, stdout, folder: left } = await running.finished;
    expect({ exitCode, error: outputs['error'] }).toEqual({ exitCode: 0, error: '' });
    expect(summary).toMatch(/^\| What does an invalid token get\? \| 401 \| 401 empty \|$/m);
    expect(summary).toMatch(/\d\d of \d\d questions have an answer/);
    expect(masks).toContain(token);
    expect(stdout.replace(/^::add-mask::.*$/gm, '')).not.toContain(token);
    const report: unknown = JSON.parse(readFileSync(outputs['report-file'] ?? '', 'utf8'));
    expect(report).toMatchObject({ format: REPORT_FORMAT, findings: { 'token-lifetime': { answer: '50 to 70 min' } } });
    // Of the two steps here that sign in, none is the probe.
    expect(signIns()).toHaveLength(2);
    rmSync(left, { recursive: true });
  });

  test('says what rights the user lacks', async () => {
    start(simulator, { roleMissingFor: ['/data/BatchJobs'] });
    const { exitCode, summary, annotations, folder: left } = await (await step({})).finished;
    expect(exitCode).toBe(0);
    expect(annotations.map(({ message }) => message).join()).toContain('The user may not read batch jobs');
    expect(summary).toContain('The user may not read batch jobs');
    rmSync(left, { recursive: true });
  });

  test('that is cancelled while it watches a job ends as failed, and keeps its report', async () => {
    simulator.jobs.add({ recId: RECID, plan: [{ status: 'Executing', forMs: 600_000 }, { status: 'Finished' }] });
    const running = await step({ 'may-start-batch-job': RECID });
    const timer = setInterval(() => {
      if (!simulator.requests.some(({ url }) => url.includes('SetBatchJobToWaiting'))) return;
      clearInterval(timer);
      running.kill('SIGTERM');
    }, 20);
    const { exitCode, timedOut, outputs, annotations, folder: left } = await running.finished;
    clearInterval(timer);
    expect({ exitCode, timedOut }).toEqual({ exitCode: 1, timedOut: false });
    expect(outputs['error']).toBe('The step was interrupted (SIGTERM).');
    expect(readFileSync(outputs['report-file'] ?? '', 'utf8')).toContain('"start-under-way"');
    expect(annotations.filter(({ level }) => level === 'error')).toHaveLength(1);
    rmSync(left, { recursive: true });
  });

  test('says all that is wrong with its inputs, and sends nothing', async () => {
    const running = await step({ 'environment-url': 'x', 'may-start-batch-job': '1,2' });
    simulator.reset();
    const { exitCode, outputs, folder: left } = await running.finished;
    expect(exitCode).toBe(1);
    expect(outputs['error']).toMatch(/^2 problems with the inputs; nothing was sent\..*RecId.*`environment-url`/);
    expect(simulator.requests).toEqual([]);
    rmSync(left, { recursive: true });
  });
});
