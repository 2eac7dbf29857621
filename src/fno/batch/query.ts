import { literal } from '../wire.ts';

/** Servers and gateways refuse long URLs; 8 KiB pass everywhere. */
const LONGEST_QUERY = 8 * 1024;

const FIELDS = 'BatchJobRecId,JobDescription,CompanyAccounts,Status,OrigStartDateTime,StartDateTime,EndDateTime';

/**
 * The paths that read jobs by RecId, as few as URLs of at most 8 KiB allow. BatchJobs belongs to no legal entity, and
 * `cross-company` does no harm.
 */
export function byRecIds(recIds: readonly string[]): string[] {
  const paths: string[] = [];
  let terms: string[] = [];
  for (const term of recIds.map(byRecId)) {
    if (terms.length > 0 && pathOf([...terms, term].join(' or ')).length > LONGEST_QUERY) {
      paths.push(pathOf(terms.join(' or ')));
      terms = [];
    }
    terms.push(term);
  }
  if (terms.length > 0) paths.push(pathOf(terms.join(' or ')));
  return paths;
}

/**
 * The path that reads jobs by description. F&O takes `*` as a wildcard here: compare the rows again.
 *
 * @param recId of a job to be read as well, whatever its description is by now
 */
export function byDescription(description: string, legalEntity: string | undefined, recId: string | undefined): string {
  const company = legalEntity === undefined ? '' : ` and CompanyAccounts eq ${literal(legalEntity)}`;
  const named = `JobDescription eq ${literal(description)}${company}`;
  return pathOf(recId === undefined ? named : `(${named}) or ${byRecId(recId)}`);
}

/** A third of a text, at least, stands in every text that is two typos away. */
const PIECES = 3;
const MOST_NEAR = 200;

/** The path that reads jobs whose description is nearly this one. Microsoft's Dataverse CLI asks for descriptions so. */
export function byNearDescription(description: string): string {
  const letters = Array.from(description.toLowerCase());
  const length = Math.ceil(letters.length / PIECES);
  const pieces = Array.from({ length: PIECES }, (_, index) => letters.slice(index * length, (index + 1) * length));
  const texts = pieces.map((piece) => typed(piece.join(''))).filter((piece) => piece.length > 1);
  const terms = (texts.length > 0 ? texts : [letters.join('')]).map(
    (text) => `contains(tolower(JobDescription),${literal(text)})`,
  );
  return `${pathOf(terms.join(' or '))}&$top=${MOST_NEAR}`;
}

/** The longest part of a text without the quotes, dashes and no-break spaces of word processors: nobody types them into F&O. */
const typed = (text: string): string =>
  text
    .split(/[\xa0\u2000-\u206f]+/)
    .map((part) => part.trim())
    .reduce((longest, part) => (part.length > longest.length ? part : longest));

const byRecId = (recId: string) => `BatchJobRecId eq ${recId}`;

const pathOf = (filter: string) =>
  `/data/BatchJobs?$filter=${encodeURIComponent(filter)}&$select=${FIELDS}&cross-company=true`;
