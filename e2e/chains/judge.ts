import type { Simulator } from '../../simulator/simulator.ts';
import type { Outcome } from './act.ts';
import { shortRequests } from './case.ts';
import { checkForLeaks } from './leaks.ts';

/**
 * Checks what a run did, and that its log shows no secret.
 *
 * @throws what `check` throws, with the requests and the end of the log in its message
 */
export async function judge(
  outcome: Outcome,
  simulator: Simulator,
  secrets: Record<string, string>,
  check: (requests: string[]) => void | Promise<void>,
): Promise<void> {
  const requests = shortRequests(simulator);
  try {
    await check(requests);
    checkForLeaks(outcome, simulator, Object.values(secrets));
  } catch (thrown) {
    const log = outcome.log.split('\n').slice(-80).join('\n');
    if (thrown instanceof Error) thrown.message += `\n--- requests\n${requests.join('\n')}\n--- log\n${log}`;
    throw thrown;
  }
}
