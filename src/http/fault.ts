/** How a request went without a complete answer. */
export type FaultKind =
  'name-not-found' | 'refused' | 'tls' | 'proxy-refused' | 'proxy-unavailable' | 'broken' | 'cut' | 'timeout';

/** No complete answer came. `requestSent` tells whether the server can have seen the request. */
export class TransportFault extends Error {
  override name = 'TransportFault';
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }

  get requestSent(): boolean {
    return this.kind === 'broken' || this.kind === 'cut' || this.kind === 'timeout';
  }
}

const NAME_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const REFUSED_CODES = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);
const TLS_CODES = /CERT|^ERR_(TLS|SSL)|SELF_SIGNED|^UNABLE_TO_|^EPROTO$|HOSTNAME_MISMATCH/;

/** Judges what Node, the http client or its proxy tunnel threw before the head of an answer was there. */
export function faultOf(thrown: unknown, url: URL): TransportFault {
  if (thrown instanceof TransportFault) return thrown;
  const { message, code } = describe(thrown);
  const options = { cause: thrown };
  const proxyStatus = /tunneling socket could not be established, statusCode=(\d+)/.exec(message)?.[1];
  if (proxyStatus !== undefined) {
    const kind = /^50[234]$/.test(proxyStatus) ? 'proxy-unavailable' : 'proxy-refused';
    return new TransportFault(kind, `the proxy answered ${proxyStatus} for ${url.host}`, options);
  }
  if (message.startsWith('tunneling socket could not be established')) {
    return new TransportFault(
      'proxy-unavailable',
      `the proxy could not be reached for ${url.host}: ${message}`,
      options,
    );
  }
  if (NAME_CODES.has(code))
    return new TransportFault('name-not-found', `${url.hostname} could not be resolved (${code})`, options);
  if (REFUSED_CODES.has(code))
    return new TransportFault('refused', `${url.host} could not be reached (${code})`, options);
  if (TLS_CODES.test(code))
    return new TransportFault('tls', `no TLS connection with ${url.host} (${code}: ${message})`, options);
  return new TransportFault('broken', `the connection to ${url.host} broke (${code || message})`, options);
}

function describe(thrown: unknown): { message: string; code: string } {
  if (!(thrown instanceof Error)) return { message: String(thrown), code: '' };
  // With several addresses for a name, Node throws an AggregateError whose parts hold the code.
  const parts = thrown instanceof AggregateError ? [thrown, ...(thrown.errors as unknown[])] : [thrown];
  const code =
    parts.map((part) => (part instanceof Error && 'code' in part ? String(part.code) : '')).find(Boolean) ?? '';
  return { message: thrown.message, code };
}
