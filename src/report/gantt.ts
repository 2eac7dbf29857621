import type { Show } from '../server-text.ts';

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

/** GitHub draws no picture whose text is longer than 50,000 characters, and more rows and bars cannot be read. */
const LONGEST_PICTURE = 45_000;
const MOST_ROWS = 50;
const MOST_BARS = 100;
const LONGEST_NAME = 34;
const LONGEST_LABEL = 24;
/** A bar that is narrower than this part of the picture is not seen. */
const NARROWEST_PART = 150;

const STATEMENT =
  /^(title|section|click|gantt|dateformat|axisformat|tickinterval|todaymarker|excludes|includes|inclusiveenddates|topaxis|weekday|weekend|accdescr|acctitle|vert)/i;

/** One line for each row, and room for its name at the left. */
const HEAD = ['---', 'displayMode: compact', 'config:', '  gantt:', '    leftPadding: 230', '---'];

const TAGS: Readonly<Record<BarKind, string>> = { pending: '', active: 'active, ', done: 'done, ', failed: 'crit, ' };

/** A Gantt picture for Mermaid, a row for each of the first 50 rows, with their last bars; empty without rows. */
export function gantt(rows: readonly GanttRow[], show: Show): string {
  const drawn = rows
    .filter(({ bars }) => bars.length > 0)
    .slice(0, MOST_ROWS)
    .map(({ name, bars }) => ({ name: show(name), bars: bars.slice(-MOST_BARS) }));
  if (drawn.length === 0) return '';
  const ends = drawn.flatMap(({ bars }) => bars.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
  const beginMs = Math.min(...ends);
  const spanMs = Math.max(1_000, Math.max(...ends) - beginMs);
  const head = [...HEAD, 'gantt', '  dateFormat x', `  axisFormat ${axis(spanMs)}`, '  todayMarker off'];
  let picture = ['```mermaid', ...head].join('\n');
  for (const { name, bars } of drawn) {
    const seen = visible(bars, Math.ceil(spanMs / NARROWEST_PART));
    const lines = seen.map((bar, index) => {
      const label = hasRoom(bar, seen[index + 1], beginMs, spanMs) ? labelOf(show(bar.label)) : '·';
      return `    ${label} :${TAGS[bar.kind]}${bar.fromMs}, ${bar.toMs}`;
    });
    const longer = [picture, `  section ${plain(name, LONGEST_NAME)}`, ...lines].join('\n');
    if (longer.length > LONGEST_PICTURE) break;
    picture = longer;
  }
  return `${picture}\n\`\`\``;
}

/** Bars wide enough to be seen, each beginning where the one before ends. */
function visible(bars: readonly Bar[], narrowestMs: number): Bar[] {
  let endMs = -Infinity;
  return bars.map((bar) => {
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
  const width = share(bar.toMs - bar.fromMs);
  const nextIsWrittenHere = share(next.toMs - next.fromMs) < 0.09 && share(next.toMs - beginMs) > 0.8;
  return width > (nextIsWrittenHere ? 0.25 : 0.09);
}

function axis(spanMs: number): string {
  if (spanMs < 10_000) return '%H:%M:%S.%L';
  if (spanMs < 10 * 60_000) return '%H:%M:%S';
  return spanMs < 86_400_000 ? '%H:%M' : '%d %H:%M';
}

/** A bar's label must not begin like a statement of Mermaid's. */
function labelOf(label: string): string {
  const text = plain(label, LONGEST_LABEL);
  return STATEMENT.test(text) ? `· ${text}` : text;
}

/** Text without anything that Mermaid, YAML or Markdown reads as more than text, and not too long. */
function plain(text: string, longest: number): string {
  const letters = Array.from(
    text
      .replace(/[^\p{L}\p{N}\p{P}\p{S} ]+/gu, ' ')
      .replace(/[:;#%"'`<>{}[\]|\\&^~$]+/g, ' ')
      .replace(/--+/g, '-')
      .replace(/ +/g, ' ')
      .trim(),
  );
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : letters.join('') || '-';
}
