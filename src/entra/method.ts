import type { Clock, WallTime } from '../clock.ts';
import type { InputName } from '../contract.ts';
import type { Client } from '../http/client.ts';
import type { Inputs } from '../inputs.ts';
import type { Secrets } from '../report/secrets.ts';
import type { Show } from '../server-text.ts';
import type { Authority } from './authority.ts';
import type { Grant } from './msal.ts';

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
  /** `once` leaves retries to the next renewal, while a token is still valid. */
  attempts: 'retry' | 'once';
}

/** Whom a token is acquired from, by which application, and for what. */
export interface SignInTarget {
  authority: Authority;
  clientId: string;
  /** With AD FS it is the resource. */
  scope: string;
}

/** Where an application is administered. */
export const PORTAL = 'Entra admin center > App registrations > your application';

/** Why signing in failed, as the end of a sentence, and what to do about it, as a sentence. */
export interface Remedy {
  failed: string;
  remedy: string;
}
/** By Entra ID's code or OAuth's error. */
export type Remedies = Readonly<Record<number | string, Remedy>>;

/** What a method can add to the message of a refusal. */
export interface Description {
  /** They come before the common ones. */
  remedies?: Remedies;
  /** The end of the message of every refusal. */
  closing?: string;
}

/** A parsed credential. */
export interface Credential {
  kind: 'credential';
  /**
   * Makes what the next token request proves itself with.
   *
   * @throws Failure or Outage where that takes a request of its own, which failed
   */
  authenticate(target: SignInTarget, parts: SignInParts): Promise<Grant>;
  /** Describes the last attempt, which was refused. */
  describe(target: SignInTarget): Description;
  /** Takes the refresh token that replaces the one of the last request. */
  rotated?(refreshToken: string): void;
}

export type Parsed = Credential | { kind: 'token'; token: string } | { kind: 'none' } | undefined;

export interface MethodContext {
  env: Record<string, string | undefined>;
  wallTime: WallTime;
  /** Takes what is decoded from the inputs: a secret in base64, the key of a PFX. */
  secrets: Secrets;
  chosenBy: 'auth' | 'auto';
}

interface Definition<Input extends InputName> {
  /** The input that holds the credential, and by which `auto` chooses the method. */
  credential?: Input;
  /** The inputs that it reads in addition to those of every method; reading another does not compile. */
  inputs: readonly Input[];
  /** Of these, the ones that are masked before anything is printed or sent. */
  secrets: readonly Input[];
  /** Of these, the ones that a variable may give for the whole job. */
  variables: readonly Input[];
  /** The credential inputs of other methods that may stand beside its own. */
  beside: readonly InputName[];
  /** Parses its inputs; returns nothing after noting a problem. */
  parse(inputs: Inputs<Input>, context: MethodContext): Parsed | Promise<Parsed>;
}

/** A way to sign in. A new one is a file of `methods/`, its inputs in action.yml, and a line in `methods/index.ts`. */
export type SignInMethod = Definition<InputName>;

export const signInMethod = <const Input extends InputName>(definition: Definition<Input>): SignInMethod => definition;
