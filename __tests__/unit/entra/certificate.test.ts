import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readCertificate, type Certificate } from '../../../src/entra/certificate/certificate.ts';
import { iterationsOf } from '../../../src/entra/certificate/pbes2.ts';
import { readInputs } from '../../../src/inputs.ts';
import {
  encryptedPem,
  issue,
  newRsaKey,
  pemOf,
  pfxByForge,
  pfxByOpenssl,
  selfSignedByOpenssl,
  type Issued,
} from './certificates.ts';

const DAY_MS = 86_400_000;
const nowMs = Date.now();
const PASSWORD = 'correct horse/battery+staple';
let root: Issued;
let middle: Issued;
let leaf: Issued;
const spareKey = newRsaKey();

beforeAll(() => {
  root = issue({ name: 'Root CA' });
  middle = issue({ name: 'Middle CA', issuer: root });
  leaf = issue({ name: 'deploy.contoso.com', issuer: middle });
});

interface Given {
  password?: string | undefined;
  thumbprint?: string | undefined;
}
const parse = async (text: string, { password, thumbprint }: Given = {}) => {
  const { inputs, problems } = readInputs({
    INPUT_CERTIFICATE: text,
    'INPUT_CERTIFICATE-PASSWORD': password,
    'INPUT_CERTIFICATE-THUMBPRINT': thumbprint,
  });
  return { certificate: await readCertificate(inputs, { epochMs: Date.now() }), problems };
};
const problemsOf = async (text: string, given?: Given) => {
  const { certificate, problems } = await parse(text, given);
  expect(certificate === undefined).toBe(problems.length > 0);
  return problems;
};
const hash = (algorithm: string, { certificatePem }: Issued) =>
  createHash(algorithm).update(new X509Certificate(certificatePem).raw).digest('hex').toUpperCase();
const names = ({ chainPem }: Certificate) =>
  (chainPem.match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g) ?? []).map((pem) =>
    new X509Certificate(pem).subject.replace('CN=', ''),
  );

async function expectLeaf(text: string, given: Given, chain: string[]) {
  const { certificate: parsed, problems } = await parse(text, given);
  if (!parsed) throw new Error(problems.join('\n'));
  expect(createPrivateKey(parsed.privateKeyPem).equals(leaf.key)).toBe(true);
  expect({ sha1: parsed.sha1, sha256: parsed.sha256 }).toEqual({
    sha1: hash('sha1', leaf),
    sha256: hash('sha256', leaf),
  });
  expect(names(parsed)).toEqual(chain);
}

/** A certificate of the same key, whose life is told in days from now. */
const olderOf = ({ key }: Issued, fromDays: number, toDays: number) =>
  issue({ name: 'other', key, validFromMs: nowMs + fromDays * DAY_MS, validToMs: nowMs + toDays * DAY_MS })
    .certificatePem;

const LEAF = ['deploy.contoso.com'];
const CHAIN = ['deploy.contoso.com', 'Middle CA', 'Root CA'];

