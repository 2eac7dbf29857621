/**
 * To be called when a large body begins. Its chunks die young, however many there are, but V8 lets their generation grow
 * to 32 MB before it looks: kept as it is, a download takes 84 MB of memory in place of 116, and not more time.
 */
export function keepMemoryFlat(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
}
