import { styleText } from 'node:util';
import { removeRunFolders } from '../harness/run-action.ts';
import { runRows, table, type Told } from './table.ts';

/** @returns the exit code */
export async function runWall(args: readonly string[]): Promise<number> {
  const part = args.find((arg) => !arg.startsWith('-')) ?? '';
  const chosen = table.filter(([phase, [operation, fault]]) => `${phase} ${operation} ${fault}`.includes(part));
  let failed = 0;
  await runRows(chosen, 4, (told) => {
    if (told.result.problems.length > 0) failed += 1;
    if (told.result.problems.length > 0) console.log(lineOf(told));
  });
  removeRunFolders();
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function lineOf({ phase, row: [operation, fault, , , end, , requests], result, ms }: Told): string {
  const { problems, skipped } = result;
  const mark = skipped ? '–' : problems.length > 0 ? styleText('red', '✗') : styleText('green', '✓');
  const line = `${mark} ${phase.padEnd(8)} ${operation.padEnd(10)} ${fault.padEnd(38)} ${end.padEnd(16)} ${requests} (${(ms / 1000).toFixed(1)} s)`;
  return [line, ...problems.map((each) => `    ${each.slice(0, 900)}`), ...(skipped ? [`    skipped: ${skipped}`] : [])].join('\n');
}
