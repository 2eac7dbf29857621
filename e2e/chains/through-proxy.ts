import assert from 'node:assert/strict';
import { type ConnectProxy, startConnectProxy } from '../../__tests__/harness/connect-proxy.ts';
import type { Scenario } from '../../simulator/scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { type Machine, type Outcome, type Run, runOnAct } from './act.ts';
import { judge } from './judge.ts';

/**
 * Runs a workflow as it stands: a proxy leads its host names to the simulator. It must succeed, unless it `fails`, and
 * `check` must hold. With `again` it is run twice. `direct` is a host that no proxy leads anywhere.
 */
export async function runThroughProxy(
  machine: Machine,
  scenario: Partial<Scenario>,
  runOf: (simulator: Simulator, proxy: ConnectProxy) => Omit<Run, 'env'>,
  check: (seen: Outcome & { simulator: Simulator; requests: string[] }) => void,
  { again, fails, direct }: { again?: true; fails?: true; direct?: string } = {},
): Promise<void> {
  const simulator = await startSimulator({ scenario });
  const proxy = await startConnectProxy(simulator.port);
  try {
    const run = runOf(simulator, proxy);
    const once = { ...run, env: { https_proxy: proxy.url, ...(direct !== undefined && { no_proxy: direct }) } };
    let outcome = await runOnAct(machine, simulator, once);
    if (again) outcome = await runOnAct(machine, simulator, { ...once, artifacts: outcome.artifacts });
    await judge(outcome, simulator, run.secrets ?? {}, (requests) => {
      assert.equal(outcome.exitCode, fails ? 1 : 0);
      check({ ...outcome, simulator, requests });
    });
  } finally {
    await proxy.close();
    await simulator.close();
  }
}
