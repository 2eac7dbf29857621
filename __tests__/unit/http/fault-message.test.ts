import { describe, expect, test } from '@jest/globals';
import { TransportFault, type FaultKind } from '../../../src/http/fault.ts';
import { explainFault, type FaultContext } from '../../../src/http/fault-message.ts';

const request = { method: 'POST', url: new URL('https://contoso.example/data/X'), headers: {} };
const upload = { ...request, body: { kind: 'file', path: '/x', name: 'x', sizeBytes: 1 } as const };
const READ: FaultContext = { name: 'GET /data/X', read: true, addressInput: 'environment-url' };
const WRITE: FaultContext = { ...READ, name: 'POST /data/X', read: false };
const describeFault = (...asked: Parameters<typeof explainFault>) => {
  const { failure, remedy } = explainFault(...asked);
  return [failure, remedy].filter(Boolean).join(' ');
};
const describeOf = (kind: FaultKind, sent: boolean, context: FaultContext, asked = request) =>
  describeFault(new TransportFault(kind, 'it went so', { sent }), asked, context, '');

test('a message says what failed, why it was given up, whether it may have been carried out, and what to do', () => {
  const fault = new TransportFault('cut', 'the response from contoso.example was cut off after 3 bytes', {
    sent: true,
  });
  expect(describeFault(fault, request, WRITE, 'It was retried once.')).toBe(
    'POST /data/X failed: the response from contoso.example was cut off after 3 bytes. It was retried once. The server may have carried it out, so it was not retried: check what happened before you run it again. If it happens again, check for a gateway or proxy between the runner and the server that ends connections.',
  );
});

describe('a remedy', () => {
  test.each<[FaultKind, boolean, FaultContext, string]>([
    ['name-not-found', false, READ, 'Check the host name in `environment-url`, and that the runner can resolve it.'],
    [
      'unreachable',
      false,
      READ,
      'Check that the environment is running and that the runner can reach it (firewall, proxy).',
    ],
    ['no-tls', false, READ, 'Check the port in `environment-url`, and for a firewall that ends TLS connections.'],
    [
      'unknown-issuer',
      false,
      READ,
      'If it is a private authority, name the file of its certificate in PEM (any other is ignored) in NODE_EXTRA_CA_CERTS. Otherwise the server does not send its intermediate certificates.',
    ],
    ['certificate-required', true, READ, 'This action has none to send: use an address that requires none.'],
    ['certificate-expired', false, READ, 'Renew the certificate on the server.'],
    ['certificate-not-yet-valid', false, READ, "Check the runner's clock."],
    ['certificate-of-other-host', false, READ, 'Use a host name that the certificate names.'],
    ['certificate', false, READ, ''],
    ['timeout', true, READ, 'If the server needs longer, raise `request-timeout-seconds`.'],
    ['timeout', true, { ...READ, fixedTimeout: true }, ''],
    ['too-long', true, READ, ''],
    ['invalid-request', false, READ, ''],
    [
      'timeout',
      false,
      WRITE,
      'Nothing was sent. Check that the environment is running and that the runner can reach it (firewall, proxy).',
    ],
  ])('of %s (sent: %j) %j', (kind, sent, context, expected) => {
    expect(describeOf(kind, sent, context)).toBe(`${context.name} failed: it went so.${expected && ` ${expected}`}`);
  });

  test.each<FaultKind>(['name-not-found', 'unreachable', 'no-tls', 'broken', 'cut', 'timeout'])(
    'of %s at another host does not blame the environment',
    (kind) => {
      expect(describeOf(kind, true, { name: 'POST hooks.example (callback)', read: true })).not.toContain(
        'environment',
      );
    },
  );
});

test.each<[FaultKind, boolean]>([
  ['broken', true],
  ['cut', false],
])('an upload that ended %s may have been refused: %j', (kind, expected) => {
  expect(describeOf(kind, true, WRITE, upload).includes('A server that refuses an upload')).toBe(expected);
});
