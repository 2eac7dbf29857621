import { parseAddress } from '../http/address.ts';
import { quoted, type Inputs } from '../inputs.ts';

/**
 * Parses `environment-url`; a path (`/namespaces/AXSF`) is kept, a trailing slash and capitals of the host go.
 *
 * @returns the URL without query and fragment, `missing`, or `invalid` after noting the problem
 */
export function parseEnvironmentUrl(inputs: Inputs<'environment-url'>): URL | 'missing' | 'invalid' {
  const text = inputs.identifier('environment-url');
  if (text === undefined) return 'missing';
  const invalid = (what: string) => {
    inputs.problem(`\`environment-url\` is ${quoted(shown(text))}${what}`);
    return 'invalid' as const;
  };
  const url = parseAddress(text);
  if (!(url instanceof URL)) return invalid(`, which ${url.problem}, such as https://contoso.operations.dynamics.com.`);
  if (url.search || url.hash) return invalid(': remove "?" or "#" and what follows it.');
  const path = withoutTrailingSlashes(url.pathname);
  const end = path.search(/\/(?:data|metadata|api\/services)(?:\/|$)/i);
  const home = end < 0 ? path : path.slice(0, end);
  if (home !== path)
    return invalid(`: give the environment alone, ${url.origin}${home}; the rest belongs in \`path\`.`);
  if (!/^(?:\/[\w.~-]+)*$/.test(path)) return invalid(', whose path does not belong to an environment: remove it.');
  return new URL(`${url.origin}${path}`);
}

/** What may be printed of it: not a password, and not a query, which can hold a signature. */
function shown(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url) return `${url.protocol}//${url.host}${withoutTrailingSlashes(url.pathname)}`;
  const address = text.split(/[?#]/)[0] ?? '';
  const host = address.indexOf('//') + 2;
  const userEnd = address.indexOf('@', host);
  return userEnd < 0 ? address : address.slice(0, Math.max(host, 0)) + address.slice(userEnd + 1);
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
