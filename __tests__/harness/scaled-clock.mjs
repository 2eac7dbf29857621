/**
 * A preload (`node --import`) that makes hours pass in seconds: Date, the monotonic clocks and timers run CLOCK_SPEED times as
 * fast, and the time was CLOCK_EPOCH_MS when the real clock showed CLOCK_REAL_MS. CLOCK_JUMP, `AFTER MS`, sets the Date alone
 * forward or back by so many milliseconds, so many simulated ones after it was loaded, as someone who sets the clock does.
 * Nothing else changes: sockets and the time-outs inside Node keep real time.
 */
import { syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';

const speed = Number(process.env.CLOCK_SPEED);
const epochMs = Number(process.env.CLOCK_EPOCH_MS);
const realMs = Number(process.env.CLOCK_REAL_MS);
if (!(speed > 0) || Number.isNaN(epochMs) || Number.isNaN(realMs)) {
  throw new Error('scaled-clock needs CLOCK_SPEED, CLOCK_EPOCH_MS and CLOCK_REAL_MS');
}

const RealDate = Date;
const [jumpAfterMs = Infinity, jumpMs = 0] = process.env.CLOCK_JUMP?.split(' ').map(Number) ?? [];
const loadedMs = RealDate.now();
const now = () => {
  const elapsedMs = (RealDate.now() - realMs) * speed;
  return Math.floor(epochMs + elapsedMs + ((RealDate.now() - loadedMs) * speed >= jumpAfterMs ? jumpMs : 0));
};
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});

const realNow = performance.now.bind(performance);
performance.now = () => realNow() * speed;
const realBigint = process.hrtime.bigint.bind(process.hrtime);
process.hrtime.bigint = () => BigInt(Math.round(Number(realBigint()) * speed));

/** Beyond this a timer of Node fires at once; left as it is, so that the scaled one does as well. */
const LONGEST_MS = 2 ** 31 - 1;
const scaled = (ms) => (typeof ms === 'number' && ms <= LONGEST_MS ? ms / speed : ms);

const { setTimeout: setRealTimeout, setInterval: setRealInterval } = timers;
timers.setTimeout = (callback, ms, ...args) => setRealTimeout(callback, scaled(ms), ...args);
timers.setInterval = (callback, ms, ...args) => setRealInterval(callback, scaled(ms), ...args);

const real = { ...timersPromises };
timersPromises.setTimeout = (ms, value, options) => real.setTimeout(scaled(ms), value, options);
timersPromises.setInterval = (ms, value, options) => real.setInterval(scaled(ms), value, options);
timersPromises.scheduler.wait = (ms, options) => real.setTimeout(scaled(ms), undefined, options);

timers.setTimeout[promisify.custom] = timersPromises.setTimeout;
globalThis.setTimeout = timers.setTimeout;
globalThis.setInterval = timers.setInterval;

const { AbortSignal } = globalThis;
const realSignalTimeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => realSignalTimeout(typeof ms === 'number' ? Math.ceil(ms / speed) : ms);

syncBuiltinESMExports();
