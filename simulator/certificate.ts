import { generateKeyPair, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import type forge from 'node-forge';
import pki from 'node-forge/lib/pki.js';
import sha256 from 'node-forge/lib/sha256.js';

export interface KeyPair {
  publicKey: string;
  privateKey: string;
}

/** An RSA key pair of 2,048 bits, both parts as PEM. */
export function createKeyPair(): Promise<KeyPair> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

export interface ServerCertificate {
  caCertificate: string;
  certificate: string;
  privateKey: string;
}

/**
 * A certificate authority of its own and a server certificate for these names (DNS or IP), all PEM, valid for a week around now.
 *
 * @param isExpired whether the server certificate expired yesterday
 */
export async function createServerCertificate(names: readonly string[], isExpired = false): Promise<ServerCertificate> {
  const [caKeys, serverKeys] = await Promise.all([createKeyPair(), createKeyPair()]);
  // OpenSSL looks an authority up by its name: two simulators that one client trusts must not share one.
  const value = `Dynamics 365 simulator ${randomBytes(8).toString('hex')}`;
  const caName = [{ name: 'commonName', value }];
  const ca = blankCertificate(caKeys, caName, caName);
  ca.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  const server = blankCertificate(serverKeys, [{ name: 'commonName', value: 'localhost' }], caName);
  if (isExpired) {
    server.validity.notBefore = new Date(Date.now() - 3 * DAY_MS);
    server.validity.notAfter = new Date(Date.now() - DAY_MS);
  }
  server.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
    },
  ]);
  const caPrivateKey = pki.privateKeyFromPem(caKeys.privateKey);
  for (const certificate of [ca, server]) certificate.sign(caPrivateKey, sha256.create());
  return {
    caCertificate: pki.certificateToPem(ca),
    certificate: pki.certificateToPem(server),
    privateKey: serverKeys.privateKey,
  };
}

const DAY_MS = 86_400_000;

function blankCertificate(
  keys: KeyPair,
  subject: forge.pki.CertificateField[],
  issuer: forge.pki.CertificateField[],
): forge.pki.Certificate {
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(keys.publicKey);
  // A serial number is a positive integer: the first bit stays clear.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + 6 * DAY_MS);
  certificate.setSubject(subject);
  certificate.setIssuer(issuer);
  return certificate;
}
