import { isIPv6 } from 'node:net';
import { getProxyUrl } from '@actions/http-client';
import type { ConnectionVariables } from './connection-variables.ts';
import { TransportFault } from './fault.ts';

/** Stands for a proxy that was named and cannot be read, so that nothing goes around it. */
const UNREADABLE_PROXY = 'http://unreadable-proxy.invalid/';

/**
 * Writes the proxy as the toolkit reads it, which is in these variables alone: it connects without a proxy if the scheme
 * is missing, or if it cannot read the URL, and splits `no_proxy` at commas alone. To be called before the first request.
 */
export function nameProxy(env: Record<string, string | undefined>, { proxy, noProxy }: ConnectionVariables): void {
  if (noProxy !== undefined) env['no_proxy'] = noProxy;
  // The toolkit sends a password by a constructor that Node warns of on standard error, which nobody can do anything about.
  if (proxy instanceof URL && (proxy.username || proxy.password)) process.noDeprecation = true;
  if (proxy) env['https_proxy'] = proxy === 'unreadable' ? UNREADABLE_PROXY : proxy.href;
}

/** @throws TransportFault if a proxy stands between, and is none that could lead there */
export function refuseUnreachable(url: URL): void {
  const proxy = getProxyUrl(url.href);
  if (proxy === UNREADABLE_PROXY) {
    const message = `the proxy for ${url.host} cannot be read from \`https_proxy\`, so nothing is sent`;
    throw new TransportFault('invalid-request', message, { sent: false });
  }
  if (proxy !== '' && isIPv6(url.hostname.slice(1, -1))) {
    const message = `${url.host} is an IPv6 address, which cannot be reached through a proxy: use a host name, or add ${url.hostname} to \`no_proxy\``;
    throw new TransportFault('invalid-request', message, { sent: false });
  }
}
