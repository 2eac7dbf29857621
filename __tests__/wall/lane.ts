import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { startSimulator, type Simulator } from '../../simulator/simulator.ts';
import { type RawServer, startRawServer } from '../harness/raw-server.ts';

/** The servers of one run at a time; several lanes run side by side. */
export interface Lane {
  /** How many times as fast the clocks run. */
  speed: number;
  simulator: Simulator;
  raw: RawServer;
  expired: RawServer;
  ofOtherHost: RawServer;
  close(): Promise<void>;
}

/** Pauses of a minute take three seconds. */
export const SPEED = 20;

export async function openLane(speed: number): Promise<Lane> {
  const [simulator, raw, expired, ofOtherHost] = await Promise.all([
    startSimulator({ clock: { speed } }),
    startRawServer(),
    startRawServer('127.0.0.1', { isExpired: true }),
    startRawServer('127.0.0.1', { names: ['contoso.operations.dynamics.com'] }),
  ]);
  return {
    speed,
    simulator,
    raw,
    expired,
    ofOtherHost,
    async close() {
      for (const server of [raw, expired, ofOtherHost]) server.close();
      await simulator.close();
    },
  };
}

export const EXECUTION = 'gh-0123456789abcdef01234567-1';

/** Lets F&O begin an execution, which then lives by the scenario's plan. */
export async function beginExecution(simulator: Simulator): Promise<void> {
  const path = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.ExportToPackageAsync';
  const sent = request(`${simulator.environmentUrl}${path}`, {
    method: 'POST',
    ca: readFileSync(simulator.caFile),
    headers: { authorization: `Bearer ${simulator.mintToken()}`, 'content-type': 'application/json' },
  });
  const what = { definitionGroupId: 'Nightly', packageName: 'p', executionId: EXECUTION, reExecute: true };
  sent.end(JSON.stringify({ ...what, legalEntityId: 'USMF' }));
  const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream & { statusCode: number }];
  response.resume();
  if (response.statusCode !== 200) throw new Error(`the execution was not begun: ${response.statusCode}`);
}
