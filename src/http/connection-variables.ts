/** What the variables of the environment say of connections. */
export interface ConnectionVariables {
  /** What is wrong with the proxy variable, as messages that hold nothing of its value. */
  problems: string[];
  warnings: string[];
  /** The proxy for https; `unreadable` if one was named that cannot be used. */
  proxy: URL | 'unreadable' | undefined;
  /** What is secret in any proxy variable, also one that is not read. */
  secrets: string[];
  /** The hosts that are reached without it, as the toolkit reads them. */
  noProxy: string | undefined;
}

type Environment = Record<string, string | undefined>;

/** Reads `https_proxy` in any case, and the variables that change connections in ways that nobody may have meant. */
export function parseConnectionVariables(env: Environment): ConnectionVariables {
  const problems: string[] = [];
  const warnings: string[] = [];
  const name = nameOf(env, 'https_proxy');
  const value = name === undefined ? '' : (env[name]?.trim() ?? '');
  const parsed = value === '' ? undefined : parseProxy(value);
  const proxy = parsed === undefined || parsed instanceof URL ? parsed : 'unreadable';
  if (parsed !== undefined && !(parsed instanceof URL)) problems.push(`\`${name ?? ''}\` ${parsed.problem}`);
  const noProxyName = nameOf(env, 'no_proxy');
  const exceptions = (env[noProxyName ?? ''] ?? '').split(/[\s,;]+/).filter(Boolean);
  if (proxy !== undefined) warnings.push(...exceptions.flatMap((host) => unmatched(host, noProxyName ?? '')));
  const allProxy = nameOf(env, 'all_proxy');
  if (value === '' && allProxy !== undefined)
    warnings.push(`\`${allProxy}\` is not read, so connections are made without a proxy. Set \`https_proxy\` instead.`);
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    warnings.push(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, so no certificate is checked: anyone on the way to a server can read and change what is sent, tokens and secrets included. Remove it, and name the PEM file of a private authority in NODE_EXTRA_CA_CERTS.',
    );
  const secrets = Object.entries(env).flatMap(([key, text = '']) =>
    /^(https?|all)_proxy$/i.test(key) ? secretsOf(text) : [],
  );
  return { problems, warnings, proxy, noProxy: exceptions.length === 0 ? undefined : exceptions.join(','), secrets };
}

/** A proxy's password, and the header that carries it. */
function secretsOf(text: string): string[] {
  const { username = '', password = '' } = urlOf(text.includes('://') ? text : `http://${text}`) ?? {};
  if (!password) return [];
  const pair = `${decoded(username) ?? username}:${decoded(password) ?? password}`;
  return [password, decoded(password) ?? password, `Basic ${Buffer.from(pair).toString('base64')}`];
}

/** @returns a warning about an exception that fits no host; the toolkit compares names and their ends, and knows `*` alone */
function unmatched(host: string, name: string): string[] {
  const isWildcard = host.includes('*') && host !== '*';
  const isRange = /^[\d.:a-f]+\/\d+$/i.test(host);
  if (!isWildcard && !isRange && !host.includes('://')) return [];
  const remedy = isRange
    ? 'ranges of addresses are not supported, so name each host.'
    : isWildcard
      ? `wildcards are not supported. For all hosts of a domain, write ${domainOf(host) || '.contoso.com'}.`
      : `write the host alone, ${host.replace(/^.*:\/\//, '')}.`;
  return [`\`${name}\` has ${host}, which matches no host: ${remedy}`];
}

/** What follows the last wildcard, from a dot on. */
function domainOf(host: string): string {
  const end = host.slice(host.lastIndexOf('*') + 1);
  return end.includes('.') ? end.slice(end.indexOf('.')) : '';
}

/** The name under which a variable is set: in lower case before capitals, as the toolkit reads it, before any other case. */
function nameOf(env: Environment, name: string): string | undefined {
  const others = Object.keys(env).filter((key) => key.toLowerCase() === name);
  return [name, name.toUpperCase(), ...others].find((key) => env[key]?.trim());
}

/** @returns the proxy, or the end of a message that says what is wrong */
function parseProxy(text: string): URL | { problem: string } {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return { problem: `begins with ${scheme}://: only http:// and https:// proxies are supported.` };
  const url = urlOf(scheme === undefined ? `http://${text}` : text);
  // In a URL these end the password early, and what follows it is then no host.
  const isSplit =
    /^https?:(?!\/\/)|\\|^["'`<]|["'`>]$/i.test(text) || url?.pathname.includes('@') || url?.search || url?.hash;
  if (!url || isSplit || decoded(url.username) === undefined || decoded(url.password) === undefined)
    return {
      problem:
        'cannot be read as the URL of a proxy, such as http://proxy.contoso.com:8080. In a user name or password, percent-encode special characters (% as %25, # as %23, @ as %40).',
    };
  if (/\.(?:pac|dat)$/i.test(url.pathname))
    return {
      problem: 'names a file for automatic configuration, which is not read: use the address of the proxy itself.',
    };
  if (url.hostname.startsWith('['))
    return { problem: 'names an IPv6 address, which is not supported: use a host name.' };
  return url;
}

const urlOf = (text: string) => (URL.canParse(text) ? new URL(text) : undefined);

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
