import { createHash } from 'node:crypto';
import { empty, json, type Answer } from '../answer.ts';
import { header, type Exchange } from '../exchange.ts';
import { asObject, asText, parseJson } from '../json.ts';
import { odataHeaders } from './collection.ts';
import { isEnum, project, type EntitySet, type Row } from './entity-set.ts';
import { ODataError } from './errors.ts';
import { tokens, type Token } from './lexer.ts';

/** One row: read, changed or deleted by its key; inserted where `key` is undefined. */
export async function single(x: Exchange, set: EntitySet, key: string | undefined): Promise<Answer> {
  const context = `https://${x.host}/data/$metadata#${set.name}/$entity`;
  if (key === undefined) {
    if (set.insert === undefined) throw writeFailed(set, 'the entity is read-only');
    const row = set.insert(await values(x, set));
    return json(201, { '@odata.context': context, '@odata.etag': etagOf(row), ...row }, odataHeaders);
  }
  const row = find(set, key);
  if (row === undefined) {
    throw new ODataError(
      404,
      `No HTTP resource was found that matches the request URI 'https://${x.host}${x.record.url}'.`,
    );
  }
  const condition = header(x, 'if-match');
  if (x.method !== 'GET' && condition !== '' && condition !== '*' && condition !== etagOf(row)) {
    throw new ODataError(
      412,
      'The etag value specified in one of the If-Match headers does not match the current one.',
    );
  }
  switch (x.method) {
    case 'GET':
    case 'HEAD': {
      const select = x.query.get('$select')?.split(',');
      return json(
        200,
        { '@odata.context': context, '@odata.etag': etagOf(row), ...project(row, select) },
        {
          ...odataHeaders,
          etag: etagOf(row),
        },
      );
    }
    case 'PATCH':
    case 'PUT':
      if (set.update === undefined) throw writeFailed(set, 'the entity is read-only');
      set.update(row, await values(x, set));
      return empty(204);
    case 'DELETE':
      if (set.remove === undefined) throw writeFailed(set, 'the entity is read-only');
      set.remove(row);
      return empty(204);
    default:
      throw new ODataError(405, `The requested resource does not support http method '${x.method}'.`);
  }
}

export const writeFailed = (set: EntitySet, reason: string): ODataError =>
  new ODataError(400, `Write failed for table row of type '${set.entityType}'. Infolog: Error: ${reason}.`);

async function values(x: Exchange, set: EntitySet): Promise<Row> {
  let given: Row;
  try {
    given = asObject(parseJson((await x.body()).toString()));
  } catch {
    throw new ODataError(400, 'An error has occurred: the request body is not valid JSON.');
  }
  const unknown = Object.keys(given).find((name) => !name.startsWith('@') && set.properties[name] === undefined);
  if (unknown === undefined) return given;
  throw new ODataError(
    400,
    `The property '${unknown}' does not exist on type 'Microsoft.Dynamics.DataEntities.${set.entityType}'. Make sure to only use property names that are defined by the type.`,
  );
}

const etagOf = (row: Row): string =>
  `W/"${createHash('sha1').update(JSON.stringify(row)).digest('base64url').slice(0, 20)}"`;

/** A key that holds an enum finds nothing, although the row exists. Facts, chapter 1. */
function find(set: EntitySet, key: string): Row | undefined {
  const parts = keyParts(set, key);
  if (set.keys.some((name) => isEnum(set.properties[name]))) return undefined;
  for (const row of set.rows()) {
    if (parts.every(([name, text]) => asText(row[name]).toLowerCase() === text.toLowerCase())) return row;
  }
  return undefined;
}

/** `(1)`, `('a')` or `(dataAreaId='usmf',CustomerAccount='a')`. Throws ODataError 400 where the type is wrong. */
function keyParts(set: EntitySet, key: string): [name: string, text: string][] {
  const parts = key.split(/,(?=\s*\w+=)/).map((part): [string, Token | undefined] => {
    const [, name = set.keys[0] ?? '', literal = ''] = /^\s*(?:(\w+)=)?(.*)$/.exec(part) ?? [];
    return [name, tokens(literal)[0]];
  });
  if (parts.length !== set.keys.length || parts.some(([name]) => !set.keys.includes(name))) {
    throw new ODataError(400, `The key of '${set.entityType}' is ${set.keys.join(', ')}.`);
  }
  return parts.map(([name, token]) => {
    const wanted = set.properties[name] === 'String' ? 'string' : 'number';
    if (token?.kind === 'string' && wanted === 'string') return [name, token.value];
    if (token?.kind === 'number' && wanted === 'number') return [name, token.digits];
    if (token?.kind === 'enum' && isEnum(set.properties[name])) return [name, token.member];
    throw new ODataError(400, `The key '${key}' does not fit the type of '${name}': quotes belong to strings alone.`);
  });
}
