import { mediaTypeOf } from '../../http/content-type.ts';
import type { OtherCase, QueryOutcome, Source, Unreadable } from '../../json/document-task.ts';
import { runDocumentTask } from '../../json/run-document-task.ts';
import type { Show } from '../../server-text.ts';
import type { RestArguments } from './arguments.ts';
import { describeUnmet } from './expectation.ts';
import { LARGEST_PARSED_BYTES, type RestResponse, typeOf } from './response.ts';

/** `problem` goes on from "… returned 200, but". */
export type Queried =
  | { kind: 'met'; result: string | undefined; warnings: readonly string[] }
  | { kind: 'unmet' | 'no-result'; problem: string };

const LONGEST_SHOWN = 500;
const NEEDED = '`extract` and `expect` need JSON';
const LESS =
  'Request less (`$select`, `$filter`, `$top`), write all rows to a file with `all-pages`, or use the `response-file`.';

/** Asks a response for what `expect` and `extract` say. */
export async function queryResponse(
  response: RestResponse,
  args: RestArguments,
  { show, signal }: { show: Show; signal: AbortSignal },
): Promise<Queried> {
  const { extract, expect } = args;
  const isEmpty = response.sizeBytes === 0;
  if (isEmpty && expect.length > 0) return { kind: 'unmet', problem: '`expect` does not hold: the response is empty.' };
  const source = isEmpty ? { text: 'null' } : sourceOf(response);
  if (!source) return { kind: 'unmet', problem: unreadable({ kind: 'unreadable', why: 'too-large' }, response, show) };
  const outcome = await runDocumentTask(
    {
      kind: 'query',
      source,
      extract: extract?.expression,
      expect: expect.map(({ expression }) => expression),
      plainText: mediaTypeOf(typeOf(response)) === 'text/plain',
      shownCharacters: LONGEST_SHOWN,
    },
    signal,
  );
  return judge(outcome, response, args, show);
}

function judge(
  outcome: QueryOutcome,
  response: RestResponse,
  { maskResponse, extract, expect }: RestArguments,
  show: Show,
): Queried {
  const expressions = [...expect, ...(extract ? [extract] : [])].map(({ expression }) => expression);
  switch (outcome.kind) {
    case 'unreadable':
      return { kind: 'unmet', problem: unreadable(outcome, response, show) };
    case 'met': {
      const spelling = inOtherCase(outcome.otherCase, expressions, show);
      return { kind: 'met', result: outcome.result, warnings: spelling ? [spelling] : [] };
    }
    case 'unmet': {
      const spelling = inOtherCase(outcome.otherCase, expressions, show);
      const message = describeUnmet(outcome, maskResponse ? 'hidden' : show);
      return { kind: 'unmet', problem: `${message} ${spelling}`.trimEnd() };
    }
    case 'no-result': {
      const why = maskResponse ? '' : ` (${outcome.problem})`;
      const spelling = inOtherCase(outcome.otherCase, expressions, show);
      return {
        kind: 'no-result',
        problem:
          `\`extract\` cannot be evaluated on it${why}. See the response in \`response-file\`. ${spelling}`.trimEnd(),
      };
    }
  }
}

/** @returns `undefined` if the body is larger than what is read */
export function sourceOf(response: RestResponse): Source | undefined {
  if (response.text !== undefined) return { text: response.text };
  const contentType = typeOf(response);
  return response.sizeBytes > LARGEST_PARSED_BYTES ? undefined : { path: response.file.temporaryPath, contentType };
}

function unreadable({ why }: Unreadable, response: RestResponse, show: Show): string {
  switch (why) {
    case 'not-text':
      return `its body is not text, and ${NEEDED}.`;
    case 'not-json':
      return `its body is ${show(typeOf(response) || 'of no content type', 100)} and not JSON, and ${NEEDED}.`;
    case 'too-deep':
      return `its body is nested too deeply: ${NEEDED} of at most 1,000 levels. The whole response is in \`response-file\`.`;
    case 'too-many-values':
      return `it holds more values than can be evaluated in 2 GiB of memory and one minute. ${LESS}`;
    case 'too-large':
      return `its body is too large: ${NEEDED} of at most 64 MiB. ${LESS}`;
  }
}

/** Of names that the expressions themselves spell in both ways nothing need be said. */
function inOtherCase(found: OtherCase, expressions: readonly string[], show: Show): string {
  const names = found.filter(([, there]) => !expressions.some((expression) => expression.includes(there)));
  if (names.length === 0) return '';
  const spelled = names.map(([asked, there]) => `\`${asked}\` is \`${show(there, 100)}\` there`);
  return `Names are case-sensitive, and the response spells them differently: ${spelled.join(', ')}.`;
}
