import { messageOf } from '../../errors.ts';
import { readServerMessage } from '../../fno/server-message.ts';
import type { Head } from '../../http/transport.ts';
import { formatDuration } from '../../report/duration.ts';
import type { Block } from '../../report/markdown.ts';
import type { Outputs, Result, Tools, Verdicts } from '../operation.ts';
import type { RestArguments, RestOutput } from './arguments.ts';
import type { Poll } from './poll.ts';
import { maskWhole } from './mask.ts';
import { excerptOf, LONGEST_RESPONSE_BYTES, type RestResponse, typeOf } from './response.ts';

export interface ReportContext {
  args: RestArguments;
  /** What was called. */
  name: string;
  elapsedMs: number;
}

/** Reports how a call ended, when its body lies in its file. */
export async function report(
  last: Poll,
  { args, name, elapsedMs }: ReportContext,
  tools: Tools,
  { ok, failed }: Verdicts<RestOutput>,
): Promise<Result<RestOutput>> {
  const { fno, log, secrets } = tools;
  const { response } = last;
  const outputs = outputsOf(response, tools);
  if (last.kind === 'accepted' && last.result !== undefined) {
    const warning = args.maskResponse ? maskWhole('`result`', last.result, secrets) : undefined;
    if (warning) log.warning(warning);
    outputs.result = last.result;
    if (Buffer.byteLength(last.result) > LONGEST_RESPONSE_BYTES) {
      log.warning(
        '`result` is larger than 96 KiB, too large for an environment variable of a later step: narrow `extract`.',
      );
    }
  }
  if (last.kind === 'accepted') for (const warning of last.warnings) log.warning(warning);
  const size =
    response.sizeBytes === 0
      ? 'no body'
      : `${formatBytes(response.sizeBytes)} of ${fno.show(typeOf(response) || 'data', 100)}`;
  log.info(`${name} returned ${response.status} after ${formatDuration(elapsedMs)}: ${size}.`);
  if (outputs.result === 'null') log.info('`result` is null: `extract` found nothing in the response, or a null.');
  const rows = [
    ['Call', name],
    ['Status', String(response.status)],
    ['Duration', formatDuration(elapsedMs)],
    ['Body', size],
    ...(outputs['row-count'] ? [['Rows', outputs['row-count']]] : []),
  ];
  const summary: Block[] = [
    { kind: 'table', head: ['REST', ''], rows: rows.map(([label = '', value = '']) => [{ label }, value]) },
  ];
  if (last.kind === 'accepted') return ok(outputs, summary);
  const { stackTrace } = readServerMessage(response.headers, args.maskResponse ? '' : excerptOf(response), fno.show);
  if (stackTrace) log.debug(`F&O stack trace: ${stackTrace}`);
  const { hintFor } = await import('./hints.ts');
  const hint = await hintFor(response, args, tools).catch((thrown: unknown) => {
    log.debug(`The cause could not be narrowed down: ${messageOf(thrown)}`);
    return '';
  });
  return failed([last.message, hint].filter(Boolean).join(' '), outputs, summary);
}

/** The outputs of any response, whatever becomes of its body. */
export function headOutputs({ status, headers }: Head): Outputs<RestOutput> {
  const shown = Object.entries(headers).filter(([name]) => name !== 'set-cookie');
  return {
    'status-code': String(status),
    'activity-id': headers['ms-dyn-aid'] ?? '',
    'response-headers': JSON.stringify(Object.fromEntries(shown)),
  };
}

function outputsOf(response: RestResponse, { log }: Tools): Outputs<RestOutput> {
  const { text, start, sizeBytes, file, rowCount } = response;
  const fits = text !== undefined && Buffer.byteLength(text) <= LONGEST_RESPONSE_BYTES;
  if (!fits) {
    const why = text === undefined && sizeBytes === start.length ? 'not text' : 'larger than 96 KiB';
    log.notice(`The response is ${why}, so the output \`response\` is empty. See ${file.path} (\`response-file\`).`);
  }
  return {
    ...headOutputs(response),
    response: fits ? text : '',
    'response-file': file.path,
    ...(rowCount !== undefined && { 'row-count': String(rowCount) }),
  };
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}
