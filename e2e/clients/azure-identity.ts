/** Signs in with Azure's own identity library, and reads rows with the token. */
import { ClientSecretCredential } from '@azure/identity';
import { given, tell } from './given.ts';

const { environmentUrl, tenantId, clientId, clientSecret } = given();
const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
  authorityHost: environmentUrl,
  disableInstanceDiscovery: true,
});
const { token, expiresOnTimestamp } = await credential.getToken(`${environmentUrl}/.default`);
const rows = await fetch(`${environmentUrl}/data/Companies`, { headers: { authorization: `Bearer ${token}` } });
const wrong = new ClientSecretCredential(tenantId, clientId, 'wrong', {
  authorityHost: environmentUrl,
  disableInstanceDiscovery: true,
});
const refusal = await wrong.getToken(`${environmentUrl}/.default`).then(
  () => '',
  (error: unknown) => String(error),
);
tell({ status: rows.status, lastsMs: expiresOnTimestamp - Date.now(), refusal });
