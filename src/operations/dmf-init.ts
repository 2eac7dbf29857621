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
import { escapeMarkdown } from '../report/markdown.ts';
import { operation, requireEnvironment } from './operation.ts';

const STILL_RUNNING =
  'The refresh was sent and is probably still running in F&O: it takes about 20 minutes. Look at Data management > Framework parameters > Entity settings before you run it again, or set `asynchronous: true`, which is answered at once.';

/** Refreshes the list of data entities, as *Refresh entity list* in the client does. */
export const dmfInit = operation({
  inputs: ['asynchronous'],
  outputs: ['outcome', 'status-code', 'activity-id', 'elapsed-seconds'],
  requestTimeoutSeconds: 1800,
  parse(inputs, context) {
    requireEnvironment(inputs, context);
    return { action: inputs.flag('asynchronous') ? 'InitializeDataManagementAsync' : 'InitializeDataManagement' };
  },
  async run({ action }, { fno, log, clock }, verdicts) {
    const startedMs = clock.now();
    const elapsedMs = () => clock.now() - startedMs;
    const url = fno.url(`${DATA_MANAGEMENT}${action}`);
    const name = `POST ${fno.printable(url)}`;
    const body = { kind: 'text', text: '{}' } as const;
    log.info(`${name}: refreshing the data entities. The plain call answers when F&O is done with it, or earlier.`);

    const heartbeat = () => {
      log.info(`Still waiting for the answer, ${formatDuration(elapsedMs())} so far.`);
    };
    const outcome = await withHeartbeat(60_000, heartbeat, () =>
      fno
        .send({ method: 'POST', url, headers: JSON_CONTENT, body, read: false }, intoMemory)
        .catch((thrown: unknown) => {
          if (thrown instanceof Failure) return thrown;
          throw thrown;
        }),
    );

    const elapsedSeconds = String(Math.round(elapsedMs() / 1000));
    const failed = (error: string, seen: { 'status-code'?: string; 'activity-id'?: string } = {}) =>
      verdicts.failed(error, { outcome: 'failed', 'elapsed-seconds': elapsedSeconds, ...seen });
    if (outcome instanceof Failure) {
      const cause = outcome.cause;
      const sent = cause instanceof TransportFault && cause.sent;
      const seen = outcome instanceof SignInPage ? seenOf(outcome.head) : {};
      return failed(sent ? `${outcome.message} ${STILL_RUNNING}` : outcome.message, seen);
    }
    const seen = seenOf(outcome);
    const text = outcome.body.toString('utf8');
    if (!isSuccess(outcome.status) || bodyReportsError(text)) {
      const said = describeResponse({ name, read: false }, outcome, text, fno.show);
      return failed([502, 504].includes(outcome.status) ? `${said} ${STILL_RUNNING}` : said, seen);
    }
    if (isJson(outcome.headers['content-type'] ?? '') && endingOf(outcome.body) === 'unfinished') {
      return failed(`${name} returned ${outcome.status}, but its JSON ends unfinished. ${STILL_RUNNING}`, seen);
    }
    const accepted = `F&O accepted the refresh of the data entities (${outcome.status}) after ${formatDuration(elapsedMs())}.`;
    log.info(`${accepted} It does not tell whether the refresh is complete.`);
    return verdicts.ok(
      { outcome: 'accepted', 'elapsed-seconds': elapsedSeconds, ...seen },
      `${escapeMarkdown(accepted)} It does not tell whether the refresh is complete.`,
    );
  },
  outputsOfFailure: () => ({ outcome: 'failed' }),
});

const seenOf = ({ status, headers }: Head) => ({
  'status-code': String(status),
  'activity-id': headers['ms-dyn-aid'] ?? '',
});
