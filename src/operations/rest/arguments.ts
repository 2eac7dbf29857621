import { messageOf } from '../../errors.ts';
import type { Body } from '../../http/transport.ts';
import { JSON_CONTENT_TYPE } from '../../http/content-type.ts';
import { quoted, type Inputs } from '../../inputs.ts';
import type { Query } from '../../json/query.ts';
import type { ParseContext } from '../operation.ts';
import { parseHeaderLines } from './header-lines.ts';
import { parseStatuses } from './judge.ts';
import { readPayload } from './payload.ts';
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
  method: string;
  headers: Record<string, string>;
  body: Body | undefined;
  /** May be repeated like a read. */
  read: boolean;
  allPages: boolean;
  /** Absolute; `undefined` is a file of the job's. */
  responseFile: string | undefined;
  acceptStatus: number[];
  extract: Query | undefined;
  expect: Query[];
  /** JMESPath's truth, loaded with `expect`. */
  holds: (value: unknown) => boolean;
  maskResponse: boolean;
  /** 0 is no waiting. */
  waitMs: number;
  pollMs: number;
  notices: string[];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const DEFAULT_POLL_SECONDS = 15;
/** Stands for a target that could not be built: after a problem nothing is sent. */
const NO_TARGET: Target = { kind: 'path', url: new URL('https://nowhere.invalid') };

type RestInputs = Inputs<(typeof restInputs)[number]>;

export async function parseRest(inputs: RestInputs, context: ParseContext): Promise<RestArguments> {
  const problem = (message: string) => {
    inputs.problem(message);
  };
  const notices: string[] = [];
  const headerLines = (inputs.raw('headers') ?? '').split(/\r?\n/);
  const headers = parseHeaderLines(headerLines, context.anonymous, problem);
  if (headers['content-type'] !== undefined && inputs.isGiven('content-type')) {
    problem('`content-type` and a `Content-Type` line in `headers` are both given: give one of them.');
  }
  const contentType = headers['content-type'] ?? inputs.text('content-type') ?? JSON_CONTENT_TYPE;
  const payloadFile = inputs.text('payload-file');
  const given = readPayload(
    { payload: inputs.raw('payload'), payloadFile, contentType, workspace: context.workspace },
    problem,
  );
  const hasPayload = inputs.raw('payload') !== undefined || payloadFile !== undefined;
  const target =
    buildTarget(
      {
        service: inputs.text('service'),
        path: inputs.text('path'),
        queryLines: inputs.lines('query'),
        crossCompany: inputs.flag('cross-company'),
        environment: context.environment,
        anonymous: context.anonymous,
      },
      problem,
    ) ?? NO_TARGET;
  const method = parseMethod(inputs, hasPayload);
  const names = target.kind === 'service' ? target.names : undefined;
  if (names && names.length < 3 && method !== 'GET') {
    problem(
      `\`service\` names no operation, and is listed by GET alone: give \`Group/Service/Operation\`, or leave out the payload and \`method\`.`,
    );
  }
  if (names?.length === 3 && method === 'GET') {
    notices.push(
      'A GET on a service operation describes it and does not call it: set `method: POST`, or give a payload, to call it.',
    );
  }
  const emptyCall = names?.length === 3 && method === 'POST' && !hasPayload;
  const body: Body | undefined = emptyCall ? { kind: 'text', text: '{}' } : given;
  if (body) headers['content-type'] = contentType;

  const read = method === 'GET' || method === 'HEAD' || inputs.flag('idempotent');
  const allPages = parseAllPages(inputs, target, method);
  const { environment } = context;
  return {
    target,
    isInEnvironment: environment instanceof URL && environment.origin === target.url.origin,
    method,
    headers,
    body,
    read,
    allPages,
    responseFile: parseResponseFile(inputs, context.workspace, payloadFile),
    acceptStatus: parseStatuses(inputs.list('accept-status'), context.anonymous, problem),
    ...(await parseQueries(inputs)),
    maskResponse: inputs.flag('mask-response'),
    ...parseWait(inputs, method, read),
    notices,
  };
}

function parseMethod(inputs: RestInputs, hasPayload: boolean): string {
  const given = inputs.text('method')?.toUpperCase();
  const method = given ?? (hasPayload ? 'POST' : 'GET');
  if (!METHODS.includes(method)) {
    inputs.problem(`\`method\` is ${quoted(method)}: give one of ${METHODS.join(', ')}.`);
  }
  if (hasPayload && (method === 'GET' || method === 'HEAD')) {
    inputs.problem(`A ${method} carries no payload: leave out \`payload\` and \`payload-file\`, or \`method\`.`);
  }
  return method;
}

function parseAllPages(inputs: RestInputs, target: Target, method: string): boolean {
  const allPages = inputs.flag('all-pages');
  if (!allPages) return false;
  if (method !== 'GET' || target.kind === 'service') inputs.problem('`all-pages` goes with a GET of a `path`.');
  for (const name of ['extract', 'expect'] as const) {
    if (inputs.isGiven(name)) {
      inputs.problem(
        `\`all-pages\` and \`${name}\` do not go together: the rows go into the file, and not into memory.`,
      );
    }
  }
  return true;
}

function parseWait(inputs: RestInputs, method: string, read: boolean): { waitMs: number; pollMs: number } {
  const waitMs = (inputs.number('wait-timeout-minutes', { min: 0 }) ?? 0) * 60_000;
  const pollMs = (inputs.number('poll-seconds', { above: 0 }) ?? DEFAULT_POLL_SECONDS) * 1000;
  if (waitMs > 0 && !read) {
    inputs.problem(
      `\`wait-timeout-minutes\` repeats the request, and ${method} may not be repeated: set \`idempotent: true\` where it does no harm.`,
    );
  }
  if (waitMs === 0 && inputs.isGiven('poll-seconds')) {
    inputs.problem('`poll-seconds` goes with `wait-timeout-minutes`: give both, or neither.');
  }
  return { waitMs, pollMs };
}

async function parseQueries(inputs: RestInputs): Promise<Pick<RestArguments, 'extract' | 'expect' | 'holds'>> {
  const extract = inputs.text('extract');
  const expect = inputs.lines('expect').map((line) => line.trim());
  if (extract === undefined && expect.length === 0) return { extract: undefined, expect: [], holds: Boolean };
  // Loaded where it is used alone: most calls do without, and start sooner.
  const { compileQuery, holds } = await import('../../json/query.ts');
  const { bareLiteralHint, emptyExpectationHint, literalHint } = await import('./expectation-hints.ts');
  const compiled = (name: 'extract' | 'expect', expression: string): Query[] => {
    try {
      const query = compileQuery(expression);
      const emptyHint = name === 'expect' ? emptyExpectationHint : bareLiteralHint;
      const hint = literalHint(query.tree) ?? emptyHint(query.tree);
      if (hint) inputs.problem(`\`${name}\` has ${quoted(expression)}, in which ${hint}.`);
      return [query];
    } catch (thrown) {
      inputs.problem(
        `\`${name}\` has ${quoted(expression)}, which is not JMESPath (${messageOf(thrown)}): see https://jmespath.org, and put texts into single quotes, numbers and truth values into backquotes.`,
      );
      return [];
    }
  };
  return {
    extract: extract === undefined ? undefined : compiled('extract', extract)[0],
    expect: expect.flatMap((expression) => compiled('expect', expression)),
    holds,
  };
}
