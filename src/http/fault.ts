/**
 * How a request went without a whole response, and what may go better: the next retry, a later poll of a wait, or nothing.
 * A certificate is that of the server, or of a proxy that is spoken to over TLS.
 */
const FAULTS = {
  'invalid-request': 'nothing',
  'name-not-found': 'retry',
  unreachable: 'retry',
  'unknown-issuer': 'nothing',
  'certificate-expired': 'nothing',
  'certificate-not-yet-valid': 'nothing',
  'certificate-of-other-host': 'nothing',
  certificate: 'nothing',
  'certificate-required': 'nothing',
  'no-tls': 'retry',
  'proxy-refused': 'nothing',
  'proxy-unavailable': 'retry',
  broken: 'retry',
  cut: 'retry',
  unreadable: 'poll',
  'too-long': 'nothing',
  timeout: 'poll',
} as const;
export type FaultKind = keyof typeof FAULTS;

/** @param nameHasResolved whether the name was found before: otherwise it is taken for a wrong one */
export const mayGoBetter = (kind: FaultKind, nameHasResolved: boolean): 'retry' | 'poll' | 'nothing' =>
  kind === 'name-not-found' && !nameHasResolved ? 'nothing' : FAULTS[kind];

/** No whole response came. */
export class TransportFault extends Error {
  override name = 'TransportFault';
  readonly kind: FaultKind;
  /** Whether the server can have seen the request: recorded as the connection was there, never concluded from an error. */
  readonly sent: boolean;

  constructor(kind: FaultKind, message: string, { sent, ...options }: ErrorOptions & { sent: boolean }) {
    super(message, options);
    this.kind = kind;
    this.sent = sent;
  }
}

const NAME_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
/** Of https://nodejs.org/api/tls.html#x509-certificate-error-codes, and those for a wrong host name and for what has no code. */
const CERTIFICATE_CODES =
  /^(UNABLE_TO_|CERT_|CRL_|ERROR_IN_C|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|PATH_LENGTH_|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_|UNSPECIFIED$)/;
const UNKNOWN_ISSUER =
  /^(UNABLE_TO_GET_ISSUER_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED)/;

/**
 * Judges what Node, or the proxy tunnel, threw in place of a response. Once the request was sent, its code chooses words
 * alone.
 *
 * @param sent whether a connection (for https a TLS session) with the server was there
 */
export function faultOf(thrown: unknown, url: URL, sent: boolean): TransportFault {
  if (thrown instanceof TransportFault) return thrown;
  const { message, code } = describe(thrown);
  const { kind, text } = sent ? faultAfterSending(code || message, url) : faultBeforeSending(message, code, url);
  return new TransportFault(kind, text, { sent, cause: thrown });
}

interface Judged {
  kind: FaultKind;
  text: string;
}

function faultAfterSending(code: string, { host }: URL): Judged {
  // With TLS 1.3 this comes only once the session is there.
  if (code.endsWith('_ALERT_CERTIFICATE_REQUIRED'))
    return { kind: 'certificate-required', text: `${host} requires a client certificate (${code})` };
  if (code.startsWith('HPE_'))
    return { kind: 'unreadable', text: `${host} did not send a valid HTTP response (${code})` };
  return { kind: 'broken', text: `the connection to ${host} broke (${code})` };
}

function faultBeforeSending(message: string, code: string, { host, hostname, protocol }: URL): Judged {
  const proxy = /^tunneling socket could not be established, (?:statusCode=(\d+)|cause=([^]*))/.exec(message);
  if (proxy) return proxyFault(proxy[1], proxy[2] ?? '', host);
  if (message === 'got illegal response body from proxy')
    return { kind: 'proxy-unavailable', text: `the proxy did not set up a tunnel to ${host}` };
  if (/^ERR_(INVALID|UNESCAPED|HTTP_INVALID)_/.test(code))
    return { kind: 'invalid-request', text: `the request to ${host} cannot be sent (${message})` };
  if (NAME_CODES.has(code)) return { kind: 'name-not-found', text: `${hostname} could not be resolved (${code})` };
  if (CERTIFICATE_CODES.test(code)) return certificateFault(message, code, host);
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || /wrong version number|packet length too long/.test(message))
    return { kind: 'no-tls', text: `${host} does not speak TLS on this port` };
  if (/^(EPROTO$|ERR_SSL_|ERR_TLS_)/.test(code) || message.includes('before secure TLS connection'))
    return { kind: 'no-tls', text: `no TLS session with ${host} could be set up (${reasonIn(message) ?? code})` };
  return {
    kind: 'unreachable',
    text: `${host} could not be reached over ${protocol.slice(0, -1)} (${code || message})`,
  };
}

function proxyFault(status: string | undefined, cause: string, host: string): Judged {
  if (status !== undefined) {
    const kind = /^50[234]$/.test(status) ? 'proxy-unavailable' : 'proxy-refused';
    return { kind, text: `the proxy returned ${status} for ${host}` };
  }
  if (/certificate|altnames/.test(cause))
    return { kind: 'certificate', text: `the certificate of the proxy for ${host} was rejected (${cause})` };
  return { kind: 'proxy-unavailable', text: `the proxy for ${host} could not be reached (${cause})` };
}

function certificateFault(message: string, code: string, host: string): Judged {
  const certificate = `the certificate of ${host}`;
  if (UNKNOWN_ISSUER.test(code))
    return {
      kind: 'unknown-issuer',
      text: `${certificate} was issued by an authority that this runner does not trust (${code})`,
    };
  if (code === 'CERT_HAS_EXPIRED') return { kind: 'certificate-expired', text: `${certificate} has expired (${code})` };
  if (code === 'CERT_NOT_YET_VALID')
    return { kind: 'certificate-not-yet-valid', text: `${certificate} is not valid yet (${code})` };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = /cert's (?:altnames|list): (.{1,200})/.exec(message)?.[1];
    const issuedFor = names === undefined ? 'other host names' : `other host names: ${names}`;
    return { kind: 'certificate-of-other-host', text: `${certificate} was issued for ${issuedFor} (${code})` };
  }
  return { kind: 'certificate', text: `${certificate} was rejected (${code === 'UNSPECIFIED' ? message : code})` };
}

/** What OpenSSL says, of `…:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:…`. */
const reasonIn = (message: string) => /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1];

function describe(thrown: unknown): { message: string; code: string } {
  if (!(thrown instanceof Error)) return { message: String(thrown), code: '' };
  // With several addresses for a name, Node throws an AggregateError whose parts hold the code.
  const parts = thrown instanceof AggregateError ? [thrown, ...(thrown.errors as unknown[])] : [thrown];
  const code =
    parts.map((part) => (part instanceof Error && 'code' in part ? String(part.code) : '')).find(Boolean) ?? '';
  return { message: thrown.message, code };
}
