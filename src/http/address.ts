import { isIPv4 } from 'node:net';

/** Whether a URL's host is this machine: 127.0.0.0/8, ::1 or localhost. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.toLowerCase();
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * A URL that secrets may be sent to: https, or http for loopback alone, and no user name or password in it.
 *
 * @returns the URL, or a sentence's end that says what is wrong with it
 */
export function parseAddress(text: string): URL | { problem: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return { problem: 'is not a URL: it must begin with https://' };
  if (url.username || url.password) return { problem: 'holds a user name or password: remove it' };
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return url;
  return { problem: `begins with ${url.protocol}//: only https is allowed (http for loopback alone)` };
}

/** A URL as it may be printed: its query can hold a signature, so only a URL of the environment keeps it. */
export function printable(url: URL, environment?: URL): string {
  return url.origin === environment?.origin ? readable(`${url.pathname}${url.search}`) : `${url.origin}${url.pathname}`;
}

/** Without percent-encoding, where it can be taken off. */
function readable(encoded: string): string {
  try {
    return decodeURI(encoded);
  } catch {
    return encoded;
  }
}
