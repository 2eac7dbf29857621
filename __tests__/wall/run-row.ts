import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addJob, planOf } from '../harness/jobs.ts';
import { type Run, runAction, type RunOptions } from '../harness/run-action.ts';
import { signIn } from '../harness/server.ts';
import { defaultScenario } from '../../simulator/scenario.ts';
import { mergeScenario } from '../../simulator/validate-scenario.ts';
import { beginExecution, EXECUTION, type Lane, SPEED } from './lane.ts';
import { areRequests, written } from './requests.ts';
import type { Operation, Phase, Row, World } from './row.ts';
import { oddities } from './oddities.ts';

export interface RowResult {
  /** What is not as it should be; empty if the row holds. */
  problems: string[];
  /** Whether a machine that is busy with other work can make it so: it is tried again by a slower clock. */
  mayBeLoad?: boolean;
  /** Why the row could not be tried on this machine. */
  skipped?: string;
  run?: Run;
}

const DEFAULTS: Record<Operation, Record<string, string>> = {
  rest: { path: '/data/CustomerGroups' },
  'dmf-init': {},
  'batch-wait': { 'batch-job-recid': '<job>' },
  token: { verify: 'true' },
};
const OPAQUE_TOKEN = 'an-opaque-token-of-the-wall';
const HOUR_MS = 3_600_000;
/** What a run of the fast clock has in half a minute. */
const TIME_LIMIT_MS = 30_000;
/** As the harness and the whole runs put it. */
export const LEAK = /secrets? can be seen/i;

/** Carries a row out against the built action, and compares all that it says. */
export async function runRow(phase: Phase, row: Row, lane: Lane): Promise<RowResult> {
  const [operation, , world, inputs] = row;
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'd365fo-wall-')));
  let undo: (() => void) | undefined;
  try {
    if (world.smallDisk) {
      const mounted = mountSmallDisk(join(workspace, 'disk'));
      if (typeof mounted === 'string') return { problems: [], skipped: mounted };
      undo = mounted;
    }
    for (const [name, content] of Object.entries(world.files ?? {})) {
      mkdirSync(dirname(join(workspace, name)), { recursive: true });
      writeFileSync(join(workspace, name), content);
    }
    const values = await prepare(lane, world, workspace);
    const credentials = phase === 'sign-in' ? signIn(lane.simulator) : { token: '<token>' };
    const given = { operation, ...credentials, 'environment-url': '<env>', ...DEFAULTS[operation], ...inputs };
    // A JWT is sent to its own environment alone, so that other servers get a token that nothing can be read from.
    if (given['environment-url'] !== '<env>' || values['env'] !== values['simulator']) values['token'] = OPAQUE_TOKEN;
    const filled = (text: string) => text.replace(/<([a-z-]+)>/g, (whole, name: string) => values[name] ?? whole);
    const all = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, filled(value)] as const));
    const env = Object.fromEntries(Object.entries(world.env ?? {}).map(([name, value]) => [name, filled(value)]));
    const options = { inputs: all, workspace, ...optionsOf(world, lane.speed) };
    const run = await runAction(serverOf(lane, world), { ...options, env: { ...options.env, ...env } });
    const odd = oddities(run);
    return { problems: [...compare(row, run), ...odd], mayBeLoad: odd.length === 0, run };
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    return { problems: [problem], mayBeLoad: !LEAK.test(problem) };
  } finally {
    undo?.();
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** @returns what stands for `<name>` in the inputs of the row */
async function prepare(lane: Lane, world: World, workspace: string): Promise<Record<string, string>> {
  const { simulator, raw } = lane;
  simulator.reset();
  raw.reset(world.raw ?? {});
  const { life, execution } = world;
  const scenario = Object.fromEntries(Object.entries(world).filter(([name]) => name in defaultScenario));
  mergeScenario(simulator.scenario, structuredClone(scenario));
  const job = addJob(simulator, life ?? 'Waiting 2 Executing 4 Finished', { description: 'Nightly posting' });
  if (execution !== undefined) {
    simulator.scenario.executionPlan = planOf(execution);
    await beginExecution(simulator);
  }
  const simulatorUrl = simulator.environmentUrl;
  for (const fault of simulator.scenario.faults)
    if (fault.body !== undefined) fault.body = fault.body.replaceAll('<job>', job);
  return {
    workspace,
    env: serverOf(lane, world).url,
    simulator: simulatorUrl,
    job,
    execution: EXECUTION,
    token: simulator.mintToken(),
    secret: simulator.clientSecret,
    'refresh-token': simulator.refreshToken,
    tenant: simulator.tenantId,
    client: simulator.clientId,
    callback: `${simulatorUrl}/callback/hook?sig=a-very-secret-signature`,
    'hour-ago': `${new Date(simulator.clock.now() - HOUR_MS).toISOString().slice(0, 19)}Z`,
  };
}

function serverOf({ simulator, raw, expired, ofOtherHost }: Lane, { raw: behaviour, certificate }: World) {
  if (certificate === 'expired') return expired;
  if (certificate === 'of-other-host') return ofOtherHost;
  return behaviour ? raw : Object.assign(simulator, { url: simulator.environmentUrl });
}

function optionsOf({ clock, jumpHours, certificate, signals }: World, speed: number): Partial<RunOptions> {
  const jump = jumpHours === undefined ? {} : { CLOCK_JUMP: `60000 ${jumpHours * HOUR_MS}` };
  return {
    ...(clock === 'real' || signals ? {} : { clockSpeed: speed }),
    timeLimitMs: (TIME_LIMIT_MS * SPEED) / speed,
    ...(signals ? { signals } : {}),
    env: { ...jump, ...(certificate === 'unknown-issuer' ? { NODE_EXTRA_CA_CERTS: '' } : {}) },
  };
}

function compare([, , , , end, words, requests]: Row, run: Run): string[] {
  const [code = '', outcome = ''] = end.split(' ');
  const error = run.outputs['error'] ?? run.annotations.find(({ level }) => level === 'error')?.message ?? '';
  const log = [...run.log, ...run.annotations.map(({ message }) => message)].join('\n');
  const found = `${run.exitCode ?? 'killed'} ${run.outputs['outcome'] ?? ''}`.trim();
  const sent = written(run.requests);
  const problems: string[] = [];
  if (found !== `${code} ${outcome}`.trim()) problems.push(`ended with ${found}, expected ${end}: ${error}`);
  for (const each of typeof words === 'string' ? [words] : words) {
    const [, place, not, word = ''] = /^(log:)?(!)?(.*)$/s.exec(each) ?? [];
    const text = code === '0' || place ? log : error;
    if (text.includes(word) === Boolean(not)) problems.push(`${not ? 'says' : 'does not say'} "${word}": ${text}`);
  }
  if (!areRequests(requests, run.requests)) problems.push(`sent "${sent}", expected "${requests}"`);
  return problems;
}

/** @returns how to unmount it, or why it cannot be mounted */
function mountSmallDisk(folder: string): (() => void) | string {
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=777', 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    return 'a small disk can be mounted by root on Linux alone';
  }
  return () => {
    execFileSync('umount', [folder], { stdio: 'pipe' });
  };
}
