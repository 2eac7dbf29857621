import { quoted } from '../inputs.ts';
import type { JsonObject } from '../json/narrow.ts';
import { audiencesOf } from './claims.ts';

/** The origins that a token may be for; the first is the one to ask for. None where nothing is compared. */
export type ExpectedOrigins = readonly string[];

/**
 * Whether a token may be sent to the environment. One without an audience that is a URL may; of several audiences one
 * must fit.
 *
 * @param accepts further rules of the audience, its origin right; returns the end of a sentence about what is wrong
 * @returns what the token is for and what is wrong with that, as the end of a sentence, and the scope to acquire it with
 */
export function audienceProblem(
  claims: JsonObject | undefined,
  expected: ExpectedOrigins,
  accepts: (audience: string, origin: string) => string = () => '',
): string {
  const urls = audiencesOf(claims ?? {}).filter((audience) => /^https?:$/.test(protocolOf(audience)));
  if (urls.length === 0 || expected.length === 0) return '';
  const problems = urls.map((audience) => {
    const { origin, pathname } = new URL(audience);
    const isFor = `is for ${quoted(audience)} (its \`aud\`)`;
    if (!expected.includes(origin)) {
      return `${isFor}, but the environment is ${quoted(expected.join(' or '))}: acquire it with the scope ${expected[0] ?? ''}/.default.`;
    }
    if (audience.endsWith('/') && /^\/+$/.test(pathname)) {
      return `${isFor}, with a trailing slash, which F&O rejects: acquire it with the scope ${origin}/.default, one slash before the dot.`;
    }
    const wrong = accepts(audience, origin);
    return wrong && `${isFor}, ${wrong}: acquire it with the scope ${origin}/.default.`;
  });
  return problems.includes('') ? '' : problems.join(' ');
}

const protocolOf = (text: string) => (URL.canParse(text) ? new URL(text).protocol : '');

/** @returns the origin of the resource that a scope names by a URL */
export function originOfScope(scope: string | undefined): string | undefined {
  return scope !== undefined && /^https?:$/.test(protocolOf(scope)) ? new URL(scope).origin : undefined;
}
