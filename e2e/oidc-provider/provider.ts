/**
 * A certified OpenID provider in a process of its own, set up as a tenant: its token endpoint lies where that of Entra ID
 * lies, and its access tokens are for the environment. It takes its settings from the first message of its parent, then
 * tells where it is, and every request.
 */
import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface ClientSettings {
  id: string;
  /** With neither of the two it is a public client. */
  secret?: string;
  publicKey?: JsonWebKey;
  signingAlgorithm?: 'PS256' | 'RS256';
  /** Whether it holds a refresh token of a user. */
  refreshes: boolean;
}

export interface ProviderSettings {
  tls: { key: string; cert: string };
  tenant: string;
  /** The origin that access tokens are for. */
  environment: string;
  accessTokenSeconds: number;
  clients: ClientSettings[];
}

export interface ProviderRequest {
  method: string;
  host: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  status: number;
}

export type ProviderMessage =
  | { kind: 'ready'; origin: string; keys: JsonWebKey[]; refreshTokens: Record<string, string> }
  | { kind: 'request'; request: ProviderRequest };

const tell = (message: ProviderMessage) => process.send?.(message);

async function start({ tls, tenant, environment, accessTokenSeconds, clients }: ProviderSettings): Promise<void> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
  const server = createServer(tls, (request, response) => void record(request, response, handle));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;

  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signing = { use: 'sig', kid: 'provider', alg: 'RS256' };
  const scope = `${environment}/.default`;
  const provider = new Provider(`${origin}/${tenant}/v2.0`, {
    clients: clients.map(describeClient),
    clientAuthMethods: ['client_secret_post', 'private_key_jwt', 'none'],
    enabledJWA: { clientAuthSigningAlgValues: ['PS256', 'RS256'] },
    scopes: ['openid', 'profile', 'offline_access'],
    routes: { token: `/${tenant}/oauth2/v2.0/token` },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), ...signing }] },
    rotateRefreshToken: true,
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => environment,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope,
          audience: environment,
          accessTokenTTL: accessTokenSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  handle = provider.callback();
  const refreshTokens: Record<string, string> = {};
  for (const { id } of clients.filter(({ refreshes }) => refreshes)) {
    refreshTokens[id] = await firstRefreshToken(provider, id, environment, scope);
  }
  tell({ kind: 'ready', origin, keys: [{ ...publicKey.export({ format: 'jwk' }), ...signing }], refreshTokens });
}

function describeClient({ id, secret, publicKey, signingAlgorithm, refreshes }: ClientSettings) {
  const proof =
    secret !== undefined
      ? { token_endpoint_auth_method: 'client_secret_post', client_secret: secret }
      : publicKey !== undefined
        ? {
            token_endpoint_auth_method: 'private_key_jwt',
            token_endpoint_auth_signing_alg: signingAlgorithm,
            jwks: { keys: [{ ...publicKey, use: 'sig' }] },
          }
        : { token_endpoint_auth_method: 'none' };
  const grants = refreshes
    ? {
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['https://contoso.com/signed-in'],
      }
    : { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };
  return { client_id: id, ...proof, ...grants };
}

/** What a user's first sign-in would have left behind. */
async function firstRefreshToken(
  provider: Provider,
  clientId: string,
  resource: string,
  scope: string,
): Promise<string> {
  const accountId = 'user@contoso.com';
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope('openid profile offline_access');
  grant.addResourceScope(resource, scope);
  return new provider.RefreshToken({
    accountId,
    client: await provider.Client.find(clientId),
    grantId: await grant.save(),
    gty: 'authorization_code',
    scope: `openid profile offline_access ${scope}`,
    resource,
    authTime: Math.floor(Date.now() / 1000),
  }).save();
}

/** Reads the body for the record, and hands it on as a body that has been read. */
async function record(
  request: IncomingMessage & { body?: string },
  response: ServerResponse,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  request.body = body;
  const { method = '', url = '', headers } = request;
  response.once('finish', () => {
    const { host = '' } = headers;
    tell({ kind: 'request', request: { method, host, url, headers, body, status: response.statusCode } });
  });
  handle(request, response);
}

process.once('message', (settings) => {
  // The parent is oidc-provider.test.ts, which sends nothing else.
  void start(settings as ProviderSettings);
});
process.once('disconnect', () => process.exit());
