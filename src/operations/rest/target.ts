import { parseAddress } from '../../http/address.ts';
import { quoted, type Inputs } from '../../inputs.ts';
import { invisibleIn } from '../../invisible.ts';
import { ENVIRONMENT_MISSING } from '../operation.ts';
import { encodeQuery, judgeNames } from './query-lines.ts';

type Problems = Pick<Inputs, 'problem'>;

/** Where a call goes. `service` has the names of group, service and operation, as far as they were given. */
export type Target = { url: URL; warnings: readonly string[] } & (
  { kind: 'path' } | { kind: 'service'; names: string[] }
);

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
    return names && url ? { kind: 'service', names, url, warnings: [] } : undefined;
  }
  if (path === undefined) {
    inputs.problem(
      'Neither `service` nor `path` is given: give `service: Group/Service/Operation`, or `path: /data/…`.',
    );
    return undefined;
  }
  // A text in quotes may hold any character.
  const invisible = invisibleIn(path.replaceAll(/'[^']*'/g, ''));
  if (invisible !== undefined) {
    inputs.problem(
      `\`path\` contains the invisible character ${invisible}: type it again, without the character. If it is meant, percent-encode it.`,
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
  const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(encoded);
  const origin = environment instanceof URL ? environment.origin : undefined;
  if (hasDotsInKey(encoded) && (!isAbsolute || (URL.canParse(encoded) && new URL(encoded).origin === origin))) {
    inputs.problem(
      `\`path\` is ${quoted(path)}: a URL resolves "/./" and "/../", also inside a key, and would address another record. Find the record with \`$filter\` instead.`,
    );
    return undefined;
  }
  const url = isAbsolute
    ? absolute(encoded, given, inputs)
    : below(environment, encoded.startsWith('/') ? encoded : `/${encoded}`, inputs);
  const isData = url !== undefined && isDataOf(environment, url);
  const query = encodeQuery(given.queryLines, isData, inputs);
  if (!url) return undefined;
  const warnings = isData ? judgeNames(url.search, given.queryLines, inputs) : [];
  url.search = [url.search.slice(1), ...query].filter(Boolean).join('&');
  if (given.crossCompany) addCrossCompany(url, inputs);
  return { kind: 'path', url, warnings };
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
    inputs.problem(ENVIRONMENT_MISSING);
    return undefined;
  }
  const base = environment.href.replace(/\/$/, '');
  const url = new URL(`${base}${path}`);
  const home = homeOf(environment);
  const hidden = /(^|\/|%2f|%5c)(\.|%2e){2}(%2f|%5c)|(%2f|%5c)(\.|%2e){2}($|\/)/i.test(path.split('?')[0] ?? '');
  if (!hidden && `${url.pathname}/`.startsWith(`${home}/`)) return url;
  inputs.problem(`\`path\` is ${quoted(path)}: its ".." leads out of \`environment-url\`.`);
  return undefined;
}

const homeOf = ({ pathname }: URL) => pathname.replace(/\/$/, '');

/** Whether a URL is of OData in the environment, which ignores the options that it does not know. */
const isDataOf = (environment: TargetInputs['environment'], url: URL) =>
  environment instanceof URL &&
  environment.origin === url.origin &&
  `${url.pathname.toLowerCase()}/`.startsWith(`${homeOf(environment).toLowerCase()}/data/`);

/** A URL drops such a segment with the one before it, so that the request would be about another record. */
const hasDotsInKey = (path: string) =>
  /\/(?:\.|%2e){1,2}\//i.test(path.slice(Math.max(path.indexOf('('), 0), path.lastIndexOf(')') + 1));

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
function encodeUnsafe(text: string): string {
  return text
    .toWellFormed()
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w\-.~:/?[\]@!$&'()*+,;=%]/gu, encodeURIComponent);
}
