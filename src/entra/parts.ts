import type { Clock } from '../clock.ts';
import type { Client } from '../http/client.ts';
import type { Secrets } from '../report/secrets.ts';
import type { Show } from '../server-text.ts';

/** What signing in needs of the floors below. */
export interface SignInParts {
  client: Client;
  clock: Clock;
  secrets: Secrets;
  /** The way of what a service sent into a message. */
  show: Show;
  /** Cuts a request in flight, and the pauses between its repeats. */
  signal: AbortSignal;
  /** How long one request may take; 0 is no limit. */
  timeoutMs: number;
}
