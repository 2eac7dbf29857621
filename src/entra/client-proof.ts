import type { Inputs } from '../inputs.ts';
import type { Secrets } from '../report/secrets.ts';
import type { Certificate } from './certificate.ts';
import type { CredentialInput } from './choose-method.ts';
import { readClientSecret } from './client-secret.ts';
import type { SignInInput } from './sign-in.ts';

/** With what an application proves that it is itself. */
export type ClientProof = { kind: 'client-secret'; secret: string } | { kind: 'certificate'; certificate: Certificate };

/**
 * Reads `client-secret` and `certificate` with what belongs to them. What comes out of their encoding is masked.
 *
 * @returns the proof, where there is one, and sentences that say what is wrong
 */
export async function readClientProof(
  inputs: Inputs<SignInInput>,
  { nowMs, secrets }: { nowMs: number; secrets: Secrets },
): Promise<{ proof: ClientProof | undefined; problems: string[] }> {
  const secret = readSecretInput(inputs);
  const certificate = await readCertificateInput(inputs, nowMs);
  const problems = [
    ...(secret && 'problem' in secret ? [secret.problem] : []),
    ...(certificate && 'problems' in certificate ? certificate.problems : []),
  ];
  if (secret && 'secret' in secret) secrets.add(secret.secret);
  if (certificate && !('problems' in certificate)) {
    secrets.add(certificate.privateKeyPem);
    return { proof: { kind: 'certificate', certificate }, problems };
  }
  return { proof: secret && 'secret' in secret ? { kind: 'client-secret', ...secret } : undefined, problems };
}

function readSecretInput(inputs: Inputs<SignInInput>): { secret: string } | { problem: string } | undefined {
  const encodings = ['plain', 'base64'] as const;
  const encoding = inputs.isGiven('client-secret-encoding')
    ? inputs.choice('client-secret-encoding', encodings)
    : 'plain';
  const value = inputs.text('client-secret');
  if (value === undefined || encoding === undefined) return undefined;
  const secret = readClientSecret(value, encoding);
  return typeof secret === 'string' ? { secret } : secret;
}

async function readCertificateInput(
  inputs: Inputs<SignInInput>,
  nowMs: number,
): Promise<Certificate | { problems: string[] } | undefined> {
  const value = inputs.text('certificate');
  if (value === undefined) return undefined;
  const password = inputs.raw('certificate-password');
  const { parseCertificate } = await import('./certificate.ts');
  return parseCertificate(value, { password, thumbprint: inputs.text('certificate-thumbprint'), nowMs });
}

/** Inputs that only make sense beside another one: alone they show that the other one has come empty. */
export function companionProblems(inputs: Inputs<SignInInput>, given: ReadonlySet<CredentialInput>): string[] {
  const companions = [
    ['client-secret-encoding', 'client-secret'],
    ['certificate-password', 'certificate'],
    ['certificate-thumbprint', 'certificate'],
  ] as const;
  return companions
    .filter(([companion, main]) => inputs.isGiven(companion) && !given.has(main))
    .map(
      ([companion, main]) =>
        `\`${companion}\` is given, but \`${main}\` has no value: give it, or remove \`${companion}\`.`,
    );
}
