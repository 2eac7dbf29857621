/** From here on a body is large. */
export const LARGE_BODY_BYTES = 1024 * 1024;

/**
 * V8 lets the space of its young objects grow to 32 MB, and keeps what it once took; those of a body die at once. Between
 * its quick compiler and its best one V8 has a third: it leaves 3 MiB behind, and 1 GB takes as long without it.
 */
const FLAGS = ['--semi-space-growth-factor=1', '--no-maglev'];

/**
 * To be called when a large body begins. At the start of the program the flags would cost time: what Node brings compiled
 * in its binary is only taken under the flags of the binary.
 */
export function keepMemoryFlat(): void {
  for (const flag of FLAGS) process.getBuiltinModule('node:v8').setFlagsFromString(flag);
}
