import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';

/** A certificate and its key, made at run time. */
export interface Issued {
  name: string;
  key: KeyObject;
  keyPem: string;
  certificatePem: string;
}

export interface IssueOptions {
  name: string;
  /** Itself, where it is absent. */
  issuer?: Issued;
  validFromMs?: number;
  validToMs?: number;
  key?: KeyObject;
}

const DAY_MS = 86_400_000;

export const newRsaKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

export function issue({ name, issuer, validFromMs, validToMs, key = newRsaKey() }: IssueOptions): Issued {
  const keyPem = pemOf(key);
  const certificate = forge.pki.createCertificate();
  const privateKey = forge.pki.privateKeyFromPem(keyPem);
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(validFromMs ?? Date.now() - DAY_MS);
  certificate.validity.notAfter = new Date(validToMs ?? Date.now() + DAY_MS);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: issuer?.name ?? name }]);
  certificate.setExtensions([{ name: 'basicConstraints', cA: name.endsWith('CA') }]);
  certificate.sign(issuer ? forge.pki.privateKeyFromPem(issuer.keyPem) : privateKey, forge.md.sha256.create());
  return { name, key, keyPem, certificatePem: forge.pki.certificateToPem(certificate) };
}

export const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

export const encryptedPem = (key: KeyObject, passphrase: string) =>
  key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();

/** A PFX by node-forge, in base64; it always has a SHA-1 MAC. */
export function pfxByForge(chain: readonly Issued[], password: string, algorithm: 'aes256' | '3des'): string {
  const [leaf] = chain;
  if (!leaf) throw new Error('A chain has at least one certificate.');
  const content = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(leaf.keyPem),
    chain.map(({ certificatePem }) => forge.pki.certificateFromPem(certificatePem)),
    password,
    { algorithm },
  );
  return Buffer.from(forge.asn1.toDer(content).getBytes(), 'latin1').toString('base64');
}

/** A PFX by the openssl command, in base64. Its default is PBES2 with AES and a SHA-256 MAC, `-legacy` is RC2 and 3DES. */
export function pfxByOpenssl(chain: readonly Issued[], password: string, options: readonly string[]): string {
  const [leaf, ...issuers] = chain;
  return inFolder((folder) => {
    writeFileSync(join(folder, 'key.pem'), leaf?.keyPem ?? '');
    writeFileSync(join(folder, 'leaf.pem'), leaf?.certificatePem ?? '');
    writeFileSync(join(folder, 'issuers.pem'), issuers.map(({ certificatePem }) => certificatePem).join('\n'));
    const withChain = issuers.length > 0 ? ['-certfile', 'issuers.pem'] : [];
    const files = ['-inkey', 'key.pem', '-in', 'leaf.pem', ...withChain, '-out', 'out.pfx'];
    openssl(folder, ['pkcs12', '-export', ...files, '-passout', `pass:${password}`, ...options]);
    return readFileSync(join(folder, 'out.pfx')).toString('base64');
  });
}

/** A certificate of a key that node-forge cannot sign with, as PEM. */
export function selfSignedByOpenssl(keyPem: string): string {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'key.pem'), keyPem);
    openssl(folder, ['req', '-x509', '-new', '-key', 'key.pem', '-subj', '/CN=other', '-days', '2', '-out', 'out.pem']);
    return readFileSync(join(folder, 'out.pem'), 'utf8');
  });
}

function openssl(folder: string, args: readonly string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'd365fo-pfx-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
