import { createDecipheriv, createPrivateKey, pbkdf2Sync, X509Certificate } from 'node:crypto';
import type forge from 'node-forge';
import asn1 from 'node-forge/lib/asn1.js';
import type { KeyStore } from './pem.ts';

type Node = forge.asn1.Asn1;

/** The OID of PBKDF2 in DER; its parameters follow. https://www.rfc-editor.org/rfc/rfc8018#appendix-A.2 */
const PBKDF2 = Buffer.from('06092a864886f70d01050c', 'hex');

/** @returns how often PBKDF2 runs for the first part of a PFX file that it protects; 0 if there is none */
export function iterationsOf(pfx: Buffer): number {
  const found = pfx.indexOf(PBKDF2);
  if (found < 0) return 0;
  const saltAt = pfx.indexOf(0x04, found + PBKDF2.length);
  const at = saltAt + 2 + (pfx[saltAt + 1] ?? 0);
  const length = pfx[at + 1] ?? 0;
  const isNumber = pfx[at] === 0x02 && length >= 1 && length <= 4 && at + 2 + length <= pfx.length;
  return isNumber ? pfx.readUIntBE(at + 2, length) : 0;
}

/**
 * Opens a PFX file of which each part is protected by PBES2 or by nothing, with Node's own cryptography. For 600,000
 * iterations node-forge, in JavaScript, takes 11 s a part, and no signal is heard meanwhile.
 *
 * @throws if the password is wrong, or a part is protected in another way. https://www.rfc-editor.org/rfc/rfc7292#section-4
 */
export function openPbes2(content: Node, password: string): KeyStore {
  const store: KeyStore = { keys: [], certificates: [] };
  for (const part of partsOf(parsed(at(content, 1, 1, 0)))) {
    const safe = oidOf(part) === OIDS.encryptedData ? decrypt(at(part, 1, 0, 1), password) : bytesOf(at(part, 1, 0));
    for (const bag of partsOf(asn1.fromDer(safe.toString('latin1'), false))) {
      const value = at(bag, 1, 0);
      const key = { key: Buffer.from(asn1.toDer(value).getBytes(), 'latin1'), format: 'der', type: 'pkcs8' } as const;
      if (oidOf(bag) === OIDS.keyBag) store.keys.push(createPrivateKey(key));
      if (oidOf(bag) === OIDS.shroudedKeyBag) store.keys.push(createPrivateKey({ ...key, passphrase: password }));
      if (oidOf(bag) === OIDS.certificateBag) store.certificates.push(new X509Certificate(bytesOf(at(value, 1, 0))));
    }
  }
  return store;
}

const OIDS = {
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
};
/** Without one it is SHA-1. */
const DIGESTS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const CIPHERS: Readonly<Record<string, readonly [name: string, keyBytes: number]>> = {
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
};

/** @param encrypted an EncryptedContentInfo: type, algorithm, content */
function decrypt(encrypted: Node, password: string): Buffer {
  const [derivation, encryption] = [at(encrypted, 1, 1, 0), at(encrypted, 1, 1, 1)];
  const [salt, count, ...others] = partsOf(at(derivation, 1));
  const digest = others.filter(({ value }) => typeof value !== 'string').map((each) => DIGESTS[oidOf(each)]);
  const [cipher, keyBytes] = CIPHERS[oidOf(encryption)] ?? [];
  if (!salt || !count || !cipher || !keyBytes) throw new Error('a part is protected in another way');
  const iterations = bytesOf(count).readUIntBE(0, bytesOf(count).length);
  const key = pbkdf2Sync(password, bytesOf(salt), iterations, keyBytes, digest[0] ?? 'sha1');
  const decipher = createDecipheriv(cipher, key, bytesOf(at(encryption, 1)));
  return Buffer.concat([decipher.update(bytesOf(at(encrypted, 2))), decipher.final()]);
}

const parsed = (octets: Node) => asn1.fromDer(bytesOf(octets).toString('latin1'), false);

function partsOf({ value }: Node): Node[] {
  if (typeof value === 'string') throw new Error('a part has no parts');
  return value;
}

/** The part of a part, by its places from the outside in. */
function at(node: Node, ...places: number[]): Node {
  return places.reduce((inner, place) => {
    const part = partsOf(inner)[place];
    if (!part) throw new Error('a part is missing');
    return part;
  }, node);
}

/** BER may cut octets into pieces. */
const bytesOf = ({ value }: Node): Buffer =>
  typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.concat(value.map(bytesOf));

const oidOf = (node: Node): string => asn1.derToOid(bytesOf(at(node, 0)).toString('latin1'));
