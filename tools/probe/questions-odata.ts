import { charsetOf } from '../../src/http/content-type.ts';
import { asObject, asText } from '../../src/json/narrow.ts';
import {
  contentOf,
  contents,
  errorShapeOf,
  errorShapes,
  hasMark,
  isFine,
  objectOf,
  rowsOf,
  textOf,
  valueOf,
} from './seen.ts';
import type { Seen } from './seen.ts';
import { about, type Question } from './question.ts';
import type { RequestName } from './requests.ts';

const statuses = ['accepted', '400', '404', '405', '500', '501', 'other'];

const statusOf = (known: readonly string[]) => (seen: Seen) => {
  const code = String(seen.status);
  return isFine(seen) ? 'accepted' : known.includes(code) ? code : 'other';
};

/** A question for the status alone. */
const status = (id: string, text: string, ask: RequestName): Question =>
  about(id, text, ask, statuses, statusOf(statuses));

/** A question for the body of a 404; of another status nothing is known. */
const bodyOf404 = (id: string, text: string, ask: RequestName): Question =>
  about(id, text, ask, contents, (seen) => (seen.status === 404 ? contentOf(seen) : undefined));

/** A question for the shape of an error. */
export const shapeOfError = (id: string, text: string, ask: RequestName): Question =>
  about(id, text, ask, errorShapes, (seen) => (isFine(seen) ? undefined : errorShapeOf(seen)));

/** Whether a filter that was accepted found what only another reading of it finds. */
const finds = (id: string, text: string, ask: RequestName): Question =>
  about(id, text, ask, ['yes', 'no'], (seen) => {
    const rows = rowsOf(seen);
    return rows && (rows.length > 0 ? 'yes' : 'no');
  });

const pageSizes = ['10000', '5000', '2000', '1000', '500', '200', '100'];
const nextLinkOf = (seen: Seen) => asText(objectOf(seen)['@odata.nextLink']);
const versions = Array.from({ length: 90 }, (_, index) => `10.0.${10 + index}`);

