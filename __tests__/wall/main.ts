import { availableParallelism } from 'node:os';
import { parseArgs, styleText } from 'node:util';
import { removeRunFolders } from '../harness/run-action.ts';
import { SEED } from '../harness/seed.ts';
import { properties } from './generated/properties.ts';
import { mutants } from './mutants.ts';
import type { Row } from './row.ts';
import { judgeMutant, type RowTold, runRows, runWhole } from './stages.ts';
import { table } from './table.ts';

const HELP = `npm run wall                           everything: rows, generated cases, whole runs, mutants
npm run wall -- rows [TEXT]            the rows whose phase, operation or fault contains TEXT
npm run wall -- generated              the pure parts, 10,000 cases each (--cases N)
npm run wall -- runs                   1,000 whole runs (--runs N)
npm run wall -- runs --only I --seed S one of them again
npm run wall -- mutants                the wall turns red where a rule is switched off
--seed S, --lanes N (runs side by side)`;

const stages = ['rows', 'generated', 'runs', 'mutants'];
let [passed, skipped, secondTries] = [0, 0, 0];
/** What failed, and why: told again at the end, since the tail of a log may be all that is seen of it. */
const failures: string[] = [];

/** Runs the wall as the arguments say. @returns the exit code */
export async function runWall(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      lanes: { type: 'string', default: String(availableParallelism() * 2) },
      cases: { type: 'string', default: '10000' },
      runs: { type: 'string', default: '1000' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [stage, text = ''] = positionals;
  if (values.help || (stage !== undefined && !stages.includes(stage))) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const seed = Number(values.seed ?? SEED);
  const lanes = Number(values.lanes);
  // One that breaks off fails, and those behind it are still tried.
  const stageOf = async (name: string, work: () => Promise<void>) => {
    if (stage !== undefined && stage !== name) return;
    const startedAt = performance.now();
    await work().catch((thrown: unknown) => {
      const why = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      note(false, `${name} broke off`, [why], performance.now() - startedAt);
    });
    console.log(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
  };
  const only = values.only === undefined ? undefined : Number(values.only);
  if (stage !== 'rows') console.log(`Seed ${seed}: others with \`--seed N\`.\n`);
  await stageOf('rows', () => rows(text, lanes));
  await stageOf('generated', () => generated(Number(values.cases), seed));
  await stageOf('runs', () => wholeRuns({ count: Number(values.runs), seed, only }, lanes));
  await stageOf('mutants', () => judgeMutants(seed));
  removeRunFolders();
  if (skipped > 0) console.log(`${skipped} skipped`);
  if (secondTries > 0) console.log(`${secondTries} rows held at the second try alone, by a slower clock`);
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join('\n')}\n`);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

async function rows(text: string, lanes: number): Promise<void> {
  const chosen = table.filter(([phase, [operation, fault]]) => `${phase} ${operation} ${fault}`.includes(text));
  const told = new Map<Row, RowTold>();
  let next = 0;
  // Printed in the order of the table, each as soon as all before it have ended.
  const printReady = () => {
    for (let ready; (ready = told.get(chosen[next]?.[1] as Row)); next += 1) printRow(ready);
  };
  await runRows(chosen, lanes, (each) => {
    told.set(each.row, each);
    printReady();
  });
}

function printRow({ phase, row, result, ms, firstTry }: RowTold): void {
  const [operation, fault, , , end, , requests] = row;
  const { problems, skipped: because } = result;
  const line = [phase.padEnd(8), operation.padEnd(10), fault.padEnd(38), end.padEnd(21), requests].join(' ');
  if (because !== undefined) {
    skipped += 1;
    console.log(`– ${line}\n    skipped: ${because}`);
    return;
  }
  note(problems.length === 0, line, problems, ms);
  if (firstTry === undefined || problems.length > 0) return;
  secondTries += 1;
  console.log(styleText('dim', `    at the second try, by a slower clock; at the first: ${firstTry.slice(0, 500)}`));
}

async function generated(cases: number, seed: number): Promise<void> {
  for (const each of properties) {
    const startedAt = performance.now();
    const wrong = await each.check({ numRuns: cases, seed });
    const line = `${each.name}: ${cases.toLocaleString('en-US')} cases`;
    note(wrong === '', line, [wrong], performance.now() - startedAt);
  }
}

async function wholeRuns(
  which: { count: number; seed: number; only: number | undefined },
  lanes: number,
): Promise<void> {
  const startedAt = performance.now();
  const problems: string[] = [];
  await runWhole(which, lanes, (index, run, found) => {
    problems.push(
      `run ${index} (\`npm run wall -- runs --only ${index} --seed ${which.seed}\`): ${JSON.stringify(run)}`,
      ...found,
    );
    return false;
  });
  const line = `whole runs with secrets and hostile texts: ${which.only === undefined ? which.count.toLocaleString('en-US') : 1}`;
  note(problems.length === 0, line, problems, performance.now() - startedAt);
}

async function judgeMutants(seed: number): Promise<void> {
  for (const mutant of [undefined, ...mutants]) {
    const startedAt = performance.now();
    const seen = await judgeMutant(mutant, mutants, seed);
    if (mutant)
      note(
        seen.length > 0,
        `${mutant.name}: turns the wall red`,
        ['nothing turned red'],
        performance.now() - startedAt,
      );
    else note(seen.length === 0, 'a copy of the sources as they are is green', seen, performance.now() - startedAt);
    if (mutant && seen.length > 0) console.log(styleText('dim', `    ${(seen[0] ?? '').slice(0, 160)}`));
  }
}

function note(isWell: boolean, line: string, problems: readonly string[], ms: number): void {
  const mark = isWell ? styleText('green', '✓') : styleText('red', '✗');
  const told = `${mark} ${line} (${(ms / 1000).toFixed(1)} s)`;
  const why = problems.map((each) => `    ${each.slice(0, 2_000)}`);
  console.log([told, ...(isWell ? [] : why)].join('\n'));
  if (isWell) passed += 1;
  else failures.push([told, ...why].join('\n'));
}
