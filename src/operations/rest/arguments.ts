import { messageOf } from '../../errors.ts';
import { isContentType, JSON_CONTENT_TYPE } from '../../http/content-type.ts';
import { quoted, type Inputs } from '../../inputs.ts';
import { meantValue } from '../../near-names.ts';
import type { ParseContext } from '../operation.ts';
import { parseFilePath } from './file-path.ts';
import { parseHeaderLines } from './header-lines.ts';
import { parseStatuses } from './judge.ts';
import type { Payload } from './payload.ts';
import { parseResponseFile } from './response-file.ts';
import { buildTarget, type Target } from './target.ts';

export const restInputs = [
  'service',
  'path',
  'query',
  'method',
  'payload',
  'payload-file',
  'content-type',
  'headers',
  'cross-company',
  'all-pages',
  'response-file',
  'accept-status',
  'extract',
  'expect',
  'idempotent',
  'mask-response',
  'wait-timeout-minutes',
  'poll-seconds',
] as const;

export const restOutputs = [
  'status-code',
  'activity-id',
  'response',
  'response-file',
  'response-headers',
  'row-count',
  'result',
] as const;
export type RestOutput = (typeof restOutputs)[number];

export interface RestArguments {
  target: Target;
  /** Whether the URL is of the origin of `environment-url`. */
  isInEnvironment: boolean;
  /** Whether the request carries no bearer. */
  anonymous: boolean;
  method: string;
  headers: Record<string, string>;
  body: Payload | undefined;
  /** May be retried like a read. */
  read: boolean;
  allPages: boolean;
  /** Absolute; `undefined` is a file of the job's. */
  responseFile: string | undefined;
  acceptStatus: number[];
  /** JMESPath that compiles. */
  extract: string | undefined;
  expect: readonly string[];
  maskResponse: boolean;
  /** 0 is no waiting. */
  waitMs: number;
  pollMs: number;
  notices: string[];
  warnings: readonly string[];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const DEFAULT_POLL_SECONDS = 15;

type RestInputs = Inputs<(typeof restInputs)[number]>;

/** @returns nothing after noting a problem with the target; any other problem is noted, and parsing goes on */
export async function parseRest(inputs: RestInputs, context: ParseContext): Promise<RestArguments | undefined> {
  const notices: string[] = [];
  const headerLines = (inputs.raw('headers') ?? '').split(/\r?\n/);
  const headers = parseHeaderLines(headerLines, context.anonymous, inputs);
  if (headers['content-type'] !== undefined && inputs.isGiven('content-type')) {
    inputs.problem('`content-type` and a `Content-Type` line in `headers` are both given: give only one of them.');
  }
  const contentType = headers['content-type'] ?? inputs.text('content-type') ?? JSON_CONTENT_TYPE;
  if (!isContentType(contentType)) {
    inputs.problem(
      `\`content-type\` is ${quoted(contentType)}: give a media type, such as application/json or text/csv.`,
    );
  }
  const payload = inputs.raw('payload');
  const payloadFile = parseFilePath(inputs, 'payload-file', context.workspace);
  const hasPayload = payload !== undefined || inputs.isGiven('payload-file');
  const isEncoded = 'content-encoding' in headers;
  const given = hasPayload
    ? (await import('./payload.ts')).readPayload(
        { payload, payloadFile, contentType, isEncoded, isOfService: inputs.isGiven('service') },
        inputs,
      )
    : undefined;
  const target = buildTarget(
    {
      service: inputs.text('service'),
      path: inputs.text('path'),
      queryLines: inputs.lines('query'),
      crossCompany: inputs.flag('cross-company'),
      environment: context.environment,
      anonymous: context.anonymous,
    },
    inputs,
  );
  const method = parseMethod(inputs, hasPayload);
  const names = target?.kind === 'service' ? target.names : undefined;
  if (names && names.length < 3 && method !== 'GET') {
    inputs.problem(
      '`service` does not name an operation, and services can only be listed with GET: give `Group/Service/Operation`, or omit the payload and `method`.',
    );
  }
  if (names?.length === 3 && method === 'GET') {
    notices.push(
      'GET on a service operation describes the operation instead of calling it. To call it, set `method: POST` or give a payload.',
    );
  }
  const emptyCall = names?.length === 3 && method === 'POST' && !hasPayload;
  const body: Payload | undefined = emptyCall ? { kind: 'text', text: '{}' } : given;
  if (body) headers['content-type'] = contentType;

  const read = method === 'GET' || method === 'HEAD' || inputs.flag('idempotent');
  const allPages = parseAllPages(inputs, target, method);
  const { environment } = context;
  const args = {
    isInEnvironment: environment instanceof URL && environment.origin === target?.url.origin,
    anonymous: context.anonymous,
    method,
    headers,
    body,
    read,
    allPages,
    responseFile: parseResponseFile(inputs, context.workspace, payloadFile?.path),
    acceptStatus: parseStatuses(inputs.list('accept-status'), context.anonymous, inputs),
    ...(await parseQueries(inputs)),
    maskResponse: inputs.flag('mask-response'),
    ...parseWait(inputs, method, read),
    notices,
    warnings: target?.warnings ?? [],
  };
  return target && { target, ...args };
}

function parseMethod(inputs: RestInputs, hasPayload: boolean): string {
  const given = inputs.text('method')?.toUpperCase();
  const method = given ?? (hasPayload ? 'POST' : 'GET');
  if (!METHODS.includes(method)) {
    inputs.problem(`\`method\` is ${quoted(method)}: give one of ${METHODS.join(', ')}${meantValue(method, METHODS)}.`);
  }
  if (hasPayload && (method === 'GET' || method === 'HEAD')) {
    inputs.problem(`A ${method} request has no payload: omit \`payload\` and \`payload-file\`, or \`method\`.`);
  }
  return method;
}

function parseAllPages(inputs: RestInputs, target: Target | undefined, method: string): boolean {
  const allPages = inputs.flag('all-pages');
  if (!allPages) return false;
  if (method !== 'GET' || target?.kind === 'service') inputs.problem('`all-pages` needs a GET of a `path`.');
  for (const name of ['extract', 'expect'] as const) {
    if (inputs.isGiven(name)) {
      inputs.problem(
        `\`all-pages\` cannot be combined with \`${name}\`: the rows are written to the file and never held in memory.`,
      );
    }
  }
  return true;
}

function parseWait(inputs: RestInputs, method: string, read: boolean): { waitMs: number; pollMs: number } {
  const minutes = inputs.number('wait-timeout-minutes', { min: 0 });
  const waitMs = (minutes ?? 0) * 60_000;
  const pollMs = (inputs.number('poll-seconds', { above: 0 }) ?? DEFAULT_POLL_SECONDS) * 1000;
  if (waitMs > 0 && !read) {
    inputs.problem(
      `\`wait-timeout-minutes\` repeats the request, which is not safe for ${method}: set \`idempotent: true\` if repeating it does no harm.`,
    );
  }
  const isWrong = minutes === undefined && inputs.isGiven('wait-timeout-minutes');
  if (waitMs === 0 && !isWrong && inputs.isGiven('poll-seconds')) {
    inputs.problem('`poll-seconds` needs `wait-timeout-minutes`: give both, or neither.');
  }
  return { waitMs, pollMs };
}

async function parseQueries(inputs: RestInputs): Promise<Pick<RestArguments, 'extract' | 'expect'>> {
  const extract = inputs.text('extract');
  const expect = inputs.lines('expect').map((line) => line.trim());
  if (extract === undefined && expect.length === 0) return { extract: undefined, expect: [] };
  // Loaded where it is used alone: most calls do without, and start sooner.
  const { compileQuery } = await import('../../json/query.ts');
  const { bareLiteralHint, emptyExpectationHint, literalHint } = await import('./expectation-hints.ts');
  const { syntaxHint } = await import('./syntax-hint.ts');
  const judge = (name: 'extract' | 'expect', expression: string) => {
    try {
      const { tree } = compileQuery(expression);
      const emptyHint = name === 'expect' ? emptyExpectationHint : bareLiteralHint;
      const hint = literalHint(tree) ?? emptyHint(tree);
      if (hint) inputs.problem(`\`${name}\` has ${quoted(expression)}, in which ${hint}.`);
    } catch (thrown) {
      const why = `which is not JMESPath (${messageOf(thrown)}): ${syntaxHint(expression, name)}`;
      inputs.problem(`\`${name}\` has ${quoted(expression)}, ${why}`);
    }
  };
  if (extract !== undefined) judge('extract', extract);
  for (const expression of expect) judge('expect', expression);
  return { extract, expect };
}
