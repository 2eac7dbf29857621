import type { TransportFault } from './fault.ts';
import type { Request } from './exchange.ts';

export interface FaultContext {
  /** What was called: `GET /data/BatchJobs`. */
  name: string;
  /** May be carried out twice without harm. */
  read: boolean;
  /** The input that the host came from, if the message may name it. */
  addressInput?: 'environment-url';
  /** The limit is the action's own, and no input can raise it. */
  fixedTimeout?: boolean;
}

/**
 * What failed in a request that has no whole response, and whether it may have been carried out; and what to do, which is
 * not said while a wait goes on.
 *
 * @param because why it is not retried any more, as a sentence, or ''
 */
export function explainFault(
  fault: TransportFault,
  { body }: Request,
  context: FaultContext,
  because: string,
): { failure: string; remedy: string } {
  const parts = [`${context.name} failed: ${fault.message}.`, because];
  if (!context.read) parts.push(fault.sent ? IN_DOUBT : 'Nothing was sent.');
  if (fault.kind === 'broken' && body && body.kind !== 'text') parts.push(REFUSED_UPLOAD);
  return { failure: parts.filter(Boolean).join(' '), remedy: remedyOf(fault, context) };
}

const IN_DOUBT =
  'The server may have carried it out, so it was not retried: check what happened before you run it again.';
const REFUSED_UPLOAD =
  'A server that refuses an upload, because its signature has expired or the file is too large, may close the connection before its response can be read.';
const ENDED_CONNECTION =
  'If it happens again, check for a gateway or proxy between the runner and the server that ends connections.';

function remedyOf({ kind, sent }: TransportFault, { addressInput, fixedTimeout }: FaultContext): string {
  const [server, inInput] = addressInput ? ['the environment', ` in \`${addressInput}\``] : ['the server', ''];
  const reach = `Check that ${server} is running and that the runner can reach it (firewall, proxy).`;
  switch (kind) {
    case 'name-not-found':
      return `Check the host name${inInput}, and that the runner can resolve it.`;
    case 'unreachable':
      return reach;
    case 'unknown-issuer':
      return 'If it is a private authority, name the file of its certificate in PEM (any other is ignored) in NODE_EXTRA_CA_CERTS. Otherwise the server does not send its intermediate certificates.';
    case 'certificate-expired':
      return 'Renew the certificate on the server.';
    case 'certificate-not-yet-valid':
      return "Check the runner's clock.";
    case 'certificate-of-other-host':
      return 'Use a host name that the certificate names.';
    case 'no-tls':
      return `Check the port${inInput}, and for a firewall that ends TLS connections.`;
    case 'certificate-required':
      return 'This action has none to send: use an address that requires none.';
    case 'proxy-refused':
      return 'Check `https_proxy` and `no_proxy`, the credentials in the proxy URL, and what the proxy lets through.';
    case 'proxy-unavailable':
      return 'Check `https_proxy` and `no_proxy`, and that the proxy is running.';
    case 'timeout':
      if (!sent) return reach;
      return fixedTimeout ? '' : 'If the server needs longer, raise `request-timeout-seconds`.';
    case 'broken':
    case 'cut':
      return ENDED_CONNECTION;
    case 'unreadable':
      return 'Check for a gateway or proxy between the runner and the server that changes responses.';
    case 'certificate':
    case 'invalid-request':
    case 'too-long':
      return '';
  }
}
