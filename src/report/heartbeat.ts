/**
 * Does `work`, and calls `beat` every `everyMs` until it is settled. The beat alone does not keep the process alive, so
 * that work which can never end is found out.
 */
export async function withHeartbeat<T>(everyMs: number, beat: () => void, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(beat, everyMs).unref();
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
