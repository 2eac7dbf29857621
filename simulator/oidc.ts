import { randomUUID } from 'node:crypto';
import { empty, json, type SimulatedResponse } from './response.ts';
import { header, type Exchange } from './exchange.ts';
import { signJwt } from './jwt.ts';
import type { World } from './world.ts';

/** `GET /oidc-token?…&audience=…`: the ID token of a workflow job, a fresh one each time. */
export function idToken({ scenario, clock, identity }: World, x: Exchange): SimulatedResponse {
  if (!/^Bearer .+/.test(header(x, 'authorization'))) return empty(401);
  if (scenario.oidcStatus !== 200) return json(scenario.oidcStatus, { message: 'The token cannot be issued.' });
  const issuedAt = Math.floor(clock.now() / 1000);
  const [, repository = ''] = /^repo:([^:]+):/.exec(scenario.oidcSubject) ?? [];
  const plainName = repository.replaceAll(/@\d+/g, '');
  const token = signJwt(
    {
      jti: randomUUID(),
      sub: scenario.oidcSubject,
      aud: x.query.get('audience') ?? `https://github.com/${plainName.split('/')[0] ?? ''}`,
      iss: scenario.oidcIssuer,
      iat: issuedAt,
      nbf: issuedAt - 300,
      exp: issuedAt + scenario.oidcLifetimeSeconds,
      ref: 'refs/heads/main',
      repository: plainName,
      repository_owner: plainName.split('/')[0] ?? '',
      run_id: '1',
      run_attempt: '1',
      event_name: 'workflow_dispatch',
      runner_environment: 'github-hosted',
    },
    identity.keys.privateKey,
    { kid: 'simulator' },
  );
  return json(200, { count: token.length, value: token });
}
