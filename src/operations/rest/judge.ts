/** What an answer's status means for the step: `may-pass` is what a wait outlives. */
export type StatusVerdict = 'accepted' | 'may-pass' | 'refused';

/** @param acceptStatus statuses beside 2xx that are not a failure */
export function judgeStatus(status: number, acceptStatus: readonly number[]): StatusVerdict {
  if ((status >= 200 && status < 300) || acceptStatus.includes(status)) return 'accepted';
  const passes = (status >= 300 && status < 400) || status === 404 || status === 408 || status === 429 || status >= 500;
  return passes ? 'may-pass' : 'refused';
}

/** Parses `404, 409`. */
export function parseStatuses(values: readonly string[], problem: (sentence: string) => void): number[] {
  return values.flatMap((value) => {
    if (/^[2-5]\d\d$/.test(value)) return [Number(value)];
    problem(`\`accept-status\` has "${value.slice(0, 20)}": give statuses from 200 to 599, such as 404, 409.`);
    return [];
  });
}
