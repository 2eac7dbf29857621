import { parsedOnly, type Operation } from './operation.ts';
import { rest } from './rest/index.ts';

/** Every operation by the name that the input `operation` takes; one is loaded when it is asked for. */
export const operations: Readonly<Record<string, () => Promise<Operation>>> = {
  'batch-wait': async () => (await import('./batch-wait/index.ts')).batchWait,
  'dmf-init': async () => (await import('./dmf-init.ts')).dmfInit,
  rest: () => Promise.resolve(rest),
  token: async () => (await import('./token.ts')).token,
};

/** Those that only the chains run; no message names them. */
export const operationsOfChains: typeof operations = {
  'data-project': async () => (await import('./data-project/index.ts')).dataProject,
  'check-request': () => Promise.resolve(parsedOnly(rest)),
};
