import { literal } from '../wire.ts';

/**
 * IIS refuses a query of more than 2,048 bytes with a 404, unless it is set otherwise
 * (https://learn.microsoft.com/iis/configuration/system.webserver/security/requestfiltering/requestlimits).
 */
const LONGEST_QUERY = 2_000;

const FIELDS = 'BatchJobRecId,JobDescription,CompanyAccounts,Status,OrigStartDateTime,StartDateTime,EndDateTime';

/**
 * The paths that read jobs by RecId, as few as queries of at most 2,000 characters allow. BatchJobs belongs to no legal
 * entity, and `cross-company` does no harm.
 */
export function byRecIds(recIds: readonly string[]): string[] {
  const filters: string[] = [];
  for (const term of recIds.map(byRecId)) {
    const longer = [...filters.slice(-1), term].join(' or ');
    if (filters.length > 0 && roomBeside(longer) >= 0) filters[filters.length - 1] = longer;
    else filters.push(term);
  }
  return filters.map(pathOf);
}

/**
 * The path that reads jobs by description. F&O takes `*` as a wildcard here: compare the rows again. It serves where the
 * description is too long for a query.
 *
 * @param recId of a job to be read as well, whatever its description is by now
 */
export function byDescription(description: string, legalEntity: string | undefined, recId: string | undefined): string {
  const company = legalEntity === undefined ? '' : ` and CompanyAccounts eq ${literal(legalEntity)}`;
  const filter = (text: string) => {
    const named = `JobDescription eq ${literal(text)}${company}`;
    return recId === undefined ? named : `(${named}) or ${byRecId(recId)}`;
  };
  const beginning = beginningOf(description, roomBeside(filter('*')));
  return pathOf(filter(beginning === description ? description : `${beginning}*`));
}

/** A third of a text, at least, stands in every text that is two typos away. */
const PIECES = 3;
const TOP = '&$top=200';

/** The path that reads jobs whose description is nearly this one. Microsoft's Dataverse CLI asks for descriptions so. */
export function byNearDescription(description: string): string {
  const letters = Array.from(description.toLowerCase());
  const length = Math.ceil(letters.length / PIECES);
  const pieces = Array.from({ length: PIECES }, (_, index) => letters.slice(index * length, (index + 1) * length));
  const texts = pieces.map((piece) => typed(piece.join(''))).filter((piece) => piece.length > 1);
  const filterOf = (parts: string[]) =>
    parts.map((text) => `contains(tolower(JobDescription),${literal(text)})`).join(' or ');
  const whole = texts.length > 0 ? texts : [letters.join('')];
  const room = roomBeside(filterOf(whole.map(() => '')), TOP) / whole.length;
  return `${pathOf(filterOf(whole.map((text) => beginningOf(text, room))))}${TOP}`;
}

/** The longest part of a text without the quotes, dashes and no-break spaces of word processors: nobody types them into F&O. */
const typed = (text: string): string =>
  text
    .split(/[\xa0\u2000-\u206f]+/)
    .map((part) => part.trim())
    .reduce((longest, part) => (part.length > longest.length ? part : longest));

const byRecId = (recId: string) => `BatchJobRecId eq ${recId}`;

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

const pathOf = (filter: string) => `/data/BatchJobs?$filter=${encoded(filter)}&$select=${FIELDS}&cross-company=true`;

/** How many more characters a query may have. */
const roomBeside = (filter: string, more = '') =>
  LONGEST_QUERY - `${pathOf(filter)}${more}`.replace(/^.*?\?/, '').length;

/** As much of a text as takes so many characters of a query. */
function beginningOf(text: string, room: number): string {
  const letters = Array.from(text.slice(0, Math.max(room, 0)));
  while (encoded(literal(letters.join(''))).length - 2 > room && letters.length > 0) letters.pop();
  return letters.join('');
}