/** How OData and custom services respond. */
export const odataQuestions: readonly Question[] = [
  status('unknown-set-status', 'Which status does an unknown entity set get?', 'unknown set'),
  bodyOf404('not-found-body', 'What is the body of a 404 for an entity set?', 'unknown set'),
  status('unknown-service-status', 'Which status does an unknown custom service get?', 'unknown service'),
  bodyOf404('unknown-service-body', 'What is the body of a 404 for a custom service?', 'unknown service'),
  status('missing-key-status', 'Which status does a missing key get (BatchJobs)?', 'missing job'),
  shapeOfError('missing-key-body', 'What is the body of the error for a missing key?', 'missing job'),
  status('missing-project-status', 'Which status does a missing data project get?', 'missing project'),
  {
    // The user may read this entity, so a 403 is about the legal entity.
    ...about(
      'other-company',
      'Which status does a row of another legal entity get by its key?',
      'row of another company',
      ['403', ...statuses],
      statusOf(['403', ...statuses]),
    ),
    of: () => true,
  },
  status('lower-case-set', 'Which status does the name of an entity set in lower case get?', 'lower-case set'),
  status('lower-case-metadata', 'Which status does /metadata in lower case get?', 'lower-case metadata'),
  status('count-status', 'Which status does $count get?', 'job count'),
  {
    id: 'byte-order-mark',
    text: 'Which responses begin with a byte-order mark?',
    asks: ['job count', 'job'],
    answers: ['always', 'count', 'never', 'json'],
    judge([count, rows]) {
      if (!count || !rows) return undefined;
      if (hasMark(rows)) return hasMark(count) ? 'always' : 'json';
      return hasMark(count) ? 'count' : 'never';
    },
  },
  about('count-charset', 'Does the content type of $count name a charset?', 'job count', ['yes', 'no'], (seen) => {
    if (!isFine(seen)) return undefined;
    return charsetOf(seen.headers['content-type'] ?? '') === undefined ? 'no' : 'yes';
  }),
  shapeOfError('error-shape', 'What shape does an OData error have?', 'unknown field'),
  about('error-json', 'Is the JSON of an OData error indented?', 'unknown field', ['compact', 'indented'], (seen) => {
    if (isFine(seen) || contentOf(seen) !== 'json') return undefined;
    return /^\{\s*\n/.test(textOf(seen)) ? 'indented' : 'compact';
  }),
  {
    id: 'etags',
    text: 'Do rows have an ETag when columns are selected?',
    asks: ['companies', 'job'],
    answers: ['yes', 'no'],
    judge(all) {
      const row = all.flatMap((seen) => (seen && rowsOf(seen)) ?? [])[0];
      return row && (row['@odata.etag'] === undefined ? 'no' : 'yes');
    },
  },
  about(
    'page-size',
    'How many rows does a page have (CustomersV3)?',
    'customers',
    [...pageSizes, 'another number'],
    (seen) => {
      if (nextLinkOf(seen) === undefined) return undefined;
      const size = String(rowsOf(seen)?.length ?? 0);
      return pageSizes.includes(size) ? size : 'another number';
    },
  ),
  about(
    'next-link',
    'How does a page link say where to go on?',
    'customers',
    ['skiptoken', 'skip-and-top', 'another way'],
    (seen) => {
      const link = nextLinkOf(seen);
      if (link === undefined) return undefined;
      if (/[?&](?:\$|%24)skiptoken=/i.test(link)) return 'skiptoken';
      return /[?&](?:\$|%24)skip=/i.test(link) ? 'skip-and-top' : 'another way';
    },
  ),
  about(
    'batch-requests',
    'What does a $batch request get?',
    'batch',
    ['carried-out', 'echoed', 'refused', 'another response'],
    (seen) => {
      if (!isFine(seen)) return 'refused';
      if (/^HTTP\/1\.1 \d{3}/m.test(textOf(seen))) return 'carried-out';
      return /^GET \S+ HTTP/m.test(textOf(seen)) ? 'echoed' : 'another response';
    },
  ),
  about(
    'action-value',
    'Where does the response of an action hold its value?',
    'version',
    ['value', 'value in value', 'another shape'],
    (seen) => {
      if (!isFine(seen)) return undefined;
      const { value } = objectOf(seen);
      if (typeof value === 'string') return 'value';
      return asObject(value)?.['value'] === undefined ? 'another shape' : 'value in value';
    },
  ),
  about('application-version', 'Which application version is it?', 'version', [...versions, 'another form'], (seen) => {
    if (!isFine(seen)) return undefined;
    const text = asText(valueOf(seen)) ?? '';
    return versions.find((version) => text === version || text.startsWith(`${version}.`)) ?? 'another form';
  }),
  {
    id: 'services-xml',
    text: 'Where does XML come without Accept: application/json?',
    asks: ['services without accept', 'session without accept'],
    answers: ['lists', 'always', 'never', 'calls'],
    judge([list, call]) {
      if (!list || !call || !isFine(list) || !isFine(call)) return undefined;
      const isXml = contentOf(call) === 'xml';
      return contentOf(list) === 'xml' ? (isXml ? 'always' : 'lists') : isXml ? 'calls' : 'never';
    },
  },
  status('filter-or', 'What does `or` in $filter get?', 'or'),
  status('filter-in', 'What does `in` in $filter get?', 'in'),
  status('filter-startswith', 'What does `startswith()` in $filter get?', 'startswith'),
  status('filter-contains', 'What does `contains()` in $filter get?', 'contains'),
  status('filter-bare-enum', 'What does an enum member without its type in $filter get?', 'bare enum'),
  finds('filter-ignores-case', 'Do strings in $filter match in another case?', 'company in the other case'),
  finds('filter-wildcard', 'Is a `*` in $filter a wildcard?', 'company with a wildcard'),
];
