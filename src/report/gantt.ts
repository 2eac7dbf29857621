import type { Show } from '../server-text.ts';
import type { Block } from './markdown.ts';

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
  /** Tells rows of one name apart. */
  id?: string;
  bars: readonly Bar[];
}

/** GitHub draws no picture whose text is longer than 50,000 characters, and more rows and bars cannot be read. */
const LONGEST_PICTURE = 45_000;
const MOST_ROWS = 50;
const MOST_BARS = 40;
const LONGEST_NAME = 34;
const LONGEST_LABEL = 24;
/** A bar that is narrower than this part of the picture is not seen. */
const NARROWEST_PART = 60;
/** How much of the picture a letter of a label needs, and the ends of its bar. */
const LETTER_SHARE = 0.0085;
const ENDS_SHARE = 0.012;
/** What is written where a label has no room: Mermaid needs a text, and this one is not seen. */
const NO_LABEL = '#8203;';

const STATEMENT =
  /^(title|section|click|gantt|dateformat|axisformat|tickinterval|todaymarker|excludes|includes|inclusiveenddates|topaxis|weekday|weekend|accdescr|acctitle|vert)/i;

/** One line for each row, and room for its name at the left. */
const HEAD = ['---', 'displayMode: compact', 'config:', '  gantt:', '    leftPadding: 230', '---', 'gantt'];

const TAGS: Readonly<Record<BarKind, string>> = { pending: '', active: 'active, ', done: 'done, ', failed: 'crit, ' };

export const ganttBlock = (rows: readonly GanttRow[]): Block => ({
  kind: 'picture',
  draw: (show) => gantt(rows, show),
});

