import { REPORT_FORMAT } from '../../simulator/like.ts';
import { accessQuestions } from './questions-access.ts';
import { batchQuestions } from './questions-batch.ts';
import { runQuestions } from './questions-run.ts';
import { odataQuestions } from './questions-odata.ts';
import { UNKNOWN, type Question, type Facts } from './question.ts';
import type { Earlier } from './requests.ts';
import { contentOf, isOfService, type Seen } from './seen.ts';

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
    const all = question.asks.map((name) => seen[name]);
    const judged = all.map((each) => (each && (question.ofRefusals || isOfService(each)) ? each : undefined));
    const answer = all.length > 0 && judged.every((each) => !each) ? undefined : question.judge(judged, facts);
    return [question.id, { answer: listed(question, answer), evidence: all.flatMap((each) => evidenceOf(each)) }];
  });
  return { format: REPORT_FORMAT, findings: Object.fromEntries(findings) };
}

function listed({ answers }: Question, answer: string | readonly string[] | undefined): string | readonly string[] {
  if (typeof answer === 'string') return answers.includes(answer) ? answer : UNKNOWN;
  const known = answer?.filter((each) => answers.includes(each)) ?? [];
  return known.length > 0 ? known : UNKNOWN;
}

const evidenceOf = (seen: Seen | undefined): string[] =>
  seen ? [`${seen.status >= 100 && seen.status <= 599 ? seen.status : 'other'} ${contentOf(seen)}`] : [];

export const columns = ['Question', 'Answer', 'Evidence'] as const;

/** The report as rows of a table. */
export const rowsOf = ({ findings }: Report): string[][] =>
  questions.map(({ id, text }) => {
    const { answer = UNKNOWN, evidence = [] } = findings[id] ?? {};
    return [text, [answer].flat().join(', '), [...new Set(evidence)].join(', ')];
  });

/** The report as a table of Markdown. */
export const tableOf = (report: Report): string =>
  [columns, columns.map(() => '---'), ...rowsOf(report)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
