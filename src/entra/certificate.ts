import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import { decodeBase64 } from './client-secret.ts';
import { readPem } from './pem.ts';

/** A certificate to sign in with. */
export interface Certificate {
  /** PKCS#8, unencrypted. */
  privateKeyPem: string;
  /** The certificate itself first, then those that issued it, as PEM. */
  chainPem: string;
  /** Thumbprints in hex, without separators. */
  sha1: string;
  sha256: string;
}

/** What a PEM text or a PFX file holds, in no particular order. */
export interface KeyStore {
  keys: KeyObject[];
  certificates: X509Certificate[];
}

export interface CertificateOptions {
  password: string | undefined;
  /** SHA-1 or SHA-256 in hex, to check against. */
  thumbprint: string | undefined;
  nowMs: number;
}

/**
 * Reads the `certificate` input: PEM, or base64 of a PFX file.
 *
 * @returns the certificate, or the sentences that say what is wrong
 */
export async function parseCertificate(
  text: string,
  { password, thumbprint, nowMs }: CertificateOptions,
): Promise<Certificate | { problems: string[] }> {
  const store = await readKeyStore(text, password);
  if ('problem' in store) return { problems: [store.problem] };
  const pair = matchingPair(store);
  if ('problem' in pair) return { problems: [pair.problem] };
  const { key, certificate } = pair;
  const problems = [
    key.asymmetricKeyType === 'rsa'
      ? ''
      : `\`certificate\` has a key of type ${key.asymmetricKeyType ?? 'unknown'}: signing in takes RSA keys alone.`,
    validityProblem(certificate, nowMs),
    thumbprintProblem(certificate, thumbprint),
  ].filter(Boolean);
  if (problems.length > 0) return { problems };
  return {
    privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    chainPem: chainOf(certificate, store.certificates)
      .map((link) => link.toString().trim())
      .join('\n'),
    sha1: hexHash('sha1', certificate),
    sha256: hexHash('sha256', certificate),
  };
}

async function readKeyStore(text: string, password: string | undefined): Promise<KeyStore | { problem: string }> {
  if (text.includes('-----BEGIN ')) return readPem(text, password);
  const bytes = decodeBase64(text);
  if (!bytes)
    return {
      problem:
        '`certificate` is neither PEM (it would hold `-----BEGIN CERTIFICATE-----`) nor base64 of a PFX file: give one of them.',
    };
  if (bytes.includes('-----BEGIN '))
    return { problem: '`certificate` is base64 of a PEM text: give the PEM text itself.' };
  const { readPfx } = await import('./pfx.ts');
  return readPfx(bytes, password);
}

function matchingPair({
  keys,
  certificates,
}: KeyStore): { key: KeyObject; certificate: X509Certificate } | { problem: string } {
  if (keys.length === 0)
    return { problem: '`certificate` holds no private key: give certificate and private key together.' };
  if (certificates.length === 0)
    return { problem: '`certificate` holds a private key but no certificate: give both together.' };
  for (const key of keys) {
    const certificate = certificates.find((candidate) => candidate.checkPrivateKey(key));
    if (certificate) return { key, certificate };
  }
  return {
    problem: `The private key in \`certificate\` does not belong to ${certificates.length === 1 ? 'the certificate' : 'any of the certificates'} beside it (${certificates.map(nameOf).join('; ')}): give the key with which it was made.`,
  };
}

function validityProblem(certificate: X509Certificate, nowMs: number): string {
  const { validFromDate, validToDate } = certificate;
  if (nowMs > validToDate.getTime())
    return `The certificate ${nameOf(certificate)} expired at ${validToDate.toISOString()}: make a new one, upload it in Entra ID, and store it.`;
  if (nowMs < validFromDate.getTime())
    return `The certificate ${nameOf(certificate)} is not valid before ${validFromDate.toISOString()}: wait until then, or set the clock of the runner right.`;
  return '';
}

function thumbprintProblem(certificate: X509Certificate, given: string | undefined): string {
  if (given === undefined) return '';
  const wanted = given.replace(/[\s:\u200e]/g, '').toUpperCase();
  if (!/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(wanted))
    return '`certificate-thumbprint` is not a thumbprint: give SHA-1 (40 hex digits) or SHA-256 (64).';
  const actual = hexHash(wanted.length === 40 ? 'sha1' : 'sha256', certificate);
  return actual === wanted
    ? ''
    : `\`certificate-thumbprint\` is ${wanted}, but the certificate ${nameOf(certificate)} has ${actual}: one of the two is of another certificate.`;
}

/** The certificate, then each issuer that is there. A root adds nothing, but does no harm. */
function chainOf(leaf: X509Certificate, all: X509Certificate[]): X509Certificate[] {
  const chain = [leaf];
  for (let last = leaf; ;) {
    const issuer = all.find((candidate) => !chain.includes(candidate) && last.checkIssued(candidate));
    if (!issuer) return chain;
    chain.push(issuer);
    last = issuer;
  }
}

const hexHash = (algorithm: 'sha1' | 'sha256', certificate: X509Certificate) =>
  createHash(algorithm).update(certificate.raw).digest('hex').toUpperCase();

const nameOf = (certificate: X509Certificate) =>
  certificate.subject.replace(/\s*\n\s*/g, ', ') || certificate.serialNumber;
