import { createHash } from 'node:crypto';
import { asText, type JsonObject } from '../json.ts';
import type { Row } from './entity-set.ts';

/** The weak ETag of a row: its own where it has one, else made of its values. */
export const etagOf = (row: Row): string =>
  asText(row['@odata.etag']) ||
  `W/"${createHash('sha1').update(JSON.stringify(row)).digest('base64url').slice(0, 20)}"`;

/** The row with its ETag in front, which stays whatever columns are selected. */
export const withEtag = (row: Row): JsonObject => ({ '@odata.etag': etagOf(row), ...row });
