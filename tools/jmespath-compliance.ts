import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { equal } from '../src/json/values.ts';
import { parseLiteral } from '../src/json/open.ts';
import { compileQuery } from '../src/json/query.ts';
import { root } from './manifest.ts';

/**
 * Runs the official compliance suite of JMESPath (https://github.com/jmespath/jmespath.test) over `src/json/query.ts`.
 * Its folder is the first argument, or lies beside the repository.
 */
const folder = resolve(process.argv[2] ?? join(root, '../shared/jmespath-compliance'));

/** An expression that needs no document. */
interface Deviation {
  expression: string;
  /** As JSON. */
  gives: string;
  /** By the specification. */
  specified: string;
  reason: string;
}

/**
 * Where the action gives more than https://jmespath.org/specification.html: each must differ from it as listed, and a
 * case of the suite that asks for the contrary goes by this list.
 */
const deviations: Deviation[] = [
  {
    expression: "'2026-01-02' > '2026-01-01'",
    gives: 'true',
    specified: 'null',
    reason: 'F&O returns dates and times as strings, and `az --query` orders strings as well',
  },
  {
    expression: '`Ended`',
    gives: '"Ended"',
    specified: 'an error of the syntax',
    reason: 'text without quotes in backticks is deprecated, but what people know from `az --query`',
  },
  {
    expression: '`5637144576123456789` == `5637144576123456788`',
    gives: 'false',
    specified: 'true where numbers are doubles, which the specification allows',
    reason: 'a RecId has 19 digits',
  },
  {
    expression: '`1.50`',
    gives: '1.50',
    specified: '1.5',
    reason: 'numbers are passed on as the environment wrote them',
  },
  {
    expression: "lower('USMF')",
    gives: '"usmf"',
    specified: 'an error: the function came later, at https://jmespath.site',
    reason: 'functions on strings, `items`, `group_by` and `zip` were there before',
  },
  {
    expression: '!`{"value": []}`.value[?Status == \'Error\']',
    gives: 'true',
    specified: 'null in the reference implementation; the grammar leaves open how far `!` reaches',
    reason: '"no row has this status" is the commonest condition with `!`',
  },
];

interface SuiteCase {
  expression: string;
  result?: unknown;
  error?: string;
  /** A case of speed: it must be evaluated, whatever it gives. */
  bench?: string;
}

/** @returns what is wrong; nothing if the case passes */
function failureOf(given: unknown, { expression, result, error, bench }: SuiteCase): string {
  let isCompiled = false;
  try {
    const query = compileQuery(expression);
    isCompiled = true;
    const found = query.evaluate(given);
    if (error !== undefined) return `gives ${JSON.stringify(found)} instead of an error (${error})`;
    if (bench !== undefined || equal(found, result)) return '';
    return `gives ${JSON.stringify(found)} instead of ${JSON.stringify(result)}`;
  } catch (thrown) {
    if (error === undefined) return String(thrown);
    return error === 'syntax' && isCompiled ? `is refused only when it is evaluated: ${String(thrown)}` : '';
  }
}

function givenBy(expression: string): string | undefined {
  try {
    return JSON.stringify(compileQuery(expression).evaluate(null));
  } catch {
    return undefined;
  }
}

let passed = 0;
const failures: string[] = [];
for (const { expression, gives, specified, reason } of deviations) {
  const found = givenBy(expression);
  if (found === gives && found !== specified) passed += 1;
  else failures.push(`${expression}, listed as a deviation (${reason}), gives ${String(found)}`);
}
const deviating = new Set(deviations.map(({ expression }) => expression));
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  // Numbers are read as the action reads them in responses.
  const suites = parseLiteral(readFileSync(join(folder, file), 'utf8')) as { given: unknown; cases: SuiteCase[] }[];
  for (const { given, cases } of suites) {
    for (const each of cases) {
      const wrong = deviating.has(each.expression) ? '' : failureOf(given, each);
      if (wrong === '') passed += 1;
      else failures.push(`${file}: ${each.expression} ${wrong}`);
    }
  }
}
for (const failure of failures) console.log(failure);
console.log(`JMESPath: ${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 && passed > deviations.length ? 0 : 1;