describe('PEM is read in any order', () => {
  test.each<[string, () => string, Given, string[]]>([
    ['certificate, then key', () => leaf.certificatePem + leaf.keyPem, {}, LEAF],
    ['key, then certificate', () => leaf.keyPem + leaf.certificatePem, {}, LEAF],
    [
      'a chain upside down',
      () => root.certificatePem + middle.certificatePem + leaf.keyPem + leaf.certificatePem,
      {},
      CHAIN,
    ],
    [
      'a certificate of somebody else beside it',
      () => leaf.keyPem + issue({ name: 'x', key: spareKey }).certificatePem + leaf.certificatePem,
      {},
      LEAF,
    ],
    [
      'attributes between the blocks',
      () => `Bag Attributes\n  friendlyName: x\n${leaf.keyPem}subject=CN\n${leaf.certificatePem}`,
      {},
      LEAF,
    ],
    ['Windows line ends', () => (leaf.keyPem + leaf.certificatePem).replaceAll('\n', '\r\n'), {}, LEAF],
    [
      'line breaks escaped by a secret store',
      () => (leaf.keyPem + leaf.certificatePem).replaceAll('\n', '\\n'),
      {},
      LEAF,
    ],
    ['line breaks turned into blanks', () => (leaf.keyPem + leaf.certificatePem).replaceAll('\n', ' '), {}, LEAF],
    ['PKCS#1', () => leaf.key.export({ type: 'pkcs1', format: 'pem' }).toString() + leaf.certificatePem, {}, LEAF],
    ['encrypted PKCS#8', () => encryptedPem(leaf.key, PASSWORD) + leaf.certificatePem, { password: PASSWORD }, LEAF],
    [
      'encrypted PKCS#1',
      () =>
        leaf.key.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase: PASSWORD }).toString() +
        leaf.certificatePem,
      { password: PASSWORD },
      LEAF,
    ],
    [
      'a password with a line break at its end',
      () => encryptedPem(leaf.key, PASSWORD) + leaf.certificatePem,
      { password: `${PASSWORD}\n` },
      LEAF,
    ],
    [
      'a password that itself ends in a line break',
      () => encryptedPem(leaf.key, `${PASSWORD}\r\n`) + leaf.certificatePem,
      { password: `${PASSWORD}\r\n` },
      LEAF,
    ],
    [
      'an expired certificate of the same key before it',
      () => `${olderOf(leaf, -2, -1)}${leaf.keyPem}${leaf.certificatePem}`,
      {},
      LEAF,
    ],
    [
      'one that is not valid yet before it',
      () => `${olderOf(leaf, 1, 2)}${leaf.keyPem}${leaf.certificatePem}`,
      {},
      LEAF,
    ],
    ['an older one that is valid as well', () => olderOf(leaf, -90, 90) + leaf.keyPem + leaf.certificatePem, {}, LEAF],
    ['in quotes', () => `"${leaf.keyPem}${leaf.certificatePem}"`, {}, LEAF],
    ['a password that is not needed', () => leaf.keyPem + leaf.certificatePem, { password: PASSWORD }, LEAF],
    ['SHA-1 thumbprint', () => leaf.keyPem + leaf.certificatePem, { thumbprint: 'sha1' }, LEAF],
    ['SHA-256 thumbprint with colons', () => leaf.keyPem + leaf.certificatePem, { thumbprint: 'sha256' }, LEAF],
  ])('%s', async (_, text, given, chain) => {
    const thumbprint =
      given.thumbprint &&
      hash(given.thumbprint, leaf)
        .replace(/..(?=.)/g, '$&:')
        .toLowerCase();
    await expectLeaf(text(), { ...given, thumbprint }, chain);
  });
});

const opensslIsHere = spawnSync('openssl', ['version']).status === 0;
// On Linux it is a part of every distribution, so that its absence is a fault of the machine and not a reason to skip.
const mayUseOpenssl = opensslIsHere || process.platform === 'linux';

/** More than node-forge is left to. */
const MANY = ['-iter', '20001'];

