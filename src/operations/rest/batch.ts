import { readFile } from 'node:fs/promises';
import { startsLikeHtml } from '../../fno/html.ts';
import { bodyReportsError, readServerMessage } from '../../fno/server-message.ts';
import { isHtml, isJson, mediaTypeOf } from '../../http/content-type.ts';
import { readMultipart } from '../../http/multipart.ts';
import { isSuccess } from '../../http/status.ts';
import type { Source } from '../../json/document-task.ts';
import { asList, asText, membersOf, parseObject } from '../../json/narrow.ts';
import { endingOf } from '../../json/page-scanner.ts';
import { runDocumentTask } from '../../json/run-document-task.ts';
import { asSentence, type Show } from '../../server-text.ts';
import type { RestArguments } from './arguments.ts';
import type { Payload } from './payload.ts';
import { judgeStatus } from './judge.ts';
import { HIDDEN_BODY } from './mask.ts';
import { sourceOf } from './query-response.ts';
import { LARGEST_PARSED_BYTES, type RestResponse, typeOf } from './response.ts';
import { urlHint } from './url-hint.ts';

/** A part of a batch; without a status it is no HTTP response. */
interface Part {
  /** Its place, or the `id` that the request gave it. */
  name: string;
  status: number | undefined;
  headers: Record<string, string>;
  body: string;
}
interface Batch {
  count: number;
  failed: Part[];
  isPartial: boolean;
}

/** What is wrong with a batch goes on from "… returned 200, but". */
export type BatchVerdict =
  /** `isPartial`: a part is one page of more. */
  { kind: 'whole'; isPartial: boolean } | { kind: 'may-pass' | 'refused'; problem: string };

const MOST_SHOWN = 5;

/**
 * Judges the parts of an OData batch, whose status is 200 whatever becomes of them, as multipart/mixed or JSON
 * (https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_BatchRequestsandResponses).
 *
 * @returns `whole` if every request has a response, and each is a success or accepted
 */
export async function judgeBatch(
  response: RestResponse,
  args: RestArguments,
  { show, signal }: { show: Show; signal: AbortSignal },
): Promise<BatchVerdict> {
  const batch = await readBatch(response, signal);
  if (!batch) {
    const type = show(typeOf(response) || 'no content type', 100);
    const why = response.sizeBytes === 0 ? 'is empty' : `(${type}) cannot be read`;
    return { kind: 'may-pass', problem: `its batch response ${why}, so nothing is known of its parts.` };
  }
  const { count } = batch;
  const isAccepted = (status = 0) => !isSuccess(status) && args.acceptStatus.includes(status);
  const failed = batch.failed.filter(({ status }) => !isAccepted(status));
  const requests = await requestsOf(args, signal);
  const sent = requests?.length;
  const isShort = sent !== undefined && count < sent;
  if (failed.length === 0 && !isShort && count > 0) return { kind: 'whole', isPartial: batch.isPartial };
  // A changeset that failed has one response for all its requests; JSON names each.
  const known = requests?.length === count || isJson(typeOf(response)) ? requests : [];
  const hints = new Set<string>();
  const lines = failed.slice(0, MOST_SHOWN).map((part) => {
    const { described, message } = describePart(part, args.maskResponse, show);
    const hint = hintOf(part, known ?? [], message, args.target.url);
    if (hint === '' || hints.has(hint)) return described;
    hints.add(hint);
    return `${described} ${hint}`;
  });
  const more = failed.length > MOST_SHOWN ? [`${failed.length - MOST_SHOWN} more failed.`] : [];
  const opening =
    isShort || count === 0
      ? `the batch has only ${count} of ${sent ?? 'its'} responses.`
      : `${failed.length} of the ${count} parts of the batch failed.`;
  const isFinal = failed.some(({ status }) => status !== undefined && judgeStatus(status, []) === 'refused');
  return { kind: isFinal ? 'refused' : 'may-pass', problem: [opening, ...lines, ...more].join(' ') };
}

function describePart(part: Part, isMasked: boolean, show: Show) {
  const { name, status, headers, body } = part;
  if (status === undefined) return { described: `Part ${show(name, 100)} is not a response.`, message: '' };
  const fault = isSuccess(status) ? (faultOf(part) ?? REPORTS_ERROR) : undefined;
  const { text } = readServerMessage(headers, isMasked ? HIDDEN_BODY : body, show);
  const said = text && fault !== UNFINISHED ? `: ${text}` : '';
  const returned = `Part ${show(name, 100)} returned ${status}`;
  return { described: asSentence(`${returned}${fault ? `, but ${fault}` : ''}${said}`), message: text };
}

