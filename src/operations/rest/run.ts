import { messageOf } from '../../errors.ts';
import { readServerMessage } from '../../fno/server-message.ts';
import { formatDuration } from '../../report/duration.ts';
import { withHeartbeat } from '../../report/heartbeat.ts';
import { escapeMarkdown, table } from '../../report/markdown.ts';
import type { Outputs, Result, Tools } from '../operation.ts';
import type { RestArguments } from './arguments.ts';
import { LONGEST_RESPONSE_BYTES } from './body-text.ts';
import { secretValues } from './header-lines.ts';
import { judgeReply, type Look } from './look.ts';
import { maskBody } from './mask.ts';
import { fetchPages } from './pages.ts';
import {
  dropFile,
  excerptOf,
  fetchReply,
  keepFile,
  prepareResponseFile,
  type Reply,
  type ResponseFile,
} from './reply.ts';
import { explainSlip } from './slips.ts';
import { waitForAnswer } from './wait.ts';

const HEARTBEAT_MS = 60_000;

export async function runRest(args: RestArguments, tools: Tools): Promise<Result> {
  const { fno, log, clock, secrets } = tools;
  for (const secret of secretValues(args.headers)) secrets.add(secret);
  for (const notice of args.notices) log.notice(notice);
  const name = `${args.method} ${fno.printable(args.target.url)}`;
  const file = prepareResponseFile(args.responseFile, tools.tempFolder);
  const startedMs = clock.now();

  const look = async (attempts: 'retry' | 'once', signal: AbortSignal): Promise<Look> => {
    const fetched = args.allPages ? fetchPages : fetchReply;
    const reply = await fetched(args, file, { ...tools, signal }, attempts);
    const warning = args.maskResponse ? maskBody(reply.text ?? '', secrets) : undefined;
    if (warning) log.warning(warning);
    return judgeReply(reply, args, name);
  };
  const heartbeat = () => {
    log.info(`${name}: still under way, ${formatDuration(clock.now() - startedMs)} so far.`);
  };
  try {
    const last =
      args.waitMs > 0
        ? await waitForAnswer(
            { name, waitMs: args.waitMs, pollMs: args.pollMs, look: (signal) => look('once', signal) },
            tools,
          )
        : await withHeartbeat(HEARTBEAT_MS, heartbeat, () => look('retry', tools.signal));
    keepFile(file);
    return await report(last, { args, name, file, elapsedMs: clock.now() - startedMs }, tools);
  } finally {
    dropFile(file);
  }
}

interface Context {
  args: RestArguments;
  name: string;
  file: ResponseFile;
  elapsedMs: number;
}

async function report(last: Look, { args, name, file, elapsedMs }: Context, tools: Tools): Promise<Result> {
  const { log, secrets } = tools;
  const { reply } = last;
  const outputs = outputsOf(reply, file, tools);
  if (last.kind === 'accepted' && last.result !== undefined) {
    if (args.maskResponse) secrets.add(last.result);
    outputs.result = last.result;
    if (Buffer.byteLength(last.result) > LONGEST_RESPONSE_BYTES) {
      log.warning(
        '`result` is larger than 96 KiB, which the environment of a later step cannot hold: narrow `extract`.',
      );
    }
  }
  const size =
    reply.sizeBytes === 0 ? 'no body' : `${formatBytes(reply.sizeBytes)} of ${reply.headers['content-type'] ?? 'data'}`;
  log.info(`${name} was answered ${reply.status} after ${formatDuration(elapsedMs)}: ${size}.`);
  const rows = [
    ['Call', name],
    ['Status', String(reply.status)],
    ['Duration', formatDuration(elapsedMs)],
    ['Body', size],
    ...(outputs['row-count'] ? [['Rows', outputs['row-count']]] : []),
  ];
  const summary = table(
    ['REST', ''],
    rows.map(([label = '', value = '']) => [label, escapeMarkdown(value)]),
  );
  if (last.kind === 'accepted') return { verdict: 'ok', outputs, summary };
  const { stackTrace } = readServerMessage(reply.headers, excerptOf(reply));
  if (stackTrace) log.debug(`Stack trace of F&O: ${stackTrace}`);
  const slip = await explainSlip(reply, args, tools).catch((thrown: unknown) => {
    log.debug(`The cause could not be narrowed down: ${messageOf(thrown)}`);
    return '';
  });
  return { verdict: 'failed', error: [last.sentence, slip].filter(Boolean).join(' '), outputs, summary };
}

function outputsOf(reply: Reply, file: ResponseFile, { log }: Tools): Outputs {
  const headers = Object.entries(reply.headers).filter(([name]) => name !== 'set-cookie');
  const fits = reply.text !== undefined && Buffer.byteLength(reply.text) <= LONGEST_RESPONSE_BYTES;
  if (!fits) {
    const why = reply.text === undefined && reply.sizeBytes === reply.start.length ? 'not text' : 'larger than 96 KiB';
    log.notice(`The answer is ${why}, so \`response\` is empty: it is in ${file.path} (\`response-file\`).`);
  }
  return {
    'status-code': String(reply.status),
    'activity-id': reply.headers['ms-dyn-aid'] ?? '',
    response: fits ? (reply.text ?? '') : '',
    'response-file': file.path,
    'response-headers': JSON.stringify(Object.fromEntries(headers)),
    ...(reply.rowCount !== undefined && { 'row-count': String(reply.rowCount) }),
  };
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}
