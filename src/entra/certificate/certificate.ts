import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import type { WallTime } from '../../clock.ts';
import type { Inputs } from '../../inputs.ts';
import { decodeBase64, isUtf16, pastedProblem, UTF_16 } from '../pasted.ts';
import { pemBlocks, readPem, type KeyStore, type PemBlock } from './pem.ts';

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

interface Pair {
  key: KeyObject;
  certificate: X509Certificate;
  others: X509Certificate[];
}

type CertificateInput = 'certificate' | 'certificate-password' | 'certificate-thumbprint';

/**
 * Reads the `certificate` input: PEM, or base64 of a PFX file. Of several certificates with their keys, the newest one
 * that is valid now counts.
 *
 * @returns the certificate; nothing after noting what is wrong
 */
export async function readCertificate(
  inputs: Inputs<CertificateInput>,
  now: WallTime,
): Promise<Certificate | undefined> {
  const text = inputs.text('certificate');
  if (text === undefined) return undefined;
  const store = await openKeyStore(text, inputs.raw('certificate-password'));
  const pair = 'problem' in store ? store : choosePair(store, now.epochMs);
  if ('problem' in pair) {
    inputs.problem(pair.problem);
    return undefined;
  }
  const { key, certificate, others } = pair;
  const problems = [
    keyProblem(key),
    validityProblem(certificate, now.epochMs),
    thumbprintProblem(certificate, inputs.text('certificate-thumbprint')),
  ].filter(Boolean);
  for (const problem of problems) inputs.problem(problem);
  if (problems.length > 0) return undefined;
  return {
    privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    chainPem: chainOf(certificate, others)
      .map((link) => link.toString().trim())
      .join('\n'),
    sha1: hexHash('sha1', certificate),
    sha256: hexHash('sha256', certificate),
  };
}

/** A line break at the end of the password is part of it only where it opens the store. */
async function openKeyStore(text: string, password: string | undefined): Promise<KeyStore | { problem: string }> {
  const store = await readKeyStore(text, password);
  const trimmed = password?.replace(/\r?\n$/, '');
  if (!('problem' in store) || trimmed === password) return store;
  const second = await readKeyStore(text, trimmed);
  return 'problem' in second ? store : second;
}

async function readKeyStore(text: string, password: string | undefined): Promise<KeyStore | { problem: string }> {
  const blocks = pemBlocks(text);
  if ('problem' in blocks) return blocks;
  const bytes = blocks.length === 0 ? decodeBase64(text) : pfxBytes(blocks);
  if (!bytes) {
    if (blocks.length > 0) return readPem(blocks, password);
    const problem =
      pastedProblem(text, 'certificate') ||
      'is neither PEM (which contains `-----BEGIN CERTIFICATE-----`) nor a base64-encoded PFX file: provide one of them.';
    return { problem: `\`certificate\` ${problem}` };
  }
  if (isUtf16(bytes)) return { problem: `\`certificate\` ${UTF_16}` };
  if (bytes.includes('-----BEGIN '))
    return { problem: '`certificate` is base64-encoded PEM: provide the PEM text itself.' };
  const alone = certificateAlone(bytes);
  if (alone) return { keys: [], certificates: [alone] };
  const { readPfx } = await import('./pfx.ts');
  return readPfx(bytes, password);
}

/** What a .cer file holds. */
function certificateAlone(bytes: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

/** `certutil -encode` writes BEGIN CERTIFICATE around any file. A PFX begins with its version, 3 (RFC 7292). */
function pfxBytes([block, ...others]: readonly PemBlock[]): Buffer | undefined {
  const bytes = block?.label === 'CERTIFICATE' && others.length === 0 ? decodeBase64(block.body) : undefined;
  const isPfx = bytes?.[0] === 0x30 && bytes.subarray(2, 9).includes(Buffer.of(0x02, 0x01, 0x03));
  return isPfx ? bytes : undefined;
}

function choosePair({ keys, certificates }: KeyStore, nowMs: number): Pair | { problem: string } {
  if (keys.length === 0)
    return { problem: '`certificate` contains no private key: provide certificate and private key together.' };
  if (certificates.length === 0)
    return { problem: '`certificate` contains a private key but no certificate: provide both together.' };
  const pairs = keys
    .flatMap((key) =>
      certificates
        .filter((one) => one.checkPrivateKey(key))
        .map((certificate) => ({ key, certificate, others: certificates })),
    )
    .sort((a, b) => b.certificate.validFromDate.getTime() - a.certificate.validFromDate.getTime());
  const valid = pairs.filter(({ certificate }) => validityProblem(certificate, nowMs) === '');
  const chosen = valid.find(({ key }) => key.asymmetricKeyType === 'rsa') ?? valid[0] ?? pairs[0];
  if (!chosen) {
    return {
      problem: `The private key in \`certificate\` does not belong to ${certificates.length === 1 ? 'the certificate' : 'any of the certificates'} next to it (${certificates.map(nameOf).join('; ')}): provide the key that was created with the certificate.`,
    };
  }
  if (valid.length > 0 || pairs.length === 1) return chosen;
  return { problem: pairs.map(({ certificate }) => validityProblem(certificate, nowMs)).join(' ') };
}

/** As short as https://www.rfc-editor.org/rfc/rfc7518#section-3.5 lets a key be, and as MSAL does. */
const SHORTEST_KEY_BITS = 2048;

function keyProblem({ asymmetricKeyType: type, asymmetricKeyDetails }: KeyObject): string {
  if (type !== 'rsa') return `\`certificate\` has a key of type ${type ?? 'unknown'}: signing in requires an RSA key.`;
  const bits = asymmetricKeyDetails?.modulusLength ?? SHORTEST_KEY_BITS;
  return bits < SHORTEST_KEY_BITS
    ? `\`certificate\` has an RSA key of ${bits} bits: signing in requires ${SHORTEST_KEY_BITS} bits or more.`
    : '';
}

function validityProblem(certificate: X509Certificate, nowMs: number): string {
  const { validFromDate, validToDate } = certificate;
  if (nowMs > validToDate.getTime())
    return `The certificate ${nameOf(certificate)} expired at ${validToDate.toISOString()}: create a new one, upload it in Entra ID, and store it.`;
  if (nowMs < validFromDate.getTime())
    return `The certificate ${nameOf(certificate)} is not valid before ${validFromDate.toISOString()}: wait until then, or correct the clock of the runner.`;
  return '';
}

function thumbprintProblem(certificate: X509Certificate, given: string | undefined): string {
  if (given === undefined) return '';
  const wanted = given.replace(/[\s:\p{Cf}]/gu, '').toUpperCase();
  if (!/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(wanted))
    return '`certificate-thumbprint` is not a thumbprint: use SHA-1 (40 hex digits) or SHA-256 (64).';
  const actual = hexHash(wanted.length === 40 ? 'sha1' : 'sha256', certificate);
  return actual === wanted
    ? ''
    : `\`certificate-thumbprint\` is ${wanted}, but the certificate ${nameOf(certificate)} has ${actual}: one of the two belongs to another certificate.`;
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

const nameOf = (certificate: X509Certificate) => certificate.subject.replaceAll('\n', ', ') || certificate.serialNumber;
