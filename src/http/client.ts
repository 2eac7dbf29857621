import { msSince, type Clock } from '../clock.ts';
import { Failure, Outage } from '../errors.ts';
import type { Log } from '../log.ts';
import { createDownload } from './download.ts';
import type { HttpResponse, Transport, Head, Receive, Request } from './exchange.ts';
import { mayGoBetter, TransportFault } from './fault.ts';
import { explainFault, type FaultContext } from './fault-message.ts';
import { decide, type Effort, retryAfterOf, type Trouble } from './retry.ts';
import { mayPass } from './status.ts';

/** `read` makes the retry rule treat the request as a read; `name` is what messages call it. */
export interface CallOptions extends FaultContext {
  /** `once` leaves retries to a wait, whose deadline bounds them. */
  attempts: 'retry' | 'once';
  signal: AbortSignal;
  timeoutMs: number;
}

/** Sends requests through the transport by the one retry rule. */
export interface Client {
  /**
   * @returns the last response, whatever its status
   * @throws Outage if there is none but one may come later, Failure if none will
   */
  call<T>(request: Request, receive: Receive<T>, options: CallOptions): Promise<HttpResponse<T>>;
  /** @returns what the call that began first, of those that have not ended, has come to until now; undefined if there is none */
  unended(): Unended | undefined;
}

export interface Unended {
  /** A sentence. */
  message: string;
  forMs: number;
}

export interface ClientParts {
  transport: Transport;
  clock: Clock;
  log: Log;
  maxRetries: number;
  random: () => number;
}

export function createClient({ transport, clock, log, maxRetries, random }: ClientParts): Client {
  const resolvedHosts = new Set<string>();
  const inFlight = new Set<() => Unended>();

  const attempt = async <T>(request: Request, receive: Receive<T>, options: CallOptions) => {
    try {
      const response = await transport.exchange(request, receive, options);
      resolvedHosts.add(request.url.host);
      return response;
    } catch (thrown) {
      if (!(thrown instanceof TransportFault)) throw thrown;
      if (thrown.kind !== 'name-not-found') resolvedHosts.add(request.url.host);
      return thrown;
    }
  };
  const troubleOf = (outcome: Head | TransportFault, nameHasResolved: boolean): Trouble | undefined => {
    if (outcome instanceof TransportFault)
      return { kind: 'fault', fault: outcome.kind, sent: outcome.sent, nameHasResolved };
    const { status, headers } = outcome;
    if (!mayPass(status)) return undefined;
    const askedPauseMs = retryAfterOf(outcome, clock.wallTime());
    return { kind: 'status', status, askedPauseMs, code: headers['x-ms-error-code'] };
  };

  const callUntilItEnds = async <T>(
    request: Request,
    receive: Receive<T>,
    options: CallOptions,
    note: (outcome: Head | TransportFault) => void,
  ): Promise<HttpResponse<T>> => {
    const effort: Effort = { maxRetries: options.attempts === 'once' ? 0 : maxRetries, retries: 0, pausedMs: 0 };
    const download = createDownload(request, receive, options.name);
    let inDoubt: string | undefined;
    for (;;) {
      const outcome = await attempt(download.next(), download.receive, options);
      note(outcome);
      // A large body has retries for each of its parts, not for all of them together.
      if (download.hasGained()) Object.assign(effort, { retries: 0, pausedMs: 0 });
      const nameHasResolved = resolvedHosts.has(request.url.host);
      const trouble = troubleOf(outcome, nameHasResolved);
      const decision = trouble && decide(trouble, options.read, effort, random());
      if (decision?.kind !== 'retry') {
        const because = decision?.because ?? '';
        if (outcome instanceof TransportFault) {
          const { failure, remedy } = explainFault(outcome, request, options, because);
          const thrown = mayGoBetter(outcome.kind, nameHasResolved) === 'nothing' ? Failure : Outage;
          throw new thrown(failure, { cause: outcome, remedy });
        }
        const response = download.finish(outcome);
        return { ...response, inDoubt, ...(because && { givenUp: because }) };
      }
      const seconds = Math.round(decision.afterMs / 100) / 10;
      const again = download.isUnderWay() ? 'requesting the rest' : 'retrying';
      log.info(`${options.name}: ${describe(outcome)}; ${again} in ${seconds} s.`);
      inDoubt ??= doubtOf(outcome);
      await clock.sleep(decision.afterMs, options.signal);
      effort.retries += 1;
      effort.pausedMs += decision.afterMs;
    }
  };

  return {
    async call(request, receive, options) {
      const begun = clock.moment();
      let last: Head | TransportFault | undefined;
      const state = () => {
        const forMs = msSince(clock, begun);
        const seconds = Math.round(forMs / 100) / 10;
        const failed = `failed: ${request.url.host} did not send a complete response within ${seconds} s`;
        return { message: `${options.name} ${last ? describeFailed(last) : failed}.`, forMs };
      };
      inFlight.add(state);
      try {
        return await callUntilItEnds(request, receive, options, (outcome) => (last = outcome));
      } finally {
        inFlight.delete(state);
      }
    },
    unended: () => inFlight.values().next().value?.(),
  };
}

/** @returns what came of an attempt that may have been carried out although it failed, as a predicate */
export function doubtOf(outcome: Head | TransportFault): string | undefined {
  const mayBe = outcome instanceof TransportFault ? outcome.sent : outcome.status !== 429 && mayPass(outcome.status);
  return mayBe ? describeFailed(outcome) : undefined;
}

const describeFailed = (outcome: Head | TransportFault) =>
  `${outcome instanceof TransportFault ? 'failed: ' : ''}${describe(outcome)}`;

const describe = (outcome: Head | TransportFault) =>
  outcome instanceof TransportFault ? outcome.message : `returned ${outcome.status}`;
