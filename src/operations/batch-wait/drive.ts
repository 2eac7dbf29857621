import type { Moment } from '../../clock.ts';
import { Failure, Interrupted, Outage } from '../../errors.ts';
import { OddResponse, type Reader } from '../../fno/read.ts';
import type { Tools } from '../operation.ts';
import { pollUntil, type Obstacle } from '../poll-until.ts';
import { render, type Message } from './message.ts';

/** What a machine asks for. `act` goes last, and what comes of it is observed. */
export type Effect<Read, Act = never> =
  | { kind: 'say'; message: Message }
  | { kind: 'warn'; message: Message }
  | { kind: 'act'; act: Act }
  | { kind: 'poll'; read: Read; attempts: Reader['attempts']; gapMs: number; wakeAt?: Moment | undefined }
  | { kind: 'end' };

/** What every machine must take, beside what its own polls and acts give. */
export type Ending =
  /** No response, or an `odd` one, which does not fit the request. */
  | { kind: 'no-response'; message: string; odd: boolean }
  /** `last` is what stood in the way of the last polls. */
  | { kind: 'deadline'; last: Obstacle | undefined }
  | { kind: 'interrupted' }
  /** Waiting is of no use any more. */
  | { kind: 'failure'; message: string };

export interface Stepped<State, Read, Act = never> {
  state: State;
  effects: Effect<Read, Act>[];
}

/** The rules of a wait, pure, and what carries out what they ask for. */
export interface Wait<State, Observation, Read, Act = never> {
  begun: Stepped<State, Read, Act>;
  step(state: State, observation: Observation | Ending, now: Moment): Stepped<State, Read, Act>;
  /** How far it is, for the heartbeat. */
  progress(state: State, now: Moment): Message;
  /** @throws Outage or OddResponse if a later poll may succeed */
  read(read: Read, reader: Reader): Promise<Observation>;
  /** @throws Outage if nothing was done, and it may be tried again */
  act(act: Act, reader: Reader): Promise<Observation>;
}

/**
 * Polls, carries out the effects of a machine and hands it what comes of them, until it ends.
 *
 * @param timeoutMs `undefined` if the machine ends by itself
 * @returns its last state
 */
export async function drive<State, Observation, Read, Act>(
  wait: Wait<State, Observation, Read, Act>,
  { fno, clock, log, signal }: Pick<Tools, 'fno' | 'clock' | 'log' | 'signal'>,
  timeoutMs: number | undefined,
): Promise<State> {
  let { state } = wait.begun;
  const { show } = fno;

  type Poll = Extract<Effect<Read, Act>, { kind: 'poll' }>;
  const carryOut = async (effects: Effect<Read, Act>[], reader: Reader, say: Say): Promise<Poll | undefined> => {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'say':
          say(render(effect.message, show));
          break;
        case 'warn':
          log.warning(render(effect.message, show));
          break;
        case 'act':
          return observe(await wait.act(effect.act, reader), reader, say);
        case 'poll':
          return effect;
        case 'end':
          return undefined;
      }
    }
    return undefined;
  };
  const observe = (observation: Observation | Ending, reader: Reader, say: Say): Promise<Poll | undefined> => {
    const stepped = wait.step(state, observation, clock.moment());
    state = stepped.state;
    return carryOut(stepped.effects, reader, say);
  };
  const sayAlone = (line: string) => {
    log.info(line);
  };
  const observeEnd = async (ending: Ending) => {
    await observe(ending, { fno, clock, signal: new AbortController().signal, attempts: 'once' }, sayAlone);
    return state;
  };

  let next = await carryOut(wait.begun.effects, { fno, clock, signal, attempts: 'once' }, sayAlone);
  try {
    const ended = await pollUntil<undefined>({
      clock,
      log,
      signal,
      timeoutMs,
      unended: () => fno.unended(),
      progress: () => render(wait.progress(state, clock.moment()), show),
      async poll(cut, say) {
        if (!next) return { kind: 'over', value: undefined };
        const reader: Reader = { fno, clock, signal: cut, attempts: next.attempts };
        let obstacle: Obstacle | undefined;
        try {
          const observation = await wait.read(next.read, reader);
          cut.throwIfAborted();
          next = await observe(observation, reader, say);
        } catch (thrown) {
          cut.throwIfAborted();
          if (!(thrown instanceof Outage || thrown instanceof OddResponse)) throw thrown;
          const { message, withoutRemedy } = thrown;
          const odd = thrown instanceof OddResponse;
          obstacle = { message, withoutRemedy, retryAfterMs: odd ? undefined : thrown.retryAfterMs };
          next = await observe({ kind: 'no-response', message, odd }, reader, say);
        }
        return next
          ? { kind: 'again', gapMs: next.gapMs, wakeAt: next.wakeAt, obstacle }
          : { kind: 'over', value: undefined };
      },
    });
    return ended.kind === 'over' ? state : await observeEnd(ended);
  } catch (thrown) {
    if (thrown instanceof Interrupted) return observeEnd({ kind: 'interrupted' });
    if (thrown instanceof Failure) return observeEnd({ kind: 'failure', message: thrown.message });
    throw thrown;
  }
}

type Say = (line: string) => void;
