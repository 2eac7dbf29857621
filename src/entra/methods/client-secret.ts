import type { Inputs } from '../../inputs.ts';
import { isGuid } from '../authority.ts';
import { PORTAL, signInMethod } from '../method.ts';
import { decodeBase64, isUtf16, pastedProblem, UTF_16 } from '../pasted.ts';

/** An application that proves itself by a shared secret. */
export const clientSecret = signInMethod({
  credential: 'client-secret',
  inputs: ['client-secret', 'client-secret-encoding'],
  secrets: ['client-secret'],
  variables: ['client-secret', 'client-secret-encoding'],
  beside: ['token'],
  parse(inputs, { secrets }) {
    const secret = readSecret(inputs);
    secrets.add(secret);
    if (secret === undefined) return undefined;
    return {
      kind: 'credential',
      authenticate: () => Promise.resolve({ kind: 'client-credentials', proof: { clientSecret: secret } }),
      describe: () => ({ remedies: { 7000215: wrongSecret(secret) } }),
    };
  },
});

/** Line breaks around the secret are no part of it: `echo` and `base64` add them. */
function readSecret(inputs: Inputs<'client-secret' | 'client-secret-encoding'>): string | undefined {
  const encodings = ['plain', 'base64'] as const;
  const encoding =
    inputs.text('client-secret-encoding') === undefined ? 'plain' : inputs.choice('client-secret-encoding', encodings);
  const value = inputs.text('client-secret');
  if (value === undefined || encoding === undefined) return undefined;
  const bytes = encoding === 'base64' ? decodeBase64(value) : Buffer.from(value);
  const secret = bytes?.toString('utf8').trim();
  const pasted = isUtf16(bytes) ? UTF_16 : pastedProblem(secret ?? value, 'client-secret');
  if (!pasted && secret && !secret.includes('\ufffd')) return secret;
  const problem =
    pasted ||
    'is not base64-encoded text, although `client-secret-encoding` is `base64`: encode it, or set `client-secret-encoding` to `plain`.';
  inputs.problem(`\`client-secret\` ${problem}`);
  return undefined;
}

function wrongSecret(secret: string) {
  const remedy = isGuid(secret)
    ? `\`client-secret\` holds a GUID, so it is the ID of the secret, not its value. The value is shown only once, when the secret is created: create a new one at ${PORTAL} > Certificates & secrets.`
    : `Use the value of the secret, not its ID; ${PORTAL} > Certificates & secrets shows it only once, when the secret is created. Check \`client-secret-encoding\` as well.`;
  return { failed: 'the client secret is wrong', remedy };
}
