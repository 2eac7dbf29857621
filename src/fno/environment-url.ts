import { parseAddress } from '../http/address.ts';
import { quoted, type Inputs } from '../inputs.ts';

/**
 * Parses `environment-url`; a path (`/namespaces/AXSF`) is kept, a trailing slash and capitals of the host go.
 *
 * @returns the URL, `missing`, or `invalid` after noting the problem
 */
export function parseEnvironmentUrl(inputs: Inputs<'environment-url'>): URL | 'missing' | 'invalid' {
  const text = inputs.text('environment-url');
  if (text === undefined) return 'missing';
  const url = parseAddress(text);
  if (!(url instanceof URL)) {
    inputs.problem(
      `\`environment-url\` is ${quoted(shown(text))}, which ${url.problem}, such as https://contoso.operations.dynamics.com.`,
    );
    return 'invalid';
  }
  if (url.search || url.hash) {
    inputs.problem(
      `\`environment-url\` goes on after ${quoted(shown(text))}: give it without "?", "#" and what follows them.`,
    );
    return 'invalid';
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  const home = url.pathname.replace(/\/(data|api\/services)$/i, '');
  if (home !== url.pathname) {
    inputs.problem(
      `\`environment-url\` is ${quoted(shown(text))}: give the environment alone, ${url.origin}${home}; what follows goes into \`path\`.`,
    );
    return 'invalid';
  }
  return url;
}

/** What may be printed of it: not a password, and not a query, which can hold a signature. */
function shown(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url
    ? `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`
    : text.replace(/\/\/[^/]*@/, '//').replace(/[?#].*/s, '');
}
