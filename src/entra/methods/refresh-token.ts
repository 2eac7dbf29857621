import { PORTAL, signInMethod } from '../method.ts';
import { pastedProblem } from '../pasted.ts';
import { certificate } from './certificate.ts';
import { clientSecret } from './client-secret.ts';

/** A user who has signed in to the application before; a confidential client proves itself as well. */
export const refreshToken = signInMethod({
  credential: 'refresh-token',
  inputs: ['refresh-token', ...clientSecret.inputs, ...certificate.inputs],
  secrets: ['refresh-token'],
  variables: ['refresh-token', ...clientSecret.variables, ...certificate.variables],
  beside: ['token', 'client-secret', 'certificate'],
  async parse(inputs, context) {
    const given = [clientSecret, certificate].filter(
      ({ credential }) => credential !== undefined && inputs.text(credential) !== undefined,
    );
    const [client, ...others] = await Promise.all(given.map(async (method) => method.parse(inputs, context)));
    if (others.length > 0) {
      inputs.problem(
        '`client-secret` and `certificate` are both given together with `refresh-token`: remove one of them.',
      );
    }
    const first = inputs.text('refresh-token');
    const pasted = first === undefined ? '' : pastedProblem(first, 'refresh-token');
    if (pasted) inputs.problem(`\`refresh-token\` ${pasted}`);
    const isPublic = given.length === 0;
    const proof = client?.kind === 'credential' ? client : undefined;
    if (first === undefined || pasted || others.length > 0 || (!isPublic && !proof)) return undefined;
    let current = first;
    return {
      kind: 'credential',
      async authenticate(target, parts) {
        const grant = await proof?.authenticate(target, parts);
        return { kind: 'refresh-token', refreshToken: current, proof: grant?.proof };
      },
      describe: (target) => ({
        remedies: { ...proof?.describe(target).remedies, ...(isPublic && PUBLIC_REMEDIES), ...REMEDIES },
      }),
      rotated(next) {
        current = next;
      },
    };
  },
});

const REMEDIES = {
  invalid_grant: {
    failed: 'the refresh token was rejected',
    remedy:
      'Have the user sign in again and store the new refresh token; it must have been issued to this `client-id`.',
  },
};

const NO_PROOF = {
  failed: 'no secret or assertion reached the sign-in service',
  remedy: `The application is a confidential client: provide \`client-secret\` or \`certificate\` together with \`refresh-token\`, or allow public client flows at ${PORTAL} > Authentication.`,
};
const PUBLIC_REMEDIES = { 7000216: NO_PROOF, 7000218: NO_PROOF };
