import { describeResponse } from '../../fno/response-error.ts';
import { messageOf } from '../../errors.ts';
import { TooDeep } from '../../json/lossless.ts';
import type { Query } from '../../json/query.ts';
import type { RestArguments } from './arguments.ts';
import { unmetExpectation } from './expectation.ts';
import { judgeStatus } from './judge.ts';
import { HIDDEN_BODY } from './mask.ts';
import { excerptOf, type RestResponse } from './response.ts';

/** What one answer means: `may-pass` is looked at again by a wait, and fails without one. */
export type Poll =
  | { kind: 'accepted'; response: RestResponse; result: string | undefined; doubt: string }
  | { kind: 'may-pass' | 'refused'; response: RestResponse; message: string };

/**
 * Judges an answer by its status, then by `expect`, then by `extract`.
 *
 * @param name what was called
 * @param redact takes the secrets out of a text
 */
export async function judgeResponse(
  response: RestResponse,
  args: RestArguments,
  name: string,
  redact: (text: string) => string,
): Promise<Poll> {
  const { acceptStatus, extract, expect, holds, maskResponse } = args;
  const verdict = judgeStatus(response.status, acceptStatus);
  if (verdict !== 'accepted') {
    const text = maskResponse && response.sizeBytes > 0 ? HIDDEN_BODY : excerptOf(response);
    const called = { name, read: args.read, elsewhere: !args.isInEnvironment };
    return { kind: verdict, response, message: describeResponse(called, response, text, redact) };
  }
  if (!extract && expect.length === 0) return { kind: 'accepted', response, result: undefined, doubt: '' };
  if (response.sizeBytes === 0 && expect.length > 0) {
    const message = `${name} was answered ${response.status}, but \`expect\` does not hold: the response is empty.`;
    return { kind: 'may-pass', response, message };
  }
  const opened = await openResponse(response, name);
  if ('problem' in opened) return { kind: 'may-pass', response, message: opened.problem };
  const show = maskResponse ? 'hidden' : redact;
  const otherCase = new Map<string, string>();
  const onOtherCase = (asked: string, there: string) => otherCase.set(asked, there);
  const spelling = () => inOtherCase(otherCase, extract ? [...expect, extract] : expect);
  const unmet = unmetExpectation({ queries: expect, holds, show, onOtherCase }, opened.document);
  if (unmet !== undefined) {
    const message = `${name} was answered ${response.status}, but ${unmet} ${spelling()}`.trimEnd();
    return { kind: 'may-pass', response, message };
  }
  try {
    const result = extract && textOfResult(extract.evaluate(opened.document, { onOtherCase }));
    return { kind: 'accepted', response, result, doubt: spelling() };
  } catch (thrown) {
    const why = maskResponse ? '' : ` (${messageOf(thrown)})`;
    const message = `\`extract\` cannot be evaluated on the answer of ${name}${why}. Look at the answer in \`response-file\`. ${spelling()}`;
    return { kind: 'refused', response, message: message.trimEnd() };
  }
}

async function openResponse(
  { text, sizeBytes, headers, status }: RestResponse,
  name: string,
): Promise<{ document: unknown } | { problem: string }> {
  const expected = '`extract` and `expect` need JSON';
  if (sizeBytes === 0) return { document: null };
  if (text === undefined) {
    return {
      problem: `The answer of ${name} is not text, or larger than 64 MiB, but ${expected} of at most that size.`,
    };
  }
  const { openDocument } = await import('../../json/open.ts');
  try {
    return { document: openDocument(text) };
  } catch (thrown) {
    if (thrown instanceof TooDeep) {
      return { problem: `The answer of ${name} is nested too deeply: ${expected} of at most 1,000 levels.` };
    }
    if (!(thrown instanceof SyntaxError)) throw thrown;
    const type = headers['content-type'] ?? 'of no content type';
    if (/^\s*text\/plain\s*(;|$)/i.test(type)) return { document: text };
    return {
      problem: `The response of ${name} is ${type} and not JSON, but ${expected}. The call itself was carried out (${status}).`,
    };
  }
}

/** Of names that the expressions themselves spell in both ways nothing need be said. */
function inOtherCase(found: ReadonlyMap<string, string>, queries: readonly Query[]): string {
  const names = [...found].filter(([, there]) => !queries.some(({ expression }) => expression.includes(there)));
  if (names.length === 0) return '';
  const spelled = names.map(([asked, there]) => `\`${asked}\` is \`${there}\` there`);
  return `Names are case-sensitive, and the answer spells them otherwise: ${spelled.join(', ')}.`;
}

/** A string as it is, anything else as JSON. */
const textOfResult = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
