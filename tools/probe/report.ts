import { REPORT_FORMAT } from '../../simulator/like.ts';
import { accessQuestions } from './questions-access.ts';
import { batchQuestions } from './questions-batch.ts';
import { runQuestions } from './questions-run.ts';
import { odataQuestions } from './questions-odata.ts';
import { UNKNOWN, type Question, type Facts } from './question.ts';
import type { Earlier } from './requests.ts';
import { isOfService, responseText } from './seen.ts';

export const questions: readonly Question[] = [
  ...accessQuestions,
  ...odataQuestions,
  ...batchQuestions,
  ...runQuestions,
];

/** One answered question. */
export interface Finding {
  answer: string | readonly string[];
  /** Status and kind of body of each response, such as `404 json`. */
  evidence: readonly string[];
}

/** What `npm run probe` writes: findings by the ids of their questions. */
export interface Report {
  format: typeof REPORT_FORMAT;
  findings: Record<string, Finding>;
}

/**
 * Judges every question. What a judge returns reaches the report only if its question lists it, and evidence is a status
 * and a kind of body: no text of a server can get in.
 */
export function reportOf(seen: Earlier, facts: Facts, asked: readonly Question[] = questions): Report {
  const findings = asked.map((question): [string, Finding] => {
    const { id, asks, evidence = asks.length, of = isOfService } = question;
    const all = asks.map((name) => seen[name]);
    const judged = all.map((each) => (each && of(each) ? each : undefined));
    // What stands in the way of an answer is evidence as well.
    const shown = (question.of ? judged : all).slice(0, evidence).filter((each) => each !== undefined);
    return [id, { answer: listed(question, question.judge(judged, facts)), evidence: shown.map(responseText) }];
  });
  return { format: REPORT_FORMAT, findings: Object.fromEntries(findings) };
}

function listed({ answers }: Question, answer: string | readonly string[] = []): string | readonly string[] {
  const known = [answer].flat().filter((each) => answers.includes(each));
  if (known.length === 0) return UNKNOWN;
  return typeof answer === 'string' ? answer : known;
}

export const columns = ['Question', 'Answer', 'Evidence'] as const;

/** The report as rows of a table; questions that nothing was asked for are left out. */
export const rowsOf = ({ findings }: Report): string[][] =>
  questions.flatMap(({ id, text }) => {
    const { answer = UNKNOWN, evidence = [] } = findings[id] ?? {};
    const isAsked = answer !== UNKNOWN || evidence.length > 0;
    return isAsked ? [[text, [answer].flat().join(', '), [...new Set(evidence)].join(', ')]] : [];
  });

const WIDEST = [88, 24];

/** The report as a table of Markdown, of which the first two columns are aligned for a terminal. */
export function tableOf(report: Report): string {
  const rows = [[...columns], ...rowsOf(report)];
  const widths = WIDEST.map((most, column) => Math.min(most, Math.max(...rows.map((row) => row[column]?.length ?? 0))));
  const [head = '', ...lines] = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} | -------- |`, ...lines].join('\n');
}

/** How many questions have an answer, as a sentence. */
export function countOf({ findings }: Report): string {
  const all = Object.values(findings);
  const open = all.filter(({ answer }) => answer === UNKNOWN).length;
  return `${all.length - open} of ${all.length} questions have an answer.`;
}
