import { createPrivateKey, X509Certificate } from 'node:crypto';
import type forge from 'node-forge';
import asn1 from 'node-forge/lib/asn1.js';
// The digests by which a PFX may be protected; the other files load only some of them.
import 'node-forge/lib/md.all.js';
import pkcs12 from 'node-forge/lib/pkcs12.js';
import pki from 'node-forge/lib/pki.js';
import util from 'node-forge/lib/util.js';
import { messageOf } from '../../errors.ts';
import { iterationsOf, openPbes2 } from './pbes2.ts';
import type { KeyStore } from './pem.ts';

/** These take node-forge less than a second. Programs write 2,000 and more, of their own accord never so many. */
const MOST_IN_JAVASCRIPT = 20_000;

/** Reads a PFX/P12 file, modern (PBES2) or legacy (RC2, 3DES). This file, and node-forge with it, is loaded only for one. */
export function readPfx(bytes: Buffer, password: string | undefined): KeyStore | { problem: string } {
  let content: forge.asn1.Asn1;
  try {
    content = asn1.fromDer(util.createBuffer(bytes.toString('latin1')));
  } catch {
    return { problem: '`certificate` is base64-encoded, but not a PFX file: encode the .pfx or .p12 file itself.' };
  }
  if (iterationsOf(bytes) > MOST_IN_JAVASCRIPT) {
    try {
      return openPbes2(content, password ?? '');
    } catch (thrown) {
      if (/bad decrypt/.test(messageOf(thrown))) return { problem: problemOf(messageOf(thrown), password) };
    }
  }
  const failures: unknown[] = [];
  for (const attempt of attempts(content, password)) {
    try {
      return open(attempt.content, attempt.password);
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  return { problem: problemOf(messageOf(failures[0]), password) };
}

interface Attempt {
  content: forge.asn1.Asn1;
  password: string | undefined;
}

function attempts(content: forge.asn1.Asn1, password: string | undefined): Attempt[] {
  // Without a password, exporting programs write an empty one or none, which is not the same in PKCS#12.
  if (password === undefined)
    return [
      { content, password: '' },
      { content, password },
    ];
  // Letters beyond ASCII are UTF-16 to the MAC and to legacy encryption, but UTF-8 to PBES2 (RFC 8018); forge has one
  // password for both, so that the second attempt leaves the MAC out.
  const parts = Array.isArray(content.value) ? content.value.slice(0, 2) : content.value;
  const asUtf8 = { content: { ...content, value: parts }, password: util.encodeUtf8(password) };
  return asUtf8.password === password ? [{ content, password }] : [{ content, password }, asUtf8];
}

function open(content: forge.asn1.Asn1, password: string | undefined): KeyStore {
  const bags = pkcs12.pkcs12FromAsn1(content, false, password).safeContents.flatMap((safe) => safe.safeBags);
  const derOf = (value: forge.asn1.Asn1) => Buffer.from(asn1.toDer(value).getBytes(), 'latin1');
  const store: KeyStore = { keys: [], certificates: [] };
  for (const bag of bags) {
    // What forge cannot parse, such as EC keys, it leaves as it is.
    const key = bag.key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key)) : undefined;
    switch (bag.type) {
      case pki.oids['keyBag']:
      case pki.oids['pkcs8ShroudedKeyBag']:
        store.keys.push(createPrivateKey({ key: derOf(key ?? bag.asn1), format: 'der', type: 'pkcs8' }));
        break;
      case pki.oids['certBag']:
        store.certificates.push(new X509Certificate(derOf(bag.cert ? pki.certificateToAsn1(bag.cert) : bag.asn1)));
        break;
    }
  }
  return store;
}

function problemOf(message: string, password: string | undefined): string {
  if (!/password|decrypt|mac could not/i.test(message)) {
    return `The PFX file in \`certificate\` cannot be read (${message.slice(0, 200)}): export it again, with its private key, or provide PEM.`;
  }
  return password === undefined
    ? 'The PFX file in `certificate` has a password: provide it in `certificate-password`.'
    : 'The PFX file in `certificate` cannot be opened: `certificate-password` is wrong, or the file is damaged.';
}
