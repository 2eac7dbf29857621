/** The simulator as a process of its own: it takes its orders once from the step that starts it, and outlives that step. */
import { startSimulator } from '../simulator.ts';
import type { Scenario } from '../scenario.ts';

export interface Orders {
  scenario: Partial<Scenario>;
  timeLimitMs: number;
}

export type Report =
  | { kind: 'failed'; problem: string }
  | {
      kind: 'ready';
      port: number;
      environmentUrl: string;
      tenantId: string;
      clientId: string;
      clientSecret: string;
      refreshToken: string;
      caCertificate: string;
    };

/** Runs until the control API or the time limit ends it. */
async function run({ scenario, timeLimitMs }: Orders): Promise<Report> {
  const end = (): void => {
    clearTimeout(timer);
    void simulator.close();
  };
  const simulator = await startSimulator({ scenario, onStop: end });
  const timer = setTimeout(end, timeLimitMs);
  const { port, environmentUrl, tenantId, clientId, clientSecret, refreshToken, caCertificate } = simulator;
  return { kind: 'ready', port, environmentUrl, tenantId, clientId, clientSecret, refreshToken, caCertificate };
}

const send = (report: Report, then?: () => void): void => void process.send?.(report, () => then?.());

// It ends with the step that started it, unless that step has told the post step of it.
const exit = (): void => process.exit();
process.once('disconnect', exit);
process.once('message', (orders) => {
  run(orders as Orders).then(
    (ready) => {
      process.once('message', () => {
        process.off('disconnect', exit);
        process.disconnect();
      });
      send(ready);
    },
    (error: unknown) => {
      send({ kind: 'failed', problem: error instanceof Error ? error.message : String(error) }, exit);
    },
  );
});
