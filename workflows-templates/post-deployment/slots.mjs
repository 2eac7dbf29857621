import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How many entries a list may have: as many as there are numbered outputs for, which are generated with the steps of the
 * composite action.
 *
 * @param step the step that has them
 * @param item the name of an output without its number
 */
export const countOutputs = (step, item) =>
  readFileSync(join(import.meta.dirname, step, 'action.yml'), 'utf8')
    .split(`\n  ${item}-`)
    .filter((text) => /^\d+:/.test(text)).length;
