/** How long what is still open, such as a connection that the other side does not close, may hold up the end. */
const LONGEST_MS = 500;

/**
 * Ends the process as soon as nothing is left to do. `process.exit` cuts only what does not end by itself: Node, seen with
 * 24.21.0, can wait in it for ever for a thread of V8 that compiles and waits for the main thread to free memory.
 *
 * @param when `at once` if the work would go on
 */
export async function leave(exitCode: number, when: 'when done' | 'at once' = 'when done'): Promise<void> {
  // Where standard output is a pipe it may be written behind, and exiting would lose its end.
  await new Promise((written) => process.stdout.write('', written));
  if (when === 'at once') process.exit(exitCode);
  process.exitCode = exitCode;
  setTimeout(() => process.exit(exitCode), LONGEST_MS).unref();
}
