import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import {
  input,
  mask,
  missing,
  newFolder,
  notWait,
  refuse,
  runStep,
  saveState,
  withoutEndSlashes,
  writePrivately,
} from '../../step.mjs';

const secrets = ['authtoken', 'client-secret', 'certificate', 'certificate-password', 'refresh-token'];

await runStep(() => {
  for (const name of secrets) mask(input(name));
  refuse([
    missing('authtoken', 'the API key of the Command Center (secret `COMMVAULT_AUTHTOKEN`)'),
    missing('client-name', 'the name of the client'),
    missing('plan-id', 'the ID of the server plan'),
    missing('plan-name', 'the name of the server plan'),
    missing('tenant-id', 'the Entra ID tenant of the application'),
    missing('client-id', 'the application (client) ID'),
    notWait(),
    /^(0|[1-9]\d*)$/.test(input('plan-id')) || input('plan-id') === '' ? '' : '`plan-id` is not a whole number.',
    /^https:\/\/[^\s?#]+$/.test(input('api-url'))
      ? ''
      : '`api-url` is not a URL of the form `https://HOST/commandcenter/api`.',
    ...credentialProblems(),
  ]);
  const folder = newFolder('backup-client');
  saveState('folder', folder);
  const file = join(folder, 'payload.json');
  writePrivately(file, payload());
  return {
    'payload-file': file,
    url: `${withoutEndSlashes(input('api-url'))}/v4/dynamics365`,
    'request-timeout-seconds': String(Number(input('wait-timeout-minutes')) * 60),
  };
});

/** Commvault signs in by itself, later and from elsewhere, so it needs a credential that it can store: a client secret. */
function credentialProblems() {
  const auth = input('auth');
  const encoding = input('client-secret-encoding') || 'plain';
  return [
    ['oidc', 'token', 'none'].includes(auth)
      ? `\`auth\` is \`${auth}\`, but a backup server cannot sign in with that. Set \`client-secret\`.`
      : '',
    missing('client-secret', 'the value of a client secret (secret `D365FO_CLIENT_SECRET`), which Commvault stores'),
    ['plain', 'base64'].includes(encoding) ? '' : '`client-secret-encoding` is neither `plain` nor `base64`.',
    encoding === 'base64' && !isBase64(input('client-secret')) ? '`client-secret` is not base64.' : '',
    input('certificate') === '' || isBase64(input('certificate'))
      ? ''
      : '`certificate` is not the base64 of a PFX/P12 file, which Commvault requires. Convert it with `openssl pkcs12 -export`, then base64.',
  ];
}

/** Commvault expects the secret, the password and the bytes of the certificate in base64. */
function payload() {
  const secret =
    input('client-secret-encoding') === 'base64'
      ? withoutBlanks(input('client-secret'))
      : base64(input('client-secret'));
  const certificate = withoutBlanks(input('certificate'));
  const password = base64(input('certificate-password'));
  for (const hidden of [secret, certificate, password]) mask(hidden);
  const azureApp = {
    applicationId: input('client-id'),
    applicationSecret: secret,
    azureDirectoryId: input('tenant-id'),
    certificate,
    certificatePassword: password,
    certificateThumbprint: input('certificate-thumbprint'),
    refreshToken: input('refresh-token'),
  };
  return JSON.stringify({
    name: input('client-name'),
    serverPlan: { id: JSON.rawJSON(input('plan-id')), name: input('plan-name') },
    azureApp: Object.fromEntries(Object.entries(azureApp).filter(([, value]) => value !== '')),
  });
}

function base64(text) {
  return Buffer.from(text, 'utf8').toString('base64');
}

function withoutBlanks(text) {
  return text.replace(/\s+/g, '');
}

function isBase64(text) {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(withoutBlanks(text)) && withoutBlanks(text).length % 4 === 0;
}
