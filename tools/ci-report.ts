/**
 * `node tools/ci-report.ts JEST-REPORT [STAGE LOG]…`: the end of `.ci/run`. Names each failure of the stages that broke, its
 * reason below it, so that the last sixty lines of a long log tell what happened; prints how many tests passed and failed.
 */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

export interface Failed {
  name: string;
  reason: string[];
}

/** The parts of jest's report (https://jestjs.io/docs/configuration#testresultsprocessor-string) that are read. */
export interface JestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string; invocations?: number; failureMessages: string[] | null }[];
  }[];
}

/** Lines for all failures together, and the fewest for each: the times and the verdict come below them. */
const ROOM = { lines: 44, each: 3, width: 300 };

/** What a log can hold that a terminal obeys. */
// eslint-disable-next-line no-control-regex -- control characters are what is meant
const plain = (text: string) => stripVTControlCharacters(text).replaceAll(/[\0-\x09\x0b-\x1f\x7f]/g, ' ');

/** @returns lines that say something: no blank ones, no frames of a stack inside of Node or a package */
const telling = (lines: readonly string[]) =>
  lines.filter((line) => line.trim() !== '' && !/^\s*at .*(?:node:|node_modules)/.test(line));

/** @returns what a log marks by `✗` or, as jest does, by `●`: each name once, what is indented below it as its reason */
export function failuresIn(log: string): Failed[] {
  const found = new Map<string, string[]>();
  let reason: string[] | undefined;
  for (const line of plain(log).split('\n')) {
    const [, mark] = /^ {0,2}(?:✗|●) (.+)$/.exec(line) ?? [];
    if (mark !== undefined) {
      const name = mark.replace(/ \([\d.]+ s\)$/, '');
      // What is told again at the end of a stage has been read.
      reason = found.has(name) ? undefined : [];
      if (reason) found.set(name, reason);
    } else if (/^\S/.test(line)) reason = undefined;
    else reason?.push(line);
  }
  const all = [...found].map(([name, lines]) => ({ name, reason: telling(lines) }));
  const explained = all.filter((each) => each.reason.length > 0);
  return explained.length > 0 ? explained : all;
}

/** @returns the tests that failed, and the files that could not be run */
export const failuresOf = ({ testResults }: JestReport): Failed[] =>
  testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const file = name.replace(/^.*__tests__[\\/]/, '');
    if (assertionResults.length === 0 && message !== '')
      return [{ name: file, reason: telling(plain(message).split('\n')) }];
    return failed.map(({ fullName, failureMessages }) => ({
      name: plain(`${file}: ${fullName}`),
      reason: telling(plain((failureMessages ?? []).join('\n')).split('\n')),
    }));
  });

/** @returns the lines that tell of failures, as many as there is room for */
export function told(stage: string, failures: readonly Failed[], room = ROOM.lines): string[] {
  const shown = failures.slice(0, Math.max(1, Math.floor(room / ROOM.each)));
  const each = Math.max(1, Math.floor(room / Math.max(1, shown.length)) - 1);
  const short = (line: string) => (line.length > ROOM.width ? `${line.slice(0, ROOM.width)} …` : line);
  const rest = failures.length - shown.length;
  return [
    `${stage} broke:`,
    ...shown.flatMap(({ name, reason }) => [
      short(`  ✗ ${name}`),
      ...reason.slice(0, each).map((line) => short(`      ${line.trim()}`)),
    ]),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ];
}

/** @returns the tests that held at their second try alone */
export const heldLater = ({ testResults }: JestReport): string[] =>
  testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status, invocations = 1 }) => status === 'passed' && invocations > 1)
      .map(({ fullName }) => plain(fullName)),
  );

function main([reportFile = '', ...stages]: string[]): number {
  const text = readFileSync(reportFile, 'utf8');
  const report = text === '' ? undefined : (JSON.parse(text) as JestReport);
  const broken = stages.flatMap((name, at) => (at % 2 === 0 ? [{ name, log: stages[at + 1] ?? '' }] : []));
  for (const { name, log } of broken) {
    const lines = readFileSync(log, 'utf8');
    const failures = name === 'test' && report ? failuresOf(report) : failuresIn(lines);
    const end = { name: 'its last lines', reason: telling(plain(lines).split('\n')).slice(-12) };
    const room = Math.floor(ROOM.lines / broken.length);
    console.log(['', ...told(name, failures.length > 0 ? failures : [end], room)].join('\n'));
  }
  const later = report ? heldLater(report) : [];
  if (later.length > 0) console.log(`\nHeld at the second try alone: ${later.join('; ')}`);
  if (report && report.numPendingTests > 0) console.log(`\n${report.numPendingTests} skipped`);
  // Of the tests jest has counted; any other part that broke is one failure more.
  const ofJest = report ? report.numFailedTests + report.numRuntimeErrorTestSuites || Number(!report.success) : 1;
  const failed = ofJest + broken.filter(({ name }) => name !== 'test').length;
  console.log(`${report?.numPassedTests ?? 0} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
