/** Discovers the issuer and signs in with a certified OpenID Connect library, the secret in the header and in the body. */
import * as client from 'openid-client';
import { given, tell } from './given.ts';

const { environmentUrl, tenantId, clientId, clientSecret } = given();
const issuer = new URL(`${environmentUrl}/${tenantId}/v2.0`);
const types: string[] = [];
for (const authentication of [client.ClientSecretBasic(clientSecret), client.ClientSecretPost(clientSecret)]) {
  const configuration = await client.discovery(issuer, clientId, undefined, authentication);
  const grant = await client.clientCredentialsGrant(configuration, { scope: `${environmentUrl}/.default` });
  types.push(grant.token_type);
}
tell({ types });
