import { causeChain, messageOf } from '../../errors.ts';
import { SignInPage, type Fno } from '../../fno/environment.ts';
import type { Head } from '../../http/door.ts';
import { formatDuration } from '../../report/duration.ts';
import { withHeartbeat } from '../../report/heartbeat.ts';
import type { Result, Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { secretValues } from './header-lines.ts';
import { judgeReply, type Look } from './look.ts';
import { maskBody } from './mask.ts';
import { fetchReply } from './reply.ts';
import { headOutputs, report } from './report.ts';
import { dropPart, keepPart, nextPart, prepareResponseFile, type ResponseFile } from './response-file.ts';
import { waitForAnswer } from './wait.ts';

const HEARTBEAT_MS = 60_000;

export async function runRest(args: RestArguments, tools: Tools): Promise<Result> {
  const { log, clock, secrets } = tools;
  for (const secret of secretValues(args.headers)) secrets.add(secret);
  for (const notice of args.notices) log.notice(notice);
  const name = `${args.method} ${tools.fno.printable(args.target.url)}`;
  let part = prepareResponseFile(args.responseFile, tools.tempFolder);
  let kept: ResponseFile | undefined;
  const startedMs = clock.now();
  let lastHead: Head | undefined;
  const fno = noting(tools.fno, (head) => (lastHead = head));

  const look = async (attempts: 'retry' | 'once', signal: AbortSignal): Promise<Look> => {
    const fetched = args.allPages ? (await import('./pages.ts')).fetchPages : fetchReply;
    const reply = await fetched(args, part, { ...tools, fno, signal }, attempts);
    // The answer of the look before stays whole until there is another.
    if (kept) dropPart(kept);
    kept = part;
    part = nextPart(part.path);
    return judgeReply(reply, args, name, fno.redact);
  };
  const heartbeat = () => {
    log.info(`${name}: still under way, ${formatDuration(clock.now() - startedMs)} so far.`);
  };
  try {
    const { waitMs, pollMs } = args;
    const last =
      waitMs > 0
        ? await waitForAnswer({ name, waitMs, pollMs, look: (signal) => look('once', signal) }, tools)
        : await withHeartbeat(HEARTBEAT_MS, heartbeat, () => look('retry', tools.signal));
    lastHead = last.reply;
    const warning = args.maskResponse ? maskBody(last.reply.text, secrets) : undefined;
    if (warning) log.warning(warning);
    keepPart(last.reply.file, name, last.reply.status);
    return await report(last, { args, name, elapsedMs: clock.now() - startedMs }, tools);
  } catch (thrown) {
    for (const line of causeChain(thrown)) log.debug(line);
    return { verdict: 'failed', error: messageOf(thrown), outputs: lastHead ? headOutputs(lastHead) : {}, summary: '' };
  } finally {
    dropPart(part);
    if (kept) dropPart(kept);
  }
}

/** What was answered is told even where the answer is of no use. */
function noting(fno: Fno, note: (head: Head) => void): Fno {
  return {
    ...fno,
    send: (call, receive) =>
      fno
        .send(call, (head) => {
          note(head);
          return receive(head);
        })
        .catch((thrown: unknown) => {
          if (thrown instanceof SignInPage) note(thrown.head);
          throw thrown;
        }),
  };
}
