/** Does `work`, and calls `beat` every `everyMs` until it is settled. */
export async function withHeartbeat<T>(everyMs: number, beat: () => void, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(beat, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
