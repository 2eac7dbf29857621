import { messageOf } from '../../errors.ts';
import type { Head } from '../../http/transport.ts';
import { counted, formatCount } from '../../report/count.ts';
import { formatDuration } from '../../report/duration.ts';
import type { Story } from '../../report/summary.ts';
import type { Outputs, Result, Tools, Verdicts } from '../operation.ts';
import type { RestArguments, RestOutput } from './arguments.ts';
import type { Poll } from './poll.ts';
import { excerptOf, LONGEST_RESPONSE_BYTES, type RestResponse, typeOf } from './response.ts';
import { listed, listName, servicesIn } from './services.ts';

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
  const outputs = outputsOf(response, args, tools);
  if (last.kind === 'accepted' && last.result !== undefined) {
    const warning = args.maskResponse
      ? (await import('./mask.ts')).maskWhole('`result`', last.result, secrets)
      : undefined;
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
  const rowCount = response.rowCount === undefined ? '' : counted(response.rowCount, 'row');
  const took = formatDuration(elapsedMs);
  log.info(`${name} returned ${response.status} after ${took}: ${size}${rowCount && `, ${rowCount}`}.`);
  const services = args.maskResponse || last.kind !== 'accepted' ? [] : servicesIn(args.target, response);
  if (services.length > 0) log.info(`${listName(args.target, services.length)}: ${listed(services, fno.show)}.`);
  if (outputs.result === 'null') log.info('`result` is null: `extract` found nothing in the response, or a null.');
  const rows = [
    ['Call', name],
    ['Status', String(response.status)],
    ['Duration', took],
    ['Body', size],
    ...(rowCount ? [['Rows', formatCount(response.rowCount ?? 0)]] : []),
  ];
  const story: Story = {
    about: aboutOf(args, name),
    blocks: [
      { kind: 'table', head: ['REST', ''], rows: rows.map(([label = '', value = '']) => [{ label }, value]) },
      { kind: 'table', head: [listName(args.target, services.length)], rows: services.map((each) => [each]) },
    ],
  };
  if (last.kind === 'accepted') return ok(outputs, story);
  const { readServerMessage } = await import('../../fno/server-message.ts');
  const { stackTrace } = readServerMessage(response.headers, args.maskResponse ? '' : excerptOf(response), fno.show);
  if (stackTrace) log.debug(`F&O stack trace: ${stackTrace}`);
  const { hintFor } = await import('./hints.ts');
  const hint = await hintFor(response, args, tools).catch((thrown: unknown) => {
    log.debug(`The cause could not be narrowed down: ${messageOf(thrown)}`);
    return '';
  });
  return failed([last.message, hint].filter(Boolean).join(' '), outputs, story);
}

/** What was called, without its query: `UserSessionService/AifUserSessionService/GetUserSessionInfo`, `GET /data/CustomersV3`. */
export const aboutOf = ({ target }: Pick<RestArguments, 'target'>, name: string): string =>
  target.kind === 'service' && target.names.length > 0
    ? target.names.map(decodeURIComponent).join('/')
    : (name.split('?')[0] ?? '');

/** The outputs of any response, whatever becomes of its body. */
export function headOutputs({ status, headers }: Head): Outputs<RestOutput> {
  const shown = Object.entries(headers).filter(([name]) => name !== 'set-cookie');
  return {
    'status-code': String(status),
    'activity-id': headers['ms-dyn-aid'] ?? '',
    'response-headers': JSON.stringify(Object.fromEntries(shown)),
  };
}

function outputsOf(
  response: RestResponse,
  { responseFile }: Pick<RestArguments, 'responseFile'>,
  { log }: Tools,
): Outputs<RestOutput> {
  const { text, start, sizeBytes, file, rowCount } = response;
  const fits = text !== undefined && Buffer.byteLength(text) <= LONGEST_RESPONSE_BYTES;
  if (!fits) {
    const why = text === undefined && sizeBytes === start.length ? 'not text' : 'larger than 96 KiB';
    const line = `The response is ${why}, so the output \`response\` is empty. See ${file.path} (\`response-file\`).`;
    // Whoever has named the file reads it there.
    if (responseFile === undefined) log.notice(line);
    else log.info(line);
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
