/** How long what is still open, such as a connection that the other side does not close, may hold up the end. */
const LONGEST_MS = 500;

/**
 * Ends the process as soon as nothing is left to do. `process.exit` cuts only what does not end by itself: Node, seen with
 * 24.21.0, can wait in it for ever for a thread of V8 that compiles and waits for the main thread to free memory.
 */
export function leave(exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(exitCode), LONGEST_MS).unref();
}
