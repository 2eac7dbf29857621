import { literal } from '../wire.ts';

/** Servers and gateways refuse long URLs; 8 KiB pass everywhere. */
const LONGEST_QUERY = 8 * 1024;

export interface Wanted {
  /** Descriptions and companies do not change: they are asked for until they are known. */
  names: boolean;
}

/**
 * The paths that read jobs by RecId, as few as URLs of at most 8 KiB allow. BatchJobs belongs to no legal entity, and
 * `cross-company` does no harm.
 */
export function byRecIds(recIds: readonly string[], wanted: Wanted): string[] {
  const paths: string[] = [];
  let terms: string[] = [];
  for (const term of recIds.map((recId) => `BatchJobRecId eq ${recId}`)) {
    if (terms.length > 0 && pathOf([...terms, term].join(' or '), wanted).length > LONGEST_QUERY) {
      paths.push(pathOf(terms.join(' or '), wanted));
      terms = [];
    }
    terms.push(term);
  }
  if (terms.length > 0) paths.push(pathOf(terms.join(' or '), wanted));
  return paths;
}

/** The path that reads jobs by description. F&O takes `*` as a wildcard here: compare the rows again. */
export function byDescription(description: string, legalEntity: string | undefined): string {
  const company = legalEntity === undefined ? '' : ` and CompanyAccounts eq ${literal(legalEntity)}`;
  return pathOf(`JobDescription eq ${literal(description)}${company}`, { names: true });
}

function pathOf(filter: string, { names }: Wanted): string {
  const fields = [
    'BatchJobRecId',
    ...(names ? ['JobDescription', 'CompanyAccounts'] : []),
    'Status',
    'OrigStartDateTime',
    'StartDateTime',
    'EndDateTime',
  ];
  return `/data/BatchJobs?$filter=${encodeURIComponent(filter)}&$select=${fields.join(',')}&cross-company=true`;
}