/** A Gantt picture for Mermaid, a row for each of the first 50 rows, with their last bars; empty without rows. */
export function gantt(rows: readonly GanttRow[], show: Show): string {
  const drawn = rows.filter(({ bars }) => bars.some(({ fromMs, toMs }) => toMs > fromMs)).slice(0, MOST_ROWS);
  if (drawn.length === 0) return '';
  const ends = drawn.flatMap(({ bars }) => bars.slice(-MOST_BARS).flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  const beginMs = Math.min(...ends);
  const spanMs = Math.max(1_000, Math.max(...ends) - beginMs);
  const names = namesOf(drawn, show);
  // Mermaid draws times of the reader's zone: written without a zone they are shown as they stand here.
  const title = `  title ${timeOf(beginMs).slice(0, 10)}, times in UTC`;
  const head = [...HEAD, title, '  dateFormat YYYY-MM-DD HH:mm:ss.SSS', ...axis(spanMs), '  todayMarker off'];
  let picture = ['```mermaid', ...head].join('\n');
  for (const [row, { bars }] of drawn.entries()) {
    const labelled = bars.slice(-MOST_BARS).map((bar) => ({ ...bar, label: plain(show(bar.label), LONGEST_LABEL) }));
    const seen = visible(labelled, spanMs);
    const lines = seen.map((bar, index) => {
      const label = hasRoom(bar, seen[index + 1], beginMs, spanMs) ? bar.label : NO_LABEL;
      return `    ${label} :${TAGS[bar.kind]}${timeOf(bar.fromMs)}, ${timeOf(bar.toMs)}`;
    });
    const longer = [picture, `  section ${names[row] ?? ''}`, ...lines].join('\n');
    if (longer.length > LONGEST_PICTURE) break;
    picture = longer;
  }
  return `${picture}\n\`\`\``;
}

const timeOf = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');

/** Names no two of which are alike: one that is becomes shorter, and its id follows. */
function namesOf(rows: readonly GanttRow[], show: Show): string[] {
  const whole = rows.map(({ name }) => plain(show(name), LONGEST_NAME));
  return rows.map(({ name, id = '' }, index) => {
    const isUnlike = whole.every((other, at) => at === index || other !== whole[index]);
    if (isUnlike || id === '') return whole[index] ?? '';
    const suffix = ` (${show(id, 20)})`;
    return `${plain(show(name), LONGEST_NAME - suffix.length)}${plain(suffix, suffix.length)}`;
  });
}

/** The part of the picture that a label needs inside its bar. Mermaid measures codes of characters as seven letters. */
const labelShare = ({ label }: Bar) => label.replace(/#\d+;/g, '-------').length * LETTER_SHARE + ENDS_SHARE;

/**
 * Bars wide enough to be seen, each beginning where the one before ends. A pending time without room for its label is left
 * out, unless it is all there is.
 */
function visible(bars: readonly Bar[], spanMs: number): Bar[] {
  const wide = bars.filter((bar) => bar.kind !== 'pending' || (bar.toMs - bar.fromMs) / spanMs >= labelShare(bar));
  const narrowestMs = spanMs / NARROWEST_PART;
  let endMs = -Infinity;
  return (wide.length > 0 ? wide : bars.slice(-1)).map((bar) => {
    const fromMs = Math.round(Math.max(bar.fromMs, endMs));
    endMs = Math.round(Math.max(bar.toMs, fromMs + narrowestMs));
    return { ...bar, fromMs, toMs: endMs };
  });
}

/**
 * Whether a label can be read. Mermaid writes one that its bar does not hold beside it: to the right, over the next bar,
 * and near the right edge to the left, over the bar before.
 */
function hasRoom(bar: Bar, next: Bar | undefined, beginMs: number, spanMs: number): boolean {
  if (next === undefined) return true;
  const share = (ms: number) => ms / spanMs;
  const isWrittenHere = share(next.toMs - next.fromMs) < labelShare(next) && share(next.toMs - beginMs) > 0.8;
  return share(bar.toMs - bar.fromMs) > labelShare(bar) + (isWrittenHere ? 2 * labelShare(next) : 0);
}

const UNITS = { millisecond: 1, second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const TICKS = [
  ...[100, 200, 500].map((count) => ({ count, unit: 'millisecond' as const })),
  ...[1, 2, 5, 10, 15, 30].map((count) => ({ count, unit: 'second' as const })),
  ...[1, 2, 5, 10, 15, 30].map((count) => ({ count, unit: 'minute' as const })),
  ...[1, 2, 3, 6, 12].map((count) => ({ count, unit: 'hour' as const })),
  ...[1, 2, 7].map((count) => ({ count, unit: 'day' as const })),
];
const MOST_TICKS = 8;
const FORMATS = { millisecond: '%H:%M:%S.%L', second: '%H:%M:%S', minute: '%H:%M', hour: '%H:%M', day: '%b %d' };

/** So few ticks that their labels do not touch each other. */
function axis(spanMs: number): string[] {
  const fitting = TICKS.find(({ count, unit }) => spanMs <= MOST_TICKS * count * UNITS[unit]);
  const { count, unit } = fitting ?? { count: Math.ceil(spanMs / (MOST_TICKS * UNITS.day)), unit: 'day' as const };
  const format = unit === 'hour' && spanMs >= UNITS.day ? '%b %d %H:%M' : FORMATS[unit];
  return [`  axisFormat ${format}`, `  tickInterval ${count}${unit}`];
}

/**
 * Text as itself, and not too long: what Mermaid, YAML or Markdown would read as more than text is written as Mermaid's code
 * of the character (https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters).
 */
function plain(text: string, longest: number): string {
  const letters = Array.from(text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, ' ').replace(/ +/g, ' '));
  const kept = letters.length > longest ? [...letters.slice(0, longest - 1), '…'] : letters;
  const coded = kept.map((letter, index) =>
    /[^\w ()+,./\u0080-\u{10ffff}-]/u.test(letter) || (index === 0 && STATEMENT.test(text))
      ? `#${letter.codePointAt(0) ?? 0};`
      : letter,
  );
  return coded.join('').trimEnd() || '-';
}
