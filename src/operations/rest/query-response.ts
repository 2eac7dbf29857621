import { mediaTypeOf } from '../../http/content-type.ts';
import type { OtherType } from '../../json/jmespath/interpret.ts';
import type { QueryOutcome, Source, Unreadable } from '../../json/document-task.ts';
import { runDocumentTask } from '../../json/run-document-task.ts';
import { showPieces } from '../../json/show-value.ts';
import type { Show } from '../../server-text.ts';
import type { RestArguments } from './arguments.ts';
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
  { extract, expect, maskResponse }: RestArguments,
  { show, signal }: { show: Show; signal: AbortSignal },
): Promise<Queried> {
  const isEmpty = response.sizeBytes === 0;
  if (isEmpty && expect.length > 0) return { kind: 'unmet', problem: '`expect` does not hold: the response is empty.' };
  const source = isEmpty ? { text: 'null' } : sourceOf(response);
  if (!source) return { kind: 'unmet', problem: unreadable('too-large', response, show) };
  const plainText = mediaTypeOf(typeOf(response)) === 'text/plain';
  const task = { kind: 'query', source, extract, expect, plainText, shownCharacters: LONGEST_SHOWN } as const;
  const outcome = await runDocumentTask(task, signal);
  if (outcome.kind === 'unreadable') return { kind: 'unmet', problem: unreadable(outcome.why, response, show) };
  const remarks = remarksOn(outcome, [...expect, extract ?? ''], show);
  switch (outcome.kind) {
    case 'met':
      return { kind: 'met', result: outcome.result, warnings: remarks };
    case 'unmet':
      return { kind: 'unmet', problem: describeUnmet(outcome, maskResponse ? 'hidden' : show, remarks) };
    case 'no-result': {
      const why = maskResponse ? '' : ` (${outcome.problem})`;
      const message = `\`extract\` cannot be evaluated on it${why}. See the response in \`response-file\`.`;
      return { kind: 'no-result', problem: [message, ...remarks].join(' ') };
    }
  }
}

/** @returns `undefined` if the body is larger than what is read */
export function sourceOf(response: RestResponse): Source | undefined {
  if (response.text !== undefined) return { text: response.text };
  const contentType = typeOf(response);
  return response.sizeBytes > LARGEST_PARSED_BYTES ? undefined : { path: response.file.temporaryPath, contentType };
}

function unreadable(why: Unreadable['why'], response: RestResponse, show: Show): string {
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

/** What an expression comes upon that was hardly meant. */
function remarksOn(
  { kind, otherCase, otherTypes }: Exclude<QueryOutcome, Unreadable>,
  expressions: readonly string[],
  show: Show,
): string[] {
  // Of names that the expressions themselves spell in both ways nothing need be said.
  const spelled = otherCase
    .filter(([, there]) => !expressions.some((expression) => expression.includes(there)))
    .map(([asked, there]) => `\`${asked}\` is \`${show(there, 100)}\` there`);
  // Of what is met, `!=` alone can be met for no other reason.
  const types = otherTypes.filter(({ comparator }) => kind !== 'met' || comparator === '!=').map(ofOtherType);
  return spelled.length > 0
    ? [`Names are case-sensitive, and the response spells them differently: ${spelled.join(', ')}.`, ...types]
    : types;
}

/** F&O writes truth values as `Yes` and `No` in most places, and numbers as text in some. */
function ofOtherType({ path, is, than }: OtherType): string {
  const example = EXAMPLES[is];
  const instead = example ? `: compare it with ${withArticle(is)}, such as ${example}` : '';
  return `${path === '…' ? 'What is compared' : `\`${path}\``} is ${withArticle(is)}, which never equals ${withArticle(than)}${instead}.`;
}

const withArticle = (type: string) => `${/^[ao]/.test(type) ? 'an' : 'a'} ${type}`;
const EXAMPLES: Readonly<Record<string, string>> = { string: "'Yes'", number: '`5`', boolean: '`true`' };

const HIDDEN = 'Its value and the response are hidden by `mask-response`.';

type Unmet = Extract<QueryOutcome, { kind: 'unmet' }>;

/**
 * The message about an expression of `expect` that does not hold.
 *
 * @param show `hidden` with `mask-response`
 * @param remarks stand before the response, which an annotation may cut off
 */
export function describeUnmet(unmet: Unmet, show: Show | 'hidden', remarks: readonly string[] = []): string {
  const { expression, value, missing, document } = unmet;
  const why = `\`expect\` does not hold: ${expression}${missing ? missingName(missing) : whatItGives(value, show)}`;
  const response = show === 'hidden' ? HIDDEN : `The response: ${showPieces(document, show, LONGEST_SHOWN)}`;
  return [why, ...remarks, response].join(' ');
}

function whatItGives(value: Unmet['value'], show: Show | 'hidden'): string {
  if (Array.isArray(value)) return show === 'hidden' ? '.' : ` gives ${showPieces(value, show, LONGEST_SHOWN)}.`;
  return ` cannot be evaluated${show === 'hidden' ? '' : ` (${show(value.problem)})`}.`;
}

/** Of a name that is missing, `!=` would hold whatever the response says. */
function missingName({ left, comparator, right }: NonNullable<Unmet['missing']>): string {
  const literal = /^(true|false)$/i.test(right) ? `\`${right.toLowerCase()}\`` : `'${right}'`;
  return ` compares with a property ${right}, which is missing. Did you mean ${left} ${comparator} ${literal}?`;
}
