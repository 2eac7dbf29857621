/** A failure whose message is the sentence that the reader gets: what failed, what the server said, what to do. */
export class Failure extends Error {
  override name = 'Failure';
  /** What failed and what the server said, for a wait that goes on. */
  readonly withoutRemedy: string;
  /** What to do, the end of the message. */
  readonly remedy: string;

  constructor(message: string, { remedy = '', ...options }: ErrorOptions & { remedy?: string | undefined } = {}) {
    super(remedy ? `${message} ${remedy}` : message, options);
    this.withoutRemedy = message;
    this.remedy = remedy;
  }
}

/** A failure that may pass: a wait outlives it, within its deadline. */
export class Outage extends Failure {
  override name = 'Outage';
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: ConstructorParameters<typeof Failure>[1] & { retryAfterMs?: number | undefined } = {},
  ) {
    super(message, options);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** No token can be had for now: nothing was sent to the environment. */
export class SignInOutage extends Outage {
  override name = 'SignInOutage';
}

/** The runner asked the process to end. */
export class Interrupted extends Failure {
  override name = 'Interrupted';
}

/** The deadline of a wait has passed, also in the middle of a request. */
export class DeadlinePassed extends Failure {
  override name = 'DeadlinePassed';
}

/** The text of anything thrown, its name left out. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The chain of causes of anything thrown, one line each, for the debug log. */
export function causeChain(thrown: unknown): string[] {
  const lines: string[] = [];
  for (let link = thrown; link instanceof Error && lines.length < 10; link = link.cause) {
    const code = 'code' in link && typeof link.code === 'string' ? ` (${link.code})` : '';
    lines.push(`${link.name}: ${link.message}${code}`);
  }
  return lines;
}
