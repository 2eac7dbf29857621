import { msSince } from '../clock.ts';
import { Failure } from '../errors.ts';
import { describeResponse } from '../fno/response-error.ts';
import { bodyReportsError } from '../fno/server-message.ts';
import { SignInPage } from '../fno/environment.ts';
import { DATA_MANAGEMENT } from '../fno/wire.ts';
import { isJson, JSON_CONTENT } from '../http/content-type.ts';
import type { Head } from '../http/transport.ts';
import { TransportFault } from '../http/fault.ts';
import { intoMemory } from '../http/receive.ts';
import { isSuccess } from '../http/status.ts';
import { endingOf } from '../json/page-scanner.ts';
import { formatDuration } from '../report/duration.ts';
import { withHeartbeat } from '../report/heartbeat.ts';
import { operation, requireEnvironment } from './operation.ts';

const STILL_RUNNING =
  'The refresh was sent and is probably still running in F&O; it can take about 20 minutes. Check Data management > Framework parameters > Entity settings before you run the step again, or set `asynchronous: true`, which returns at once.';
const COMPLETION_UNKNOWN = 'The response does not tell whether the refresh is complete.';

const DURATIONS = {
  InitializeDataManagement: 'This can take about 20 minutes.',
  InitializeDataManagementAsync: 'F&O responds at once and goes on in the background.',
} as const;

/** Refreshes the list of data entities, as *Refresh entity list* in the client does. */
export const dmfInit = operation({
  inputs: ['asynchronous'],
  outputs: ['outcome', 'status-code', 'activity-id', 'elapsed-seconds'],
  requestTimeoutSeconds: 1800,
  parse(inputs, context) {
    requireEnvironment(inputs, context);
    const action = inputs.flag('asynchronous') ? 'InitializeDataManagementAsync' : 'InitializeDataManagement';
    return { action } as const;
  },
  async run({ action }, { fno, log, clock }, verdicts) {
    const started = clock.moment();
    const elapsed = () => formatDuration(msSince(clock, started));
    const url = fno.url(`${DATA_MANAGEMENT}${action}`);
    const name = `POST ${fno.printable(url)}`;
    const body = { kind: 'text', text: '{}' } as const;
    log.info(`${name}: refreshing the data entities. ${DURATIONS[action]}`);

    const heartbeat = () => {
      log.info(`Still waiting for the response, ${elapsed()} so far.`);
    };
    const outcome = await withHeartbeat(60_000, heartbeat, () =>
      fno
        .send({ method: 'POST', url, headers: JSON_CONTENT, body, read: false }, intoMemory)
        .catch((thrown: unknown) => {
          if (thrown instanceof Failure) return thrown;
          throw thrown;
        }),
    );

    const seen = (head?: Head) => ({
      'elapsed-seconds': String(Math.round(msSince(clock, started) / 1000)),
      ...(head && { 'status-code': String(head.status), 'activity-id': head.headers['ms-dyn-aid'] ?? '' }),
    });
    const failed = (head: Head | undefined, error: string, mayRun: boolean) =>
      verdicts.failed(mayRun ? `${error} ${STILL_RUNNING}` : error, { outcome: 'failed', ...seen(head) });
    if (outcome instanceof Failure) {
      const head = outcome instanceof SignInPage ? outcome.head : undefined;
      return failed(head, outcome.message, outcome.cause instanceof TransportFault && outcome.cause.sent);
    }
    const text = outcome.body.toString('utf8');
    if (!isSuccess(outcome.status) || bodyReportsError(text)) {
      const message = describeResponse({ name, read: false, url }, outcome, text, fno.show);
      return failed(outcome, message, outcome.status === 502 || outcome.status === 504);
    }
    if (isJson(outcome.headers['content-type'] ?? '') && endingOf(outcome.body) === 'unfinished') {
      return failed(outcome, `${name} returned ${outcome.status}, but its JSON ends unfinished.`, true);
    }
    const accepted = `F&O accepted the refresh of the data entities (${outcome.status}) after ${elapsed()}. ${COMPLETION_UNKNOWN}`;
    log.info(accepted);
    return verdicts.ok({ outcome: 'accepted', ...seen(outcome) }, { blocks: [{ kind: 'text', text: accepted }] });
  },
  outputsOfFailure: () => ({ outcome: 'failed' }),
});
