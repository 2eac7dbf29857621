import { isIP } from 'node:net';

/**
 * To be called before the first request. Node asks of every host name whether it is an IP address; the regular
 * expression for that takes V8 4 ms to compile, a fifteenth of a short run, and less than one where it is not optimised.
 * It is compiled once to be interpreted, and once more at its second use. V8's flag is put back: what Node brings
 * compiled in its binary is only taken under the flags of the binary.
 */
export function startQuickly(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  setFlagsFromString('--no-regexp-optimization');
  for (let use = 0; use < 2; use += 1) isIP('host.name');
  setFlagsFromString('--regexp-optimization');
}