describe('PFX files', () => {
  const chain = () => [leaf, middle, root];
  test.each<[string, () => string, Given, string[]]>([
    ['forge, AES, alone', () => pfxByForge([leaf], PASSWORD, 'aes256'), { password: PASSWORD }, LEAF],
    ['forge, AES, chain', () => pfxByForge(chain(), PASSWORD, 'aes256'), { password: PASSWORD }, CHAIN],
    ['forge, 3DES, alone', () => pfxByForge([leaf], PASSWORD, '3des'), { password: PASSWORD }, LEAF],
    ['forge, 3DES, chain', () => pfxByForge(chain(), PASSWORD, '3des'), { password: PASSWORD }, CHAIN],
    ['forge, no password', () => pfxByForge([leaf], '', 'aes256'), {}, LEAF],
    [
      'of certutil -encode',
      () => {
        const lines = (pfxByForge([leaf], PASSWORD, 'aes256').match(/.{1,64}/g) ?? []).join('\r\n');
        return `-----BEGIN CERTIFICATE-----\r\n${lines}\r\n-----END CERTIFICATE-----\r\n`;
      },
      { password: PASSWORD },
      LEAF,
    ],
    ['in quotes', () => `"${pfxByForge([leaf], PASSWORD, 'aes256')}"`, { password: PASSWORD }, LEAF],
    [
      'with line breaks written out',
      () => (pfxByForge([leaf], PASSWORD, 'aes256').match(/.{1,76}/g) ?? []).join('\\r\\n'),
      { password: PASSWORD },
      LEAF,
    ],
    [
      'a password with a line break at its end',
      () => pfxByForge([leaf], PASSWORD, 'aes256'),
      { password: `${PASSWORD}\r\n` },
      LEAF,
    ],
    [
      'wrapped into lines',
      () => (pfxByForge([leaf], PASSWORD, 'aes256').match(/.{1,76}/g) ?? []).join('\r\n'),
      { password: PASSWORD },
      LEAF,
    ],
  ])('%s', async (_, text, given, expected) => {
    await expectLeaf(text(), given, expected);
  });

  (mayUseOpenssl ? test : test.skip).each<[string, () => string, Given, string[]]>([
    ['openssl, modern, alone', () => pfxByOpenssl([leaf], PASSWORD, []), { password: PASSWORD }, LEAF],
    ['openssl, modern, chain', () => pfxByOpenssl(chain(), PASSWORD, []), { password: PASSWORD }, CHAIN],
    ['openssl, legacy, alone', () => pfxByOpenssl([leaf], PASSWORD, ['-legacy']), { password: PASSWORD }, LEAF],
    ['openssl, legacy, chain', () => pfxByOpenssl(chain(), PASSWORD, ['-legacy']), { password: PASSWORD }, CHAIN],
    ['openssl, SHA-512 MAC', () => pfxByOpenssl([leaf], PASSWORD, ['-macalg', 'sha512']), { password: PASSWORD }, LEAF],
    ['openssl, empty password', () => pfxByOpenssl([leaf], '', []), {}, LEAF],
    [
      'openssl, legacy, letters beyond ASCII',
      () => pfxByOpenssl([leaf], 'Schlüssel', ['-legacy']),
      { password: 'Schlüssel' },
      LEAF,
    ],
    [
      'openssl, modern, letters beyond ASCII',
      () => pfxByOpenssl([leaf], 'Schlüssel €', []),
      { password: 'Schlüssel €' },
      LEAF,
    ],
    [
      'openssl, many iterations, chain, letters beyond ASCII',
      () => pfxByOpenssl(chain(), 'Schlüssel €', MANY),
      { password: 'Schlüssel €' },
      CHAIN,
    ],
    ['openssl, many iterations, empty password', () => pfxByOpenssl([leaf], '', MANY), {}, LEAF],
    [
      'openssl, many iterations, AES-128 and AES-192',
      () => pfxByOpenssl([leaf], PASSWORD, [...MANY, '-keypbe', 'AES-128-CBC', '-certpbe', 'AES-192-CBC']),
      { password: `${PASSWORD}\n` },
      LEAF,
    ],
    [
      'openssl, many iterations for the key alone',
      () => pfxByOpenssl([leaf], PASSWORD, [...MANY, '-certpbe', 'NONE']),
      { password: PASSWORD },
      LEAF,
    ],
  ])('%s', async (_, text, given, expected) => {
    await expectLeaf(text(), given, expected);
  });

  (mayUseOpenssl ? test : test.skip).each<[Given, RegExp]>([
    [{ password: 'wrong' }, /cannot be opened: `certificate-password` is wrong/],
    [{}, /has a password: provide it/],
  ])('of many iterations, with %j', async (given, problem) => {
    expect(await problemsOf(pfxByOpenssl([leaf], PASSWORD, MANY), given)).toEqual([expect.stringMatching(problem)]);
  });

  (mayUseOpenssl ? test : test.skip)('the iterations of a part are found, and none where PBKDF2 is not used', () => {
    const iterations = (...options: string[]) =>
      iterationsOf(Buffer.from(pfxByOpenssl([leaf], PASSWORD, options), 'base64'));
    expect(iterations('-iter', '40000')).toBe(40_000);
    expect(iterations('-iter', '100')).toBe(100);
    expect(iterations('-legacy')).toBe(0);
    for (const cut of ['', '3000', '30000400', '3000040002', '300004000204ff'])
      expect(iterationsOf(Buffer.from(`06092a864886f70d01050c${cut}`, 'hex'))).toBe(0);
  });
});

