import assert from 'node:assert/strict';
import type { Simulator } from '../../simulator/simulator.ts';
import type { Outcome } from './act.ts';

/** No secret of the caller, no bearer, and no assertion stands in the log. */
export function checkForLeaks({ log }: Outcome, { requests }: Simulator, secrets: string[]): void {
  const bearers = requests.flatMap(({ headers }) => /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? []);
  const assertions = requests.flatMap(({ body }) => new URLSearchParams(body).get('client_assertion') ?? []);
  for (const hidden of new Set([...secrets, ...bearers, ...assertions])) {
    if (hidden === 'request-token-of-the-job' || hidden === '') continue;
    assert.ok(!log.includes(hidden), `a secret of ${hidden.length} characters stands in the log`);
  }
}
