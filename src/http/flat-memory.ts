/** From here on a body is large. */
export const LARGE_BODY_BYTES = 1024 * 1024;

/**
 * To be called when a large body begins. V8 lets the space of its young objects grow to 32 MB, and keeps what it once took;
 * those of a body die at once. At the start of the program the flag would cost time: what Node brings compiled in its
 * binary is only taken under the flags of the binary.
 */
export function keepMemoryFlat(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
}
