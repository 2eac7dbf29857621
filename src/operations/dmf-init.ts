import { msSince } from '../clock.ts';
import { Failure } from '../errors.ts';
import { DATA_MANAGEMENT } from '../fno/wire.ts';
import { write, type Written } from '../fno/write.ts';
import { isJson } from '../http/content-type.ts';
import { isOfGateway } from '../http/status.ts';
import { endingOf } from '../json/page-scanner.ts';
import { formatDuration } from '../report/duration.ts';
import { withHeartbeat } from '../report/heartbeat.ts';
import { operation, requireEnvironment } from './operation.ts';

const STILL_RUNNING =
  'The refresh was sent and may still be running in F&O; it can take about 20 minutes. Check Data management > Framework parameters > Entity settings before you run the step again';
const COMPLETION_UNKNOWN = 'The response does not tell whether the refresh is complete.';

/** Refreshes the list of data entities, as *Refresh entity list* in the client does. */
export const dmfInit = operation({
  inputs: ['asynchronous'],
  outputs: ['outcome', 'status-code', 'activity-id', 'elapsed-seconds'],
  requestTimeoutSeconds: 1800,
  parse(inputs, context) {
    requireEnvironment(inputs, context);
    return { asynchronous: inputs.flag('asynchronous') };
  },
  async run({ asynchronous }, { fno, log, clock, signal }, verdicts) {
    const started = clock.moment();
    const elapsed = () => formatDuration(msSince(clock, started));
    const path = `${DATA_MANAGEMENT}InitializeDataManagement${asynchronous ? 'Async' : ''}`;
    log.info(
      `POST ${path}: refreshing the data entities. ${asynchronous ? 'F&O responds at once and goes on in the background.' : 'This can take about 20 minutes.'}`,
    );
    const heartbeat = () => {
      log.info(`Still waiting for the response, ${elapsed()} so far.`);
    };
    const send = () => write({ fno, signal }, { method: 'POST', path, body: '{}' });
    const written = await withHeartbeat(60_000, heartbeat, send).catch((thrown: unknown): Written => {
      if (!(thrown instanceof Failure)) throw thrown;
      return { kind: 'none', head: undefined, mayHaveArrived: false, message: thrown.message };
    });

    const { head } = written;
    const outputs = {
      'elapsed-seconds': String(Math.round(msSince(clock, started) / 1000)),
      ...(head && { 'status-code': String(head.status), 'activity-id': head.headers['ms-dyn-aid'] ?? '' }),
    };
    const failed = (error: string, mayRun: boolean) => {
      const orElse = asynchronous ? '.' : ', or set `asynchronous: true`, which returns at once.';
      return verdicts.failed(mayRun ? `${error} ${STILL_RUNNING}${orElse}` : error, { outcome: 'failed', ...outputs });
    };
    if (written.kind === 'none') return failed(written.message, written.mayHaveArrived);
    const { status, headers } = written.head;
    if (written.refusal) {
      if (isOfGateway(status) && status !== 503) return failed(written.failure, true);
      const lacksIt = asynchronous && status === 404;
      return failed(
        lacksIt ? `${written.failure} This F&O may not have it: remove \`asynchronous\`.` : written.refusal,
        false,
      );
    }
    if (isJson(headers['content-type'] ?? '') && endingOf(Buffer.from(written.text)) === 'unfinished') {
      return failed(`POST ${path} returned ${status}, but its JSON ends unfinished.`, true);
    }
    const accepted = `F&O accepted the refresh of the data entities (${status}) after ${elapsed()}. ${COMPLETION_UNKNOWN}`;
    log.info(accepted);
    return verdicts.ok({ outcome: 'accepted', ...outputs }, { blocks: [{ kind: 'text', text: accepted }] });
  },
  outputsOfFailure: () => ({ outcome: 'failed' }),
});
