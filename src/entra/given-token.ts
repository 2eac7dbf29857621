import { quoted } from '../inputs.ts';
import { audiencesOf, claimsOf, timeClaimMs } from './claims.ts';

export interface TokenCheck {
  /** Origins that the audience may have: that of the environment, that of the given scope. */
  origins: readonly string[];
  nowMs: number;
  /** Whether a credential stands beside the token, which then takes over. */
  renewable: boolean;
}

/**
 * Checks the `token` input before it is sent anywhere. An opaque token, or one whose audience is no URL, is taken as it is.
 *
 * @returns sentences that say what is wrong
 */
export function checkGivenToken(token: string, { origins, nowMs, renewable }: TokenCheck): string[] {
  if (/^bearer\s/i.test(token)) return ['`token` begins with the word Bearer: give the token alone.'];
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return ['`token` holds blanks, line breaks or letters that no token has: give the token alone.'];
  }
  const claims = claimsOf(token);
  if (!claims) return [];
  const problems: string[] = [];
  const expiresMs = timeClaimMs(claims, 'exp');
  if (expiresMs !== undefined && expiresMs <= nowMs && !renewable) {
    problems.push(
      `\`token\` expired at ${new Date(expiresMs).toISOString()}: take a new one, or give a credential beside it.`,
    );
  }
  const audiences = audiencesOf(claims).filter((audience) => /^https?:\/\//i.test(audience) && URL.canParse(audience));
  const wrong = audiences.map((audience) => audienceProblem(audience, origins)).filter((problem) => problem !== '');
  if (audiences.length > 0 && wrong.length === audiences.length && origins.length > 0) problems.push(...wrong);
  return problems;
}

function audienceProblem(audience: string, origins: readonly string[]): string {
  const { origin } = new URL(audience);
  const expected = origins.join(' or ');
  if (!origins.includes(origin)) {
    return `\`token\` is for ${quoted(audience)} (its \`aud\`), but the environment is ${quoted(expected)}: acquire it with the scope ${origins[0] ?? ''}/.default.`;
  }
  if (audience.endsWith('/')) {
    return `\`token\` is for ${quoted(audience)} (its \`aud\`), with a trailing slash, which F&O refuses: acquire it with the scope ${origin}/.default, one slash before the dot.`;
  }
  if (!audience.startsWith(origin)) {
    return `\`token\` is for ${quoted(audience)} (its \`aud\`), written otherwise than ${quoted(origin)}, and F&O compares letter by letter: acquire it with the scope ${origin}/.default.`;
  }
  return '';
}
