import { PROBE_USER_AGENT } from '../like.ts';
import type { RecordedRequest } from '../record.ts';

type Requested = Pick<RecordedRequest, 'method' | 'url' | 'status' | 'unknown' | 'headers'>;

const longestPath = 120;

/** Method, path and status of what was requested, each combination once with its count, in the order of first use. */
export function requestTable(requests: readonly Requested[]): string[] {
  const counts = new Map<string, { cells: string[]; count: number }>();
  for (const { method, url, status } of requests) {
    const cells = [method, pathOf(url), status === 0 ? 'none' : String(status)];
    const row = counts.get(cells.join(' ')) ?? { cells, count: 0 };
    row.count += 1;
    counts.set(cells.join(' '), row);
  }
  const rows = [...counts.values()].map(({ cells, count }) => [...cells, String(count)]);
  const table = [['method', 'path', 'status', 'count'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** What the simulator has no part for, each once: `GET /data/NoSuchSet`. A probe asks for such things on purpose. */
export function unknownRequests(requests: readonly Requested[]): string[] {
  const lines = requests.flatMap(({ unknown, headers }) =>
    unknown === undefined || isProbe(headers) ? [] : safe(unknown),
  );
  return [...new Set(lines)];
}

const isProbe = ({ 'user-agent': agent = '' }: Requested['headers']): boolean => agent.startsWith(PROBE_USER_AGENT);

const pathOf = (url: string): string => safe(url.split('?')[0] ?? '');

/** What a client has chosen, as it may stand in a log. */
function safe(text: string): string {
  const plain = text.replace(/[^\w /.()',=$%:@~-]/g, '?').replace(/:{2,}/g, ':');
  return plain.length > longestPath ? `${plain.slice(0, longestPath)}…` : plain;
}
