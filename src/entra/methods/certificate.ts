import { signInMethod } from '../method.ts';

/** An application that proves itself by an assertion, signed with the key of a certificate. */
export const certificate = signInMethod({
  credential: 'certificate',
  inputs: ['certificate', 'certificate-password', 'certificate-thumbprint'],
  secrets: ['certificate', 'certificate-password'],
  variables: ['certificate', 'certificate-password'],
  beside: ['token'],
  async parse(inputs, { wallTime, secrets }) {
    const { readCertificate } = await import('../certificate/certificate.ts');
    const read = await readCertificate(inputs, wallTime);
    if (!read) return undefined;
    const { privateKeyPem, chainPem, sha1, sha256 } = read;
    secrets.add(privateKeyPem);
    return {
      kind: 'credential',
      authenticate({ authority }) {
        // AD FS knows neither x5t#S256 nor PS256, which come with the SHA-256 thumbprint.
        const thumbprint = authority.kind === 'adfs' ? { thumbprint: sha1 } : { thumbprintSha256: sha256 };
        const clientCertificate = { ...thumbprint, privateKey: privateKeyPem, x5c: chainPem };
        return Promise.resolve({ kind: 'client-credentials', proof: { clientCertificate } });
      },
      describe: () => ({}),
    };
  },
});
