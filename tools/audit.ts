import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** What `npm audit` found of the packages that can get into `dist/`. */
export type Audit =
  { kind: 'clean' } | { kind: 'advisories'; lines: string[] } | { kind: 'no-response'; reason: string };

interface Report {
  auditReportVersion?: number;
  vulnerabilities?: Record<
    string,
    { via: (string | { name: string; title: string; severity: string; url: string })[] }
  >;
  message?: string;
}

/**
 * Reads the output of `npm audit --json` (https://docs.npmjs.com/cli/commands/npm-audit). A registry that does not keep
 * advisories, such as many mirrors, gives an error in place of a report, which says nothing about the packages.
 */
export function readAudit(output: string): Audit {
  let report: Report | null;
  try {
    report = JSON.parse(output) as Report | null;
  } catch {
    return { kind: 'no-response', reason: output.trim() || 'npm printed nothing' };
  }
  if (report?.auditReportVersion === undefined || report.vulnerabilities === undefined) {
    return { kind: 'no-response', reason: report?.message ?? 'npm printed no report' };
  }
  // An entry names advisories of its own, or the packages that it gets them from.
  const lines = Object.values(report.vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((one) => typeof one !== 'string')
    .map(({ name, severity, title, url }) => `${name} (${severity}): ${title}, ${url}`);
  if (lines.length > 0) return { kind: 'advisories', lines };
  const names = Object.keys(report.vulnerabilities);
  return names.length === 0 ? { kind: 'clean' } : { kind: 'advisories', lines: names };
}

/**
 * @param mustBeAnswered whether no report is a failure: on GitHub, where the registry is npm's own
 * @returns what to print, and the exit code
 */
export function verdict(audit: Audit, mustBeAnswered: boolean): { text: string; exitCode: number } {
  switch (audit.kind) {
    case 'clean':
      return { text: 'No advisories for the packages that are shipped.', exitCode: 0 };
    case 'advisories':
      return { text: `Advisories for packages that are shipped:\n${audit.lines.join('\n')}`, exitCode: 1 };
    case 'no-response':
      return {
        text: `Not audited: the registry gave no report (${audit.reason}).${mustBeAnswered ? '' : ' This proves nothing. CI on GitHub fails without a report.'}`,
        exitCode: mustBeAnswered ? 1 : 0,
      };
  }
}

if (import.meta.main) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout, error } = spawnSync(npm, ['audit', '--omit=dev', '--omit=optional', '--json'], {
    cwd: resolve(import.meta.dirname, '..'),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const { text, exitCode } = verdict(readAudit(error?.message ?? stdout), process.env['GITHUB_ACTIONS'] === 'true');
  console.log(text);
  process.exitCode = exitCode;
}
