import { msSince } from '../../clock.ts';
import { causeChain, messageOf } from '../../errors.ts';
import { SignInPage, type Fno } from '../../fno/environment.ts';
import { doubtOf } from '../../http/client.ts';
import { TransportFault } from '../../http/fault.ts';
import { UnwritableFile } from '../../http/file-writer.ts';
import { isSuccess } from '../../http/status.ts';
import type { Head } from '../../http/transport.ts';
import { formatDuration } from '../../report/duration.ts';
import { withHeartbeat } from '../../report/heartbeat.ts';
import type { Result, Tools, Verdicts } from '../operation.ts';
import type { RestArguments, RestOutput } from './arguments.ts';
import { blockBytesFor } from './block-plan.ts';
import { secretValues } from './header-lines.ts';
import { acceptsNoResponse } from './judge.ts';
import { judgeResponse, type Poll } from './poll.ts';
import { type FetchResponse, fetchResponse } from './response.ts';
import { aboutOf, headOutputs, report } from './report.ts';
import { dropPart, keepPart, nextPart, prepareResponseFile, type ResponseFile } from './response-file.ts';

const HEARTBEAT_MS = 60_000;

export async function runRest(
  args: RestArguments,
  tools: Tools,
  verdicts: Verdicts<RestOutput>,
): Promise<Result<RestOutput>> {
  const { log, clock, secrets } = tools;
  for (const secret of secretValues(args.headers)) secrets.add(secret);
  for (const notice of args.notices) log.notice(notice);
  for (const warning of args.warnings) log.warning(warning);
  const name = `${args.method} ${tools.fno.printable(args.target.url)}`;
  let part = prepareResponseFile(args.responseFile, tools.tempFolder);
  let kept: ResponseFile | undefined;
  let inDoubt: string | undefined;
  const started = clock.moment();
  let lastHead: Head | undefined;
  const fno = noting(tools.fno, (head) => (lastHead = head));

  const fetch = await chooseFetch(args, tools);

  const poll = async (attempts: 'retry' | 'once', signal: AbortSignal): Promise<Poll> => {
    const response = await fetch(args, part, { ...tools, fno, signal }, attempts).catch((thrown: unknown) => {
      const fault = faultBehind(thrown);
      inDoubt ??= fault && doubtOf(fault);
      throw thrown;
    });
    inDoubt ??= response.inDoubt;
    // The response of the poll before stays whole until there is another.
    if (kept) dropPart(kept);
    kept = response.file;
    part = nextPart(part.path);
    const judged = await judgeResponse({ ...response, inDoubt }, args, name, { show: fno.show, signal });
    inDoubt ??= doubtOf(response);
    return judged;
  };
  const heartbeat = () => {
    log.info(`${name} is still running, ${formatDuration(msSince(clock, started))} so far.`);
  };
  try {
    const { waitMs, pollMs } = args;
    const last =
      waitMs > 0
        ? await (
            await import('./wait.ts')
          ).waitForResponse({ name, waitMs, pollMs, poll: (signal) => poll('once', signal) }, tools)
        : await withHeartbeat(HEARTBEAT_MS, heartbeat, () => poll('retry', tools.signal));
    lastHead = last.response;
    const warning = args.maskResponse
      ? await (await import('./mask.ts')).maskBody(last.response, secrets, tools.signal)
      : undefined;
    if (warning) log.warning(warning);
    keepPart(last.response.file, name, last.response.status);
    return await report(last, { args, name, elapsedMs: msSince(clock, started) }, tools, verdicts);
  } catch (thrown) {
    for (const line of causeChain(thrown)) log.debug(line);
    const story = { about: aboutOf(args, name), blocks: [] };
    const outputs = lastHead ? headOutputs(lastHead) : {};
    // The server may have seen a request that has no whole response.
    if (faultBehind(thrown)?.sent && acceptsNoResponse(args.acceptStatus, lastHead?.status)) {
      log.notice(`${messageOf(thrown)} \`accept-status\` accepts this.`);
      return verdicts.ok(outputs, story);
    }
    const isCarriedOut = thrown instanceof UnwritableFile && !args.read && isSuccess(lastHead?.status ?? 0);
    const carriedOut = isCarriedOut
      ? ` ${name} returned ${lastHead?.status ?? 0}, so it was carried out: check what it did before you run the step again.`
      : '';
    return verdicts.failed(`${messageOf(thrown)}${carriedOut}${pathRemedy(thrown, args, tools.fno)}`, outputs, story);
  } finally {
    dropPart(part);
    if (kept) dropPart(kept);
  }
}

/** How a response is fetched; what few calls need is loaded for these alone. */
async function chooseFetch(args: RestArguments, tools: Tools): Promise<FetchResponse> {
  if (args.allPages) return (await import('./pages.ts')).fetchPages;
  const { body } = args;
  const blockBytes = blockBytesFor(args);
  if (body?.kind !== 'file' || blockBytes === undefined) return fetchResponse;
  return (await import('./upload-blocks.ts')).createBlockUpload(args, body, blockBytes, tools);
}

const API = /^\/+(?:data|metadata|api|soap|services)(?:[/?]|$)/i;

/** F&O sends whoever requests any other path to its pages, and so to the sign-in. */
function pathRemedy(thrown: unknown, { target, isInEnvironment }: RestArguments, fno: Fno): string {
  const isPage = thrown instanceof Error && [thrown, thrown.cause].some((each) => each instanceof SignInPage);
  if (!isPage || !isInEnvironment) return '';
  const path = target.url.pathname.slice(fno.url('/').pathname.length - 1);
  return API.test(path) ? '' : ' Check `path` first: the APIs of F&O are below /data, /metadata and /api.';
}

const faultBehind = (thrown: unknown) =>
  thrown instanceof Error && thrown.cause instanceof TransportFault ? thrown.cause : undefined;

/** The status is an output even if the response is of no use. */
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
