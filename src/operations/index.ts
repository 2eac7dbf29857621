import { batchWait } from './batch-wait/index.ts';
import { dmfInit } from './dmf-init.ts';
import type { Operation } from './operation.ts';
import { rest } from './rest/index.ts';
import { token } from './token.ts';

/** Every operation by the name that the input `operation` takes. */
export const operations: Readonly<Record<string, Operation>> = {
  'batch-wait': batchWait,
  'dmf-init': dmfInit,
  rest,
  token,
};
