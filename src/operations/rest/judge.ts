import { isSuccess, mayPass } from '../../http/status.ts';

/** What an answer's status means for the step: `may-pass` is what a wait outlives. */
export type StatusVerdict = 'accepted' | 'may-pass' | 'refused';

/** @param acceptStatus statuses beside 2xx that are not a failure */
export function judgeStatus(status: number, acceptStatus: readonly number[]): StatusVerdict {
  if (isSuccess(status) || acceptStatus.includes(status)) return 'accepted';
  const passes = (status >= 300 && status < 400) || status === 404 || mayPass(status);
  return passes ? 'may-pass' : 'refused';
}

/**
 * Parses `404, 409`.
 *
 * @param anonymous whether the request carries no bearer
 */
export function parseStatuses(
  values: readonly string[],
  anonymous: boolean,
  problem: (message: string) => void,
): number[] {
  return values.flatMap((value) => {
    if (/^3\d\d$/.test(value) && value !== '304' && !anonymous) {
      problem(
        `\`accept-status\` has ${value}: under a token a redirect is a sign-in page and never accepted, so leave it out, or set \`auth: none\`.`,
      );
    }
    if (/^[2-5]\d\d$/.test(value)) return [Number(value)];
    problem(`\`accept-status\` has "${value.slice(0, 20)}": give statuses from 200 to 599, such as 404, 409.`);
    return [];
  });
}