const REPORTS_ERROR = 'it reports an error';
const UNFINISHED = 'its JSON ends unfinished';

/** Why a part is none of a success whatever its status says. */
function faultOf({ headers, body }: Part): string | undefined {
  const type = headers['content-type'] ?? '';
  if (isHtml(type) || startsLikeHtml(Buffer.from(body))) return 'it is an HTML page';
  if (isJson(type) && endingOf(Buffer.from(body)) === 'unfinished') return UNFINISHED;
  return bodyReportsError(body) ? REPORTS_ERROR : undefined;
}

/** A request of the payload; its URL is relative to that of the batch. */
interface SentPart {
  name: string;
  url: string;
}

function hintOf({ name, status = 0 }: Part, requests: readonly SentPart[], message: string, batch: URL): string {
  const url = requests.find((request) => request.name === name)?.url;
  return url !== undefined && URL.canParse(url, batch.href) ? urlHint(new URL(url, batch), status, message, true) : '';
}

async function readBatch(response: RestResponse, signal: AbortSignal): Promise<Batch | undefined> {
  const type = typeOf(response);
  const source = sourceOf(response);
  if (!source) return undefined;
  if (isJson(type)) return readJsonBatch(source, signal);
  const bytes = 'text' in source ? Buffer.from(source.text) : await readFile(source.path);
  const parts = mediaTypeOf(type) === 'multipart/mixed' ? readMultipart(bytes.toString('latin1'), type) : undefined;
  const judged = parts?.map(({ firstLine, headers, body }, index) => ({
    name: String(index + 1),
    status: Number(/^HTTP\/\d(?:\.\d)? +(\d{3})\b/.exec(firstLine)?.[1]) || undefined,
    headers,
    body: Buffer.from(body, 'latin1').toString('utf8'),
  }));
  if (!judged) return undefined;
  const failed = judged.filter((part) => !isSuccess(part.status ?? 0) || faultOf(part) !== undefined);
  return { count: judged.length, failed, isPartial: judged.some(({ body }) => body.includes('@odata.nextLink"')) };
}

/** Where it cannot hold up the deadline: the document may be large. */
async function evaluate(source: Source, extract: string, signal: AbortSignal): Promise<unknown> {
  const task = { kind: 'query', source, extract, expect: [], plainText: false, shownCharacters: 0 } as const;
  const outcome = await runDocumentTask(task, signal);
  return outcome.kind === 'met' ? parseObject(outcome.result ?? '') : undefined;
}

async function readJsonBatch(source: Source, signal: AbortSignal): Promise<Batch | undefined> {
  const found = await evaluate(
    source,
    "{count: length(responses), ids: responses[].id, failed: responses[?!(status >= `200` && status < `300`) || type(body.error) == 'object' || type(body.ExceptionType) == 'string' && type(body.Message) == 'string'].[id, status, body]}",
    signal,
  );
  const { count, ids, failed } = membersOf(found);
  if (typeof count !== 'number') return undefined;
  const parts = (asList(failed) ?? []).map((part, index): Part => {
    const [id, status, body] = asList(part) ?? [];
    return {
      name: asText(id) ?? String(index + 1),
      status: typeof status === 'number' ? status : undefined,
      headers: {},
      body: typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body),
    };
  });
  const names = new Set(asList(ids)?.map(asText));
  // Two responses of one id are one.
  return { count: names.size === 0 ? count : names.size, failed: parts, isPartial: false };
}

/** @returns the requests that the payload holds; `undefined` if that cannot be told */
async function requestsOf({ body, headers }: RestArguments, signal: AbortSignal): Promise<SentPart[] | undefined> {
  const contentType = headers['content-type'] ?? '';
  if (!body || (body.kind === 'file' && body.sizeBytes > LARGEST_PARSED_BYTES)) return undefined;
  if (!isJson(contentType))
    return readMultipart(await textOf(body), contentType)?.map(({ firstLine }, index) => ({
      name: String(index + 1),
      url: /^\w+ (.*) HTTP\/\d/.exec(firstLine)?.[1] ?? '',
    }));
  const source = body.kind === 'text' ? body : { path: body.path, contentType };
  const found = membersOf(await evaluate(source, '{requests: requests[].[id, url]}', signal));
  return asList(found['requests'])?.map((request, index) => {
    const [id, url] = asList(request) ?? [];
    return { name: asText(id) ?? String(index + 1), url: asText(url) ?? '' };
  });
}

/** Nothing if the file is gone: it was sent, and only its requests cannot be counted. */
const textOf = async (body: Payload): Promise<string> =>
  body.kind === 'text' ? body.text : readFile(body.path, 'latin1').catch(() => '');
