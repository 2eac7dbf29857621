import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { failuresIn, type JestReport, told } from '../../tools/ci-report.ts';
import { root } from '../../tools/manifest.ts';
import { useFolder } from '../harness.ts';

const folder = useFolder();
const script = join(root, 'tools/ci-report.ts');

/** What the end of .ci/run prints, and its exit code. */
function endOf(
  report: JestReport | undefined,
  logs: Record<string, string> = {},
): { text: string; status: number | null } {
  const file = join(folder, 'report.json');
  writeFileSync(file, report ? JSON.stringify(report) : '');
  const stages = Object.entries(logs).flatMap(([name, log]) => {
    writeFileSync(join(folder, name), log);
    return [name, join(folder, name)];
  });
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, file, ...stages], { encoding: 'utf8' });
  return { text: stdout + stderr, status };
}

const green: JestReport = {
  ...{ success: true, numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 0 },
  testResults: [],
};
const tests = (name: string, ...each: JestReport['testResults'][number]['assertionResults']) => ({
  ...{ name: `/x/__tests__/${name}`, message: '', assertionResults: each },
});

describe('the end of a CI run', () => {
  test('is the count, if all is well', () => {
    expect(endOf(green)).toEqual({ text: '5 passed, 0 failed\n', status: 0 });
  });

  test('names each test that failed, its reason below it, and counts it', () => {
    const reason =
      '\u001b[31mExpected: 1\u001b[39m\n\n    at own (__tests__/a.test.ts:1:1)\n    at Object (node_modules/jest/x.js:1:1)';
    const failed = { fullName: 'a wait ends', status: 'failed', failureMessages: [reason] };
    const report = { ...green, success: false, numFailedTests: 1, testResults: [tests('a.test.ts', failed)] };
    expect(endOf(report, { test: '● a wait ends' })).toEqual({
      text: [
        ...['', 'test broke:', '  ✗ a.test.ts: a wait ends', '      Expected: 1'],
        ...['      at own (__tests__/a.test.ts:1:1)', '5 passed, 1 failed', ''],
      ].join('\n'),
      status: 1,
    });
  });

  test('names a file that cannot be run, and a stage that broke', () => {
    const message = '\u001b[1mSyntaxError\u001b[22m: x';
    const suite = { name: '/x/__tests__/b.test.ts', message, assertionResults: [] };
    const report = { ...green, success: false, numRuntimeErrorTestSuites: 1, testResults: [suite] };
    const { text, status } = endOf(report, { test: '', check: 'compiling\n✗ types (3.1 s)\n    a.ts(1,1): error\n' });
    expect(text).toBe(
      '\ntest broke:\n  ✗ b.test.ts\n      SyntaxError: x\n\ncheck broke:\n  ✗ types\n      a.ts(1,1): error\n5 passed, 2 failed\n',
    );
    expect(status).toBe(1);
  });

  test('shows the last lines of a stage that names nothing, and counts tests that did not run at all', () => {
    const { text, status } = endOf(undefined, { test: 'npm error\nENOENT\n' });
    expect(text).toBe('\ntest broke:\n  ✗ its last lines\n      npm error\n      ENOENT\n0 passed, 1 failed\n');
    expect(status).toBe(1);
  });

  test('fails where jest fails for another reason, such as a worker that crashed', () => {
    expect(endOf({ ...green, success: false }, { test: '' }).text).toContain('5 passed, 1 failed');
  });

  test('says which tests held at the second try alone, and how many were skipped', () => {
    const held = { fullName: 'a wait ends', status: 'passed', invocations: 2, failureMessages: [] };
    const { text, status } = endOf({ ...green, numPendingTests: 3, testResults: [tests('a.test.ts', held)] });
    expect(text).toBe('\nHeld at the second try alone: a wait ends\n\n3 skipped\n5 passed, 0 failed\n');
    expect(status).toBe(0);
  });
});

describe('the failures in a log', () => {
  test('are each named once, without the marks and commands of a hostile text', () => {
    const log = [
      ...['FAIL e2e/a.test.ts', '  ● signs in › alone', '', '    Expected: 200', '      at node:internal/x:1', ''],
      ...['Summary of all failing tests', '  ● signs in › alone', '', '    Expected: 200', 'Tests: 1 failed'],
      ...[
        '✓ fine (1.2 s)',
        '\u001b[31m✗\u001b[39m imports (12.3 s)',
        '    1 !== 0',
        '    ✗ no failure \u0007::error::x',
      ],
      ...['', 'Failed:', '\u001b[31m✗\u001b[39m imports (12.3 s)', '    1 !== 0', '✗ node e2e/chains/main.ts'],
    ].join('\n');
    expect(failuresIn(log)).toEqual([
      { name: 'signs in › alone', reason: ['    Expected: 200'] },
      { name: 'imports', reason: ['    1 !== 0', '    ✗ no failure  ::error::x'] },
    ]);
  });

  test('are names alone where nothing has a reason', () => {
    expect(failuresIn('✗ a (1.0 s)\n✗ b (2.0 s)\nThe end.')).toEqual([
      { name: 'a', reason: [] },
      { name: 'b', reason: [] },
    ]);
  });

  test('have room in sixty lines, however many and long they are', () => {
    const failures = Array.from({ length: 40 }, (_, index) => ({
      name: `n${index}`,
      reason: Array<string>(90).fill('x'.repeat(900)),
    }));
    for (const count of [1, 3, 14, 15, 40]) {
      const lines = told('wall', failures.slice(0, count));
      expect(lines.length).toBeLessThanOrEqual(46);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(310);
      expect(lines[1]).toBe('  ✗ n0');
    }
    expect(told('wall', failures).at(-1)).toBe('  … and 26 more');
  });
});
