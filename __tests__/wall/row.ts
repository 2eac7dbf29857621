import type { Fault, FaultKind } from '../../simulator/faults.ts';
import type { Scenario } from '../../simulator/scenario.ts';
import type { RawBehaviour } from '../harness/raw-server.ts';
import type { SignalAt } from '../harness/run-action.ts';
import { PATHS } from './requests.ts';

export type Operation = 'rest' | 'dmf-init' | 'batch-wait' | 'token';
/** Where in a run the fault strikes. */
export type Phase = 'inputs' | 'sign-in' | 'call' | 'poll' | 'callback' | 'report';

/** What a row finds in place of a healthy environment. */
export interface World extends Partial<Scenario> {
  /** The batch job of the row, as `Executing 10 Finished` in seconds; default is `Waiting 2 Executing 4 Finished`. */
  life?: string;
  /** An execution that lives so; the row names it with `<execution>`. */
  execution?: string;
  /** Bytes in place of HTTP: a server of its own stands where `<env>` leads. */
  raw?: RawBehaviour;
  /** A server whose certificate is so. */
  certificate?: 'expired' | 'of-other-host' | 'unknown-issuer';
  env?: Record<string, string>;
  /** Files of the workspace. */
  files?: Record<string, string | Buffer>;
  signals?: SignalAt[];
  /** No clock of the action is scaled, as with signals. */
  clock?: 'real';
  /** The wall clock is set by so many hours, a minute after the start. */
  jumpHours?: number;
  /** A disk of 64 KiB, mounted at `disk` in the workspace. */
  smallDisk?: true;
}

/**
 * A line of the wall: operation, fault, what is found, inputs, exit code and outcome (`1 failed`), words, requests.
 *
 * Inputs are added to the defaults of the operation (`run-row.ts`); `<env>`, `<job>`, `<token>` and the like stand for values
 * of the run. A word with `!` before it must not stand there. After exit code 1 words are looked for in `error`, else in log
 * and annotations; `log:` before a word looks there in any case.
 *
 * Requests are named as in `requests.ts`, in their order: `sign-in call×3 poll+`.
 */
export type Row = readonly [
  operation: Operation,
  fault: string,
  world: World,
  inputs: Readonly<Record<string, string>>,
  end: string,
  words: string | readonly string[],
  requests: string,
];

/** A fault of the simulator on the requests of a name. */
export const at = (name: string, respond: FaultKind, more: Omit<Fault, 'respond'> = {}): { faults: Fault[] } => ({
  faults: [{ ...more, match: { path: PATHS[name] ?? name, ...more.match }, respond }],
});

/** The same on the first so many requests of a name. */
export const first = (times: number, name: string, respond: FaultKind, more: Omit<Fault, 'respond'> = {}) =>
  at(name, respond, { ...more, match: { ...more.match, times } });

/** A response of one's own to the requests of a name. */
export const says = (name: string, status: number, body: unknown, type = 'application/json', headers = {}) =>
  at(name, 'custom', {
    status,
    headers: { 'content-type': type, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
