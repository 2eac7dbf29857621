import { charsetOf } from '../../src/http/content-type.ts';
import { asObject, asText } from '../../src/json/narrow.ts';
import { contentOf, contents, errorShapeOf, errorShapes, hasMark, isFine, objectOf, rowsOf, textOf } from './seen.ts';
import type { Seen } from './seen.ts';
import type { Question } from './question.ts';
import type { RequestName } from './requests.ts';

const statuses = ['accepted', '400', '404', '405', '500', '501', 'other'];
const statusOf = (seen: Seen) => {
  const status = String(seen.status);
  return isFine(seen) ? 'accepted' : statuses.includes(status) ? status : 'other';
};

/** A question for the status alone. */
const status = (id: string, text: string, ask: RequestName): Question => ({
  id,
  text,
  asks: [ask],
  answers: statuses,
  judge: ([seen]) => seen && statusOf(seen),
});

/** A question for the body of a 404; of another status nothing is known. */
const bodyOf404 = (id: string, text: string, ask: RequestName): Question => ({
  id,
  text,
  asks: [ask],
  answers: contents,
  judge: ([seen]) => (seen?.status === 404 ? contentOf(seen) : undefined),
});

/** Whether a filter that was accepted found what only another reading of it finds. */
const finds = (id: string, text: string, ask: RequestName): Question => ({
  id,
  text,
  asks: [ask],
  answers: ['yes', 'no'],
  judge([seen]) {
    const rows = seen && rowsOf(seen);
    return rows && (rows.length > 0 ? 'yes' : 'no');
  },
});

const pageSizes = [10_000, 5000, 2000, 1000, 500, 200, 100];
const nextLinkOf = (seen: Seen) => asText(objectOf(seen)['@odata.nextLink']);

const isXmlOf = (seen: Seen | undefined) => seen && (contentOf(seen) === 'xml' ? 'xml' : 'json');
const versions = Array.from({ length: 90 }, (_, index) => `10.0.${10 + index}`);

/** How OData and custom services respond. */
export const odataQuestions: readonly Question[] = [
  status('unknown-set-status', 'Which status does an entity set that is not there get?', 'unknown set'),
  bodyOf404('not-found-body', 'What is the body of its 404?', 'unknown set'),
  status('unknown-service-status', 'Which status does a custom service that is not there get?', 'unknown service'),
  bodyOf404('unknown-service-body', 'What is the body of its 404?', 'unknown service'),
  status('missing-key-status', 'Which status does a key that is not there get?', 'missing job'),
  {
    id: 'missing-key-body',
    text: 'What is the body of it?',
    asks: ['missing job'],
    answers: errorShapes,
    judge: ([seen]) => (seen && !isFine(seen) ? errorShapeOf(seen) : undefined),
  },
  status('missing-project-status', 'Which status does a data project that is not there get?', 'missing project'),
  status('lower-case-set', 'Which status does the name of a set in lower case get?', 'lower-case set'),
  status('lower-case-metadata', 'Which status does /metadata in lower case get?', 'lower-case metadata'),
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
  {
    id: 'count-charset',
    text: 'Does the content type of $count name a charset?',
    asks: ['job count'],
    answers: ['yes', 'no'],
    judge: ([seen]) =>
      seen && isFine(seen) ? (charsetOf(seen.headers['content-type'] ?? '') === undefined ? 'no' : 'yes') : undefined,
  },
  {
    id: 'error-shape',
    text: 'What shape has an OData error?',
    asks: ['unknown field'],
    answers: errorShapes,
    judge: ([seen]) => (seen && !isFine(seen) ? errorShapeOf(seen) : undefined),
  },
  {
    id: 'error-json',
    text: 'Is the JSON of an OData error indented?',
    asks: ['unknown field'],
    answers: ['compact', 'indented'],
    judge: ([seen]) =>
      seen && !isFine(seen) && contentOf(seen) === 'json'
        ? /^\{\s*\n/.test(textOf(seen))
          ? 'indented'
          : 'compact'
        : undefined,
  },
  {
    id: 'etags',
    text: 'Do rows have an ETag when columns are selected?',
    asks: ['companies', 'job'],
    answers: ['yes', 'no'],
    judge(all) {
      const row = all.map((seen) => seen && rowsOf(seen)?.[0]).find((each) => each !== undefined);
      return row && (row['@odata.etag'] === undefined ? 'no' : 'yes');
    },
  },
  {
    id: 'page-size',
    text: 'How many rows does a page have (CustomersV3)?',
    asks: ['customers'],
    answers: [...pageSizes.map(String), 'another number'],
    judge([seen]) {
      if (!seen || nextLinkOf(seen) === undefined) return undefined;
      const size = rowsOf(seen)?.length ?? 0;
      return pageSizes.includes(size) ? String(size) : 'another number';
    },
  },
  {
    id: 'next-link',
    text: 'How does a page link say where to go on?',
    asks: ['customers'],
    answers: ['skiptoken', 'skip-and-top', 'another way'],
    judge([seen]) {
      const link = seen && nextLinkOf(seen);
      if (link === undefined) return undefined;
      if (/[?&](?:\$|%24)skiptoken=/i.test(link)) return 'skiptoken';
      return /[?&](?:\$|%24)skip=/i.test(link) ? 'skip-and-top' : 'another way';
    },
  },
  {
    id: 'batch-requests',
    text: 'What does a $batch request get?',
    asks: ['batch'],
    answers: ['carried-out', 'echoed', 'refused', 'another response'],
    judge([seen]) {
      if (!seen) return undefined;
      if (!isFine(seen)) return 'refused';
      if (/^HTTP\/1\.1 \d{3}/m.test(textOf(seen))) return 'carried-out';
      return /^GET \S+ HTTP/m.test(textOf(seen)) ? 'echoed' : 'another response';
    },
  },
  {
    id: 'action-value',
    text: 'What stands in the "value" of an action\'s response?',
    asks: ['version'],
    answers: ['value', 'value in value', 'another shape'],
    judge([seen]) {
      if (!seen || !isFine(seen)) return undefined;
      const { value } = objectOf(seen);
      if (typeof value === 'string') return 'value';
      return asObject(value)?.['value'] === undefined ? 'another shape' : 'value in value';
    },
  },
  {
    id: 'application-version',
    text: 'Which application version is it?',
    asks: ['version'],
    answers: [...versions, 'another form'],
    judge([seen]) {
      if (!seen || !isFine(seen)) return undefined;
      const { value } = objectOf(seen);
      const text = asText(value) ?? asText(asObject(value)?.['value']) ?? '';
      return versions.find((version) => text === version || text.startsWith(`${version}.`)) ?? 'another form';
    },
  },
  {
    id: 'services-xml',
    text: 'Where does XML come without Accept: application/json?',
    asks: ['services without accept', 'session without accept'],
    answers: ['lists', 'always', 'never', 'calls'],
    judge([list, call]) {
      if (!list || !call || !isFine(list) || !isFine(call)) return undefined;
      if (isXmlOf(list) === 'xml') return isXmlOf(call) === 'xml' ? 'always' : 'lists';
      return isXmlOf(call) === 'xml' ? 'calls' : 'never';
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
