import type { Clock } from '../clock.ts';
import { Failure, Outage } from '../errors.ts';
import type { Log } from '../log.ts';
import type { HttpResponse, Transport, Head, Receive, Request } from './transport.ts';
import { TransportFault } from './fault.ts';
import { decide, type Effort, type Trouble } from './retry.ts';
import { mayPass } from './status.ts';

export interface CallOptions {
  /** May be carried out twice without harm: the retry rule treats it as a read. */
  read: boolean;
  /** `once` leaves repeating to a wait, whose deadline bounds it. */
  attempts: 'retry' | 'once';
  /** What is called, for the sentences of a failure: `GET /data/BatchJobs`. */
  name: string;
  signal: AbortSignal;
  timeoutMs: number;
}

/** Sends requests through the door by the one retry rule. */
export interface Client {
  /**
   * @returns the last answer, whatever its status
   * @throws Outage where no answer came that may come later, Failure where none will
   */
  call<T>(request: Request, receive: Receive<T>, options: CallOptions): Promise<HttpResponse<T>>;
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

  return {
    async call(request, receive, options) {
      const effort: Effort = { maxRetries: options.attempts === 'once' ? 0 : maxRetries, retries: 0, pausedMs: 0 };
      for (;;) {
        const outcome = await attempt(request, receive, options);
        const nameHasResolved = resolvedHosts.has(request.url.host);
        const trouble = troubleOf(outcome, nameHasResolved);
        if (!trouble && !(outcome instanceof TransportFault)) return outcome;
        const decision = trouble
          ? decide(trouble, options.read, effort, clock.now(), random())
          : ({ kind: 'give-up', because: '' } as const);
        if (decision.kind === 'give-up') {
          if (outcome instanceof TransportFault)
            throw failureOf(outcome, request, options, decision.because, nameHasResolved);
          return decision.because ? { ...outcome, givenUp: decision.because } : outcome;
        }
        const seconds = Math.round(decision.afterMs / 100) / 10;
        log.info(`${options.name}: ${describe(outcome)}; repeated in ${seconds} s.`);
        await clock.sleep(decision.afterMs, options.signal);
        effort.retries += 1;
        effort.pausedMs += decision.afterMs;
      }
    },
  };
}

function troubleOf(outcome: Head | TransportFault, nameHasResolved: boolean): Trouble | undefined {
  if (outcome instanceof TransportFault) return { kind: 'fault', fault: outcome.kind, nameHasResolved };
  const { status, headers } = outcome;
  return mayPass(status) ? { kind: 'status', status, retryAfter: headers['retry-after'] } : undefined;
}

const describe = (outcome: Head | TransportFault) =>
  outcome instanceof TransportFault ? outcome.message : `answered ${outcome.status}`;

function failureOf(
  fault: TransportFault,
  request: Request,
  options: CallOptions,
  because: string,
  nameHasResolved: boolean,
): Failure {
  const message = [`${options.name} failed: ${fault.message}.`, because].filter(Boolean).join(' ');
  const details = { cause: fault, remedy: remedy(fault, request, options) };
  const passes =
    fault.kind !== 'tls' && fault.kind !== 'proxy-refused' && (fault.kind !== 'name-not-found' || nameHasResolved);
  return passes ? new Outage(message, details) : new Failure(message, details);
}

function remedy(fault: TransportFault, { body }: Request, options: CallOptions): string {
  const doubt = options.read ? '' : 'It may have been carried out: look before you run it again, it is not repeated. ';
  switch (fault.kind) {
    case 'name-not-found':
      return 'Check the host name in `environment-url` or `authority-host`, and that the runner can resolve it.';
    case 'refused':
      return 'Check that the environment is running and that the runner may reach it (firewall, proxy).';
    case 'tls':
      return "If the server's certificate comes from a private authority, name its PEM file in NODE_EXTRA_CA_CERTS.";
    case 'proxy-refused':
      return 'Check `https_proxy` and `no_proxy`, the credentials in the proxy URL, and what the proxy lets through.';
    case 'proxy-unavailable':
      return 'Check `https_proxy` and `no_proxy`, and that the proxy is up.';
    case 'timeout':
      return `${doubt}Raise \`request-timeout-seconds\` where the server needs longer.`;
    case 'broken':
      return `${doubt}${body?.kind === 'file' ? REFUSED_UPLOAD : ''}${ENDED_CONNECTION}`;
    case 'cut':
      return `${doubt}${ENDED_CONNECTION}`;
  }
}

const REFUSED_UPLOAD =
  'A server that refuses an upload, because its signature has expired or it is too large, may close the connection before its answer can be read. ';
const ENDED_CONNECTION =
  'If it happens again, look for a gateway or proxy between the runner and the server that ends connections.';
