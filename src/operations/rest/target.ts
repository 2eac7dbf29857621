import { parseAddress } from '../../http/address.ts';
import { quoted, type Inputs } from '../../inputs.ts';

type Problems = Pick<Inputs, 'problem'>;

/** Where a call goes. `service` has the names of group, service and operation, as far as they were given. */
export type Target = { url: URL } & ({ kind: 'path' } | { kind: 'service'; names: string[] });

export interface TargetInputs {
  service: string | undefined;
  path: string | undefined;
  /** One `name=value` each. */
  queryLines: readonly string[];
  crossCompany: boolean;
  environment: URL | 'missing' | 'invalid';
  /** Whether the request carries no bearer, and may leave the environment. */
  anonymous: boolean;
}

/**
 * Builds the URL of a call.
 *
 * @returns `undefined` after noting what is wrong
 */
export function buildTarget(given: TargetInputs, inputs: Problems): Target | undefined {
  const { service, path, environment } = given;
  const query = encodeQuery(given.queryLines, inputs);
  if (service !== undefined && path !== undefined) {
    inputs.problem('`service` and `path` are both given: give only one of them.');
    return undefined;
  }
  if (service !== undefined) {
    for (const [name, isGiven] of [
      ['query', given.queryLines.length > 0],
      ['cross-company', given.crossCompany],
    ] as const) {
      if (isGiven) inputs.problem(`\`${name}\` goes with \`path\`: a service takes its values in the payload.`);
    }
    const names = serviceNames(service, inputs);
    const url = names && below(environment, `/api/services${names.map((name) => `/${name}`).join('')}`, inputs);
    return names && url ? { kind: 'service', names, url } : undefined;
  }
  if (path === undefined) {
    inputs.problem(
      'Neither `service` nor `path` is given: give `service: Group/Service/Operation`, or `path: /data/…`.',
    );
    return undefined;
  }
  if (path.includes('#')) {
    inputs.problem(
      '`path` holds a "#", which begins a part that is never sent: write %23 where the character is meant.',
    );
    return undefined;
  }
  const encoded = encodeUnsafe(path);
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(encoded)
    ? absolute(encoded, given, inputs)
    : below(environment, encoded.startsWith('/') ? encoded : `/${encoded}`, inputs);
  if (!url) return undefined;
  url.search = [url.search.slice(1), ...query].filter(Boolean).join('&');
  if (given.crossCompany) addCrossCompany(url, inputs);
  return { kind: 'path', url };
}

/** It may stand in `path` or `query` already. */
function addCrossCompany(url: URL, inputs: Problems): void {
  const given = [...url.searchParams].filter(([name]) => name.toLowerCase() === 'cross-company');
  if (given.length === 0) url.search = [url.search.slice(1), 'cross-company=true'].filter(Boolean).join('&');
  else if (given.some(([, value]) => value.toLowerCase() !== 'true')) {
    inputs.problem('`cross-company` is `true`, but `path` or `query` has it with another value: give it once.');
  }
}

function serviceNames(service: string, inputs: Problems): string[] | undefined {
  const trimmed = service.replace(/^\/|\/$/g, '');
  const names = trimmed ? trimmed.split('/') : [];
  if (names.length <= 3 && names.every((name) => /^[\p{L}\p{N}_]+$/u.test(name))) return names.map(encodeURIComponent);
  inputs.problem(
    `\`service\` is ${quoted(service)}: give \`Group/Service/Operation\`, or the first of them, without "/api/services"; any other URL goes into \`path\`.`,
  );
  return undefined;
}

/** The URL of a path below the environment, and nowhere else. */
function below(environment: URL | 'missing' | 'invalid', path: string, inputs: Problems) {
  if (environment === 'invalid') return undefined;
  if (environment === 'missing') {
    inputs.problem(
      '`environment-url` is missing: give the URL of the environment, such as https://contoso.operations.dynamics.com.',
    );
    return undefined;
  }
  const base = environment.href.replace(/\/$/, '');
  const url = new URL(`${base}${path}`);
  const home = environment.pathname.replace(/\/$/, '');
  const hidden = /(^|\/|%2f|%5c)(\.|%2e){2}(%2f|%5c)|(%2f|%5c)(\.|%2e){2}($|\/)/i.test(path.split('?')[0] ?? '');
  if (!hidden && `${url.pathname}/`.startsWith(`${home}/`)) return url;
  inputs.problem(`\`path\` is ${quoted(path)}: its ".." leads out of \`environment-url\`.`);
  return undefined;
}

function absolute(encoded: string, given: TargetInputs, inputs: Problems): URL | undefined {
  const url = parseAddress(encoded);
  if (!(url instanceof URL)) {
    inputs.problem(`\`path\` ${url.problem}.`);
    return undefined;
  }
  const { environment, anonymous } = given;
  if (anonymous || environment === 'invalid' || (environment instanceof URL && environment.origin === url.origin)) {
    return url;
  }
  if (environment === 'missing') {
    inputs.problem(
      `\`path\` leads to ${url.origin}, and \`environment-url\` is missing: give it, as the token goes to the environment alone, or set \`auth: none\`.`,
    );
    return undefined;
  }
  inputs.problem(
    `\`path\` leads to ${url.origin}, which is not the environment: the token goes nowhere else, so set \`auth: none\`, or give a path such as /data/….`,
  );
  return undefined;
}

/** Percent-encodes what may not stand in a URL: blanks, quotes, brackets, backslashes, letters beyond ASCII. */
export function encodeUnsafe(text: string): string {
  return text
    .toWellFormed()
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w\-.~:/?[\]@!$&'()*+,;=%]/gu, encodeURIComponent);
}

/** A second option of OData in the line of a first: encoded it would be a part of its value. */
const JOINED = /&(\$(apply|compute|count|expand|filter|format|orderby|search|select|skip|top)|cross-company)=/i;

function encodeQuery(lines: readonly string[], inputs: Problems): string[] {
  return lines.flatMap((line) => {
    const split = line.indexOf('=');
    const name = line.slice(0, Math.max(split, 0)).trim();
    const isJoined = /^[?&]/.test(name) || JOINED.test(line);
    if (name && !isJoined) return [`${encodePart(name)}=${encodePart(line.slice(split + 1).trim())}`];
    inputs.problem(
      `\`query\` has the line ${quoted(line)}: give one \`name=value\` per line, without "?" and "&" around it, such as $filter=dataAreaId eq 'usmf'.`,
    );
    return [];
  });
}

/** A name or value of a query: all that has a meaning there is encoded, and what OData is made of stays readable. */
const encodePart = (text: string) =>
  encodeURIComponent(text.toWellFormed()).replace(/%(24|2C|2F|3A|40)/g, (code) => decodeURIComponent(code));