describe('what is wrong with a certificate has a sentence of its own', () => {
  const pem = (certificate: Issued, key = certificate.keyPem) => key + certificate.certificatePem;
  test.each<[string, () => string, Given, RegExp]>([
    [
      'expired',
      () => pem(issue({ name: 'old', key: spareKey, validFromMs: nowMs - 3 * DAY_MS, validToMs: nowMs - DAY_MS })),
      {},
      /^The certificate CN=old expired at \d{4}-.*: create a new one/,
    ],
    [
      'not yet valid',
      () => pem(issue({ name: 'young', key: spareKey, validFromMs: nowMs + DAY_MS, validToMs: nowMs + 3 * DAY_MS })),
      {},
      /^The certificate CN=young is not valid before \d{4}-.*clock/,
    ],
    [
      'all expired',
      () => `${olderOf(leaf, -9, -8)}${olderOf(leaf, -3, -1)}${leaf.keyPem}`,
      {},
      /^The certificate CN=other expired at .*The certificate CN=other expired at /,
    ],
    [
      'a key whose END line is cut',
      () => `${leaf.certificatePem}${leaf.keyPem.slice(0, -12)}`,
      {},
      /has a BEGIN line without its END line \(PRIVATE KEY\): copy/,
    ],
    [
      'a certificate whose END line is cut',
      () => `${leaf.certificatePem.trim().slice(0, -5)}\n${leaf.keyPem}`,
      {},
      /has a BEGIN line without its END line \(CERTIFICATE\): copy/,
    ],
    [
      'key of another',
      () => pem(leaf, pemOf(spareKey)),
      {},
      /private key in `certificate` does not belong to the certificate next to it \(CN=deploy.contoso.com\): provide the key/,
    ],
    ['no key', () => leaf.certificatePem, {}, /contains no private key: provide/],
    ['no certificate', () => leaf.keyPem, {}, /no certificate: provide both/],
    [
      'encrypted, no password',
      () => pem(leaf, encryptedPem(leaf.key, PASSWORD)),
      {},
      /is encrypted: provide its password in `certificate-password`/,
    ],
    [
      'encrypted, wrong password',
      () => pem(leaf, encryptedPem(leaf.key, PASSWORD)),
      { password: 'wrong' },
      /`certificate-password` is wrong/,
    ],
    [
      'damaged key',
      () => pem(leaf, leaf.keyPem.replace(/\n[^\n]{64}\n/, '\n')),
      {},
      /private key in `certificate` cannot be read: copy/,
    ],
    [
      'damaged certificate',
      () => leaf.keyPem + leaf.certificatePem.replace(/\n[^\n]{64}\r?\n/, '\n'),
      {},
      /^A certificate in `certificate` cannot be read: copy/,
    ],
    [
      'another thumbprint',
      () => pem(leaf),
      { thumbprint: 'AB'.repeat(20) },
      /`certificate-thumbprint` is (AB){20}, but the certificate CN=deploy.contoso.com has [0-9A-F]{40}/,
    ],
    [
      'no thumbprint at all',
      () => pem(leaf),
      { thumbprint: 'deploy.contoso.com' },
      /`certificate-thumbprint` is not a thumbprint: use/,
    ],
    [
      'PFX, wrong password',
      () => pfxByForge([leaf], PASSWORD, 'aes256'),
      { password: 'wrong' },
      /PFX file in `certificate` cannot be opened: `certificate-password` is wrong/,
    ],
    [
      'PFX, no password',
      () => pfxByForge([leaf], PASSWORD, 'aes256'),
      {},
      /PFX file in `certificate` has a password: provide it/,
    ],
    [
      'legacy PFX, wrong password',
      () => pfxByForge([leaf], PASSWORD, '3des'),
      { password: 'wrong' },
      /`certificate-password` is wrong/,
    ],
    [
      'a .cer file',
      () => new X509Certificate(leaf.certificatePem).raw.toString('base64'),
      {},
      /^`certificate` contains no private key: provide/,
    ],
    [
      'a key that is too short',
      () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
        return pem(issue({ name: 'short', key: privateKey }));
      },
      {},
      /^`certificate` has an RSA key of 1024 bits: signing in requires 2048 bits or more\.$/,
    ],
    ['the stars of a log', () => '***', {}, /^`certificate` consists of asterisks/],
    ['the name of a variable', () => '$CERTIFICATE', {}, /^`certificate` is the name of a variable/],
    [
      'UTF-16, as Windows PowerShell encodes it',
      () => Buffer.from(pfxByForge([leaf], PASSWORD, 'aes256'), 'utf16le').toString('base64'),
      {},
      /^`certificate` is base64 of UTF-16 text/,
    ],
    ['neither', () => 'deploy.contoso.com', {}, /neither PEM .* nor a base64-encoded PFX file: provide/],
    [
      'base64 of something',
      () => Buffer.from('a text, not a file of keys').toString('base64'),
      {},
      /base64-encoded, but not a PFX file: encode/,
    ],
    [
      'base64 of PEM',
      () => Buffer.from(leaf.keyPem + leaf.certificatePem).toString('base64'),
      {},
      /base64-encoded PEM: provide the PEM text itself/,
    ],
    [
      'a PFX cut short',
      () =>
        Buffer.from(pfxByForge([leaf], PASSWORD, 'aes256'), 'base64')
          .subarray(0, 900)
          .toString('base64'),
      { password: PASSWORD },
      /not a PFX file: encode/,
    ],
  ])('%s', async (_, text, given, expected) => {
    const problems = await problemsOf(text(), given);
    expect(problems).toEqual([expect.stringMatching(expected)]);
    const key = leaf.keyPem.split('\n')[3] ?? '';
    expect(problems.join()).not.toContain(key);
    expect(problems.join()).not.toContain(PASSWORD);
  });

  test('all that is wrong is said at once', async () => {
    const old = issue({ name: 'old', key: spareKey, validFromMs: nowMs - 3 * DAY_MS, validToMs: nowMs - DAY_MS });
    expect(await problemsOf(old.keyPem + old.certificatePem, { thumbprint: 'AB'.repeat(32) })).toHaveLength(2);
  });

  (mayUseOpenssl ? test : test.skip)('a key that is not RSA', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const text = pemOf(privateKey) + selfSignedByOpenssl(pemOf(privateKey));
    expect(await problemsOf(text)).toEqual([expect.stringMatching(/key of type ec: signing in requires an RSA/)]);
  });
});
