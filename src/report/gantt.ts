/** What a bar is drawn like. */
export type BarKind = 'pending' | 'active' | 'done' | 'failed';

/** A stretch of time, in milliseconds since the epoch. */
export interface Bar {
  label: string;
  kind: BarKind;
  fromMs: number;
  toMs: number;
}

export interface GanttRow {
  name: string;
  bars: readonly Bar[];
}

/** GitHub draws no picture whose text is longer than 50,000 characters, and more rows cannot be read. */
const MOST_ROWS = 50;
const LONGEST_NAME = 32;
/** A bar narrower than this share of the picture is not seen. */
const NARROWEST = 1 / 150;

const TAGS: Readonly<Record<BarKind, string>> = { pending: '', active: 'active, ', done: 'done, ', failed: 'crit, ' };

/** A Gantt picture for Mermaid, a row for each of the first 50 rows; empty without rows. */
export function gantt(rows: readonly GanttRow[]): string {
  const drawn = rows.filter(({ bars }) => bars.length > 0).slice(0, MOST_ROWS);
  const ends = drawn.flatMap(({ bars }) => bars.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  if (drawn.length === 0) return '';
  const spanMs = Math.max(1_000, ends.reduce((a, b) => Math.max(a, b)) - ends.reduce((a, b) => Math.min(a, b)));
  const lines = drawn.flatMap(({ name, bars }) => [
    `  section ${plain(name)}`,
    ...bars.map(({ label, kind, fromMs, toMs }) => {
      const until = Math.round(Math.max(toMs, fromMs + spanMs * NARROWEST));
      return `    ${plain(label)} :${TAGS[kind]}${Math.round(fromMs)}, ${until}`;
    }),
  ]);
  const fence = [
    '```mermaid',
    '---',
    'displayMode: compact',
    '---',
    'gantt',
    '  dateFormat x',
    `  axisFormat ${axis(spanMs)}`,
  ];
  return [...fence, ...lines, '```'].join('\n');
}

const axis = (spanMs: number) => (spanMs < 10 * 60_000 ? '%H:%M:%S' : spanMs < 86_400_000 ? '%H:%M' : '%d %H:%M');

/** Text without anything that Mermaid, YAML or Markdown reads as more than text, and not too long. */
function plain(text: string): string {
  const letters = Array.from(
    text
      .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
      .replace(/[:;#%"'`<>{}[\]|\\&^~$]+/g, ' ')
      .replace(/--+/g, '-')
      .replace(/ +/g, ' ')
      .trim(),
  );
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join('')}…` : letters.join('') || '-';
}
