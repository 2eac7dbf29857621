import { constants } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { faultOf, type TransportFault } from '../../../src/http/fault.ts';
import { decide, type Effort } from '../../../src/http/retry.ts';

const url = new URL('https://contoso.example/data');
const error = (code: string, message = code) => Object.assign(new Error(message), { code });
const fresh: Effort = { maxRetries: 5, retries: 0, pausedMs: 0 };
const isRetried = ({ kind, sent }: TransportFault, read: boolean) =>
  decide({ kind: 'fault', fault: kind, sent, nameHasResolved: true }, read, fresh, 0.5).kind === 'retry';

/** Every code that the system knows, and those of Node, OpenSSL, c-ares and the HTTP parser. */
const CODES = [
  ...Object.keys(constants.errno),
  ...[
    'ENOTFOUND',
    'EAI_AGAIN',
    'EPROTO',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_TLS_HANDSHAKE_TIMEOUT',
    'ERR_SOCKET_CLOSED',
  ],
  ...['HPE_INVALID_CONSTANT', 'HPE_HEADER_OVERFLOW', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', ''],
];

describe('whether a write is retried hangs on what was sent, and on no code', () => {
  test.each(CODES)('%s', (code) => {
    for (const message of [code, 'socket hang up', 'tunneling socket could not be established, statusCode=503']) {
      const sent = faultOf(error(code, message), url, true);
      expect(sent).toMatchObject({ sent: true });
      expect(isRetried(sent, false)).toBe(false);
      expect(sent.message).not.toMatch(/reached|resolved| TLS |proxy/);
      expect(faultOf(error(code, message), url, false)).toMatchObject({ sent: false });
    }
  });

  test.each(['ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EPROTO', 'EPIPE', 'ETIMEDOUT', 'ECONNREFUSED'])(
    '%s before anything was sent retries a write, and behind it a read alone',
    (code) => {
      expect(isRetried(faultOf(error(code), url, false), false)).toBe(true);
      expect(isRetried(faultOf(error(code), url, true), false)).toBe(false);
      expect(isRetried(faultOf(error(code), url, true), true)).toBe(true);
    },
  );
});

const OPENSSL =
  'write EPROTO 40:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../tlsany_meth.c:77:\n';
const tunnel = (end: string) => error('ECONNRESET', `tunneling socket could not be established, ${end}`);

describe('what Node threw before anything was sent becomes a fault of a kind', () => {
  test.each<[Error, TransportFault['kind'], string]>([
    [error('ENOTFOUND'), 'name-not-found', 'contoso.example could not be resolved (ENOTFOUND)'],
    [error('EAI_AGAIN'), 'name-not-found', '(EAI_AGAIN)'],
    [error('ECONNREFUSED'), 'unreachable', 'contoso.example could not be reached over https (ECONNREFUSED)'],
    [new AggregateError([error('ECONNREFUSED'), error('EHOSTUNREACH')]), 'unreachable', '(ECONNREFUSED)'],
    [error('ETIMEDOUT'), 'unreachable', '(ETIMEDOUT)'],
    [error('DEPTH_ZERO_SELF_SIGNED_CERT'), 'unknown-issuer', 'an authority that this runner does not trust'],
    [error('SELF_SIGNED_CERT_IN_CHAIN'), 'unknown-issuer', 'does not trust'],
    [error('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'unknown-issuer', 'does not trust'],
    [error('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'unknown-issuer', 'does not trust'],
    [error('CERT_HAS_EXPIRED'), 'certificate-expired', 'has expired'],
    [error('CERT_NOT_YET_VALID'), 'certificate-not-yet-valid', 'is not valid yet'],
    [error('CERT_REVOKED'), 'certificate', 'was rejected (CERT_REVOKED)'],
    [error('UNSPECIFIED', 'EE certificate key too weak'), 'certificate', 'rejected (EE certificate key too weak)'],
    [
      error(
        'ERR_TLS_CERT_ALTNAME_INVALID',
        "Hostname/IP does not match certificate's altnames: Host: contoso.example. is not in the cert's altnames: DNS:a.example",
      ),
      'certificate-of-other-host',
      'was issued for other host names: DNS:a.example (',
    ],
    [error('EPROTO', OPENSSL), 'no-tls', 'contoso.example does not speak TLS on this port'],
    [error('EPROTO', 'write EPROTO … alert handshake failure'), 'no-tls', 'could be set up (EPROTO)'],
    [
      error(
        'EPROTO',
        'write EPROTO 40:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:../x.c:1:\n',
      ),
      'no-tls',
      'no TLS session with contoso.example could be set up (tlsv1 alert protocol version)',
    ],
    [
      error('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
      'no-tls',
      '',
    ],
    [error('ERR_INVALID_CHAR', 'Invalid character in header content ["x"]'), 'invalid-request', 'cannot be sent'],
    [tunnel('statusCode=407'), 'proxy-refused', 'the proxy returned 407 for contoso.example'],
    [tunnel('statusCode=403'), 'proxy-refused', 'returned 403'],
    [tunnel('statusCode=502'), 'proxy-unavailable', 'returned 502'],
    [tunnel('cause=connect ECONNREFUSED'), 'proxy-unavailable', 'could not be reached (connect ECONNREFUSED)'],
    [tunnel('cause=unable to verify the first certificate'), 'certificate', 'the certificate of the proxy'],
    [error('ECONNRESET', 'got illegal response body from proxy'), 'proxy-unavailable', 'did not set up a tunnel'],
  ])('%s', (thrown, kind, text) => {
    const fault = faultOf(thrown, url, false);
    expect(fault).toMatchObject({ kind, sent: false, cause: thrown });
    expect(fault.message).toContain(text);
    expect(fault.message).toContain('contoso.example');
  });
});

test('a client certificate is asked for once the TLS session is there', () => {
  const fault = faultOf(error('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), url, true);
  expect(fault).toMatchObject({ kind: 'certificate-required', sent: true });
  expect(fault.message).toContain('contoso.example requires a client certificate');
});

test('what is no HTTP is said, and is no broken connection', () => {
  const fault = faultOf(error('HPE_INVALID_CONSTANT', 'Parse Error: Expected HTTP/'), url, true);
  expect(fault).toMatchObject({ kind: 'unreadable', sent: true });
  expect(fault.message).toBe('contoso.example did not send a valid HTTP response (HPE_INVALID_CONSTANT)');
});
