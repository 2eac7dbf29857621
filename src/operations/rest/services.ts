import { asList, asText, membersOf, parseObject } from '../../json/narrow.ts';
import { counted } from '../../report/count.ts';
import type { Show } from '../../server-text.ts';
import type { RestResponse } from './response.ts';
import type { Target } from './target.ts';

/** What F&O lists below a prefix of so many names, and the name of one of them (simulator/services/). */
export const LEVELS = [
  ['ServiceGroups', 'service group'],
  ['Services', 'service'],
  ['Operations', 'operation'],
] as const;
const MOST_IN_LOG = 50;

/** The names in a list of service groups, services or operations; none if the response is something else. */
export function servicesIn(target: Target, { text, json }: Pick<RestResponse, 'text' | 'json'>): string[] {
  const [list] = levelOf(target) ?? [];
  if (list === undefined || text === undefined || json !== 'whole') return [];
  const rows = asList(parseObject(text)?.[list]) ?? [];
  return rows.flatMap((row) => asText(membersOf(row)['Name']) ?? []);
}

/** What a list holds: `2 services`. */
export const listName = (target: Target, count: number): string => counted(count, levelOf(target)?.[1] ?? '');

const levelOf = (target: Target) => (target.kind === 'service' ? LEVELS[target.names.length] : undefined);

/** The names for a line of the log; the summary and the response have them all. */
export const listed = (names: readonly string[], show: Show): string =>
  [...names.slice(0, MOST_IN_LOG).map((name) => show(name, 80)), ...(names.length > MOST_IN_LOG ? ['…'] : [])].join(
    ', ',
  );
