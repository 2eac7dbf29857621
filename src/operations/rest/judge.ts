import { isSuccess, mayPass } from '../../http/status.ts';
import type { Inputs } from '../../inputs.ts';

/** What a status means for the step: `may-pass` is what a wait outlives. */
export type StatusVerdict = 'accepted' | 'may-pass' | 'refused';

/** What `accept-status: none` stands for in the list: the request was sent, and no response came. */
const NO_RESPONSE = 0;

/** @param acceptStatus statuses in addition to 2xx that are not a failure */
export function judgeStatus(status: number, acceptStatus: readonly number[]): StatusVerdict {
  if (isSuccess(status) || acceptStatus.includes(status)) return 'accepted';
  const passes = (status >= 300 && status < 400) || status === 404 || mayPass(status);
  return passes ? 'may-pass' : 'refused';
}

/**
 * Whether a request that was sent may go without a whole response.
 *
 * @param status of the head, if that came
 */
export const acceptsNoResponse = (acceptStatus: readonly number[], status: number | undefined) =>
  acceptStatus.includes(NO_RESPONSE) && (status === undefined || judgeStatus(status, acceptStatus) === 'accepted');

/**
 * Parses `404, 409, none`.
 *
 * @param anonymous whether the request carries no bearer
 */
export function parseStatuses(
  values: readonly string[],
  anonymous: boolean,
  inputs: Pick<Inputs, 'problem'>,
): number[] {
  return values.flatMap((value) => {
    if (/^3\d\d$/.test(value) && value !== '304' && !anonymous) {
      inputs.problem(
        `\`accept-status\` has ${value}: with a token, a redirect leads to a sign-in page and is never accepted: remove it, or set \`auth: none\`.`,
      );
    }
    if (value.toLowerCase() === 'none') return [NO_RESPONSE];
    if (/^[2-5]\d\d$/.test(value)) return [Number(value)];
    inputs.problem(
      `\`accept-status\` has "${value.slice(0, 20)}": give statuses from 200 to 599, such as 404, 409, or \`none\`.`,
    );
    return [];
  });
}
