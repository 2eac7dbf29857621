import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

/** What a PEM text or a PFX file holds, in no particular order. */
export interface KeyStore {
  keys: KeyObject[];
  certificates: X509Certificate[];
}

/** A part of a PEM text, from its BEGIN line to its END line. */
export interface PemBlock {
  label: string;
  body: string;
}

/** Splits a PEM text into its blocks; what else stands there is passed over. */
export function pemBlocks(text: string): PemBlock[] | { problem: string } {
  const blocks: PemBlock[] = [];
  for (const part of text.split('-----BEGIN ').slice(1)) {
    const label = part.split('-----', 1)[0] ?? '';
    const end = part.indexOf(`-----END ${label}-----`);
    if (end < 0) {
      return {
        problem: `\`certificate\` has a BEGIN line without its END line (${label.slice(0, 40)}): copy the text again, up to the last line.`,
      };
    }
    blocks.push({ label, body: part.slice(label.length + '-----'.length, end) });
  }
  return blocks;
}

/** Reads certificates and private keys out of the blocks of a PEM text, in any order. */
export function readPem(blocks: readonly PemBlock[], password: string | undefined): KeyStore | { problem: string } {
  const store: KeyStore = { keys: [], certificates: [] };
  for (const { label, body } of blocks) {
    const pem = tidy(label, body);
    if (label.endsWith('PRIVATE KEY')) {
      const key = readKey(label, pem, password);
      if ('problem' in key) return key;
      store.keys.push(key);
    } else if (label === 'CERTIFICATE' || label === 'X509 CERTIFICATE' || label === 'TRUSTED CERTIFICATE') {
      try {
        store.certificates.push(new X509Certificate(pem));
      } catch {
        return {
          problem: 'A certificate in `certificate` cannot be read: copy it again, from its BEGIN line to its END line.',
        };
      }
    }
  }
  return store;
}

/** A secret store may have made one line of it, with blanks or `\n` for the line breaks. */
function tidy(label: string, body: string): string {
  const hasHeaders = body.includes('Proc-Type');
  const lines = hasHeaders
    ? body.replaceAll('\\n', '\n').trim()
    : (body.replace(/\\[rn]|\s/g, '').match(/.{1,64}/g) ?? []).join('\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function readKey(label: string, pem: string, password: string | undefined): KeyObject | { problem: string } {
  const isEncrypted = label.startsWith('ENCRYPTED') || pem.includes('Proc-Type: 4,ENCRYPTED');
  if (isEncrypted && password === undefined) {
    return {
      problem: 'The private key in `certificate` is encrypted: provide its password in `certificate-password`.',
    };
  }
  try {
    return createPrivateKey(isEncrypted ? { key: pem, passphrase: password ?? '' } : pem);
  } catch {
    return {
      problem: isEncrypted
        ? 'The private key in `certificate` cannot be decrypted: `certificate-password` is wrong, or the key is damaged.'
        : 'The private key in `certificate` cannot be read: copy it again, from its BEGIN line to its END line.',
    };
  }
}
