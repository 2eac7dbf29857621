import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../simulator/json.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body } from './responses.ts';

const simulator = useSimulator();
const client = useClient(simulator);

describe('who may enter the environment', () => {
  const enter = (claims: JsonObject, path = '/data/LegalEntities'): Promise<ClientResponse> =>
    client.send(path, { headers: { authorization: `Bearer ${simulator.mintToken(claims)}` } });

  test.each<[string, number, () => JsonObject]>([
    ['its own audience', 200, () => ({})],
    ['a trailing slash', 401, () => ({ aud: `${simulator.environmentUrl}/` })],
    ['capitals', 401, () => ({ aud: simulator.environmentUrl.toUpperCase() })],
    ['another environment', 401, () => ({ aud: 'https://fabrikam.operations.dynamics.com' })],
    ['another tenant', 401, () => ({ tid: 'x' })],
    ['an expired token', 401, () => ({ exp: Math.floor(simulator.clock.now() / 1000) - 1 })],
    ['an application that is not registered', 401, () => ({ appid: 'x' })],
  ])('%s: %i', async (_name, status, claims) => {
    expect((await enter(claims())).status).toBe(status);
  });

  test('no bearer, or one that another key signed: 401', async () => {
    expect((await client.send('/data')).status).toBe(401);
    const token = simulator.mintToken().slice(0, -10).padEnd(simulator.mintToken().length, 'A');
    expect((await client.send('/data', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  test('$metadata responses any valid token', async () => {
    simulator.scenario.appRegistered = false;
    expect((await enter({}, '/data/$metadata')).text).toContain('<EntityType Name="BatchJob">');
    simulator.scenario.notRegisteredStatus = 403;
    expect((await enter({})).status).toBe(403);
  });

  test('a missing role is 403, with the body the scenario says', async () => {
    simulator.scenario.roleMissingFor = ['/data/LegalEntities'];
    expect(await enter({})).toMatchObject({ status: 403, text: '' });
    simulator.scenario.refusalBody = 'html';
    expect((await enter({})).headers['content-type']).toContain('text/html');
    simulator.scenario.refusalBody = 'json';
    expect(body(await enter({}))['Message']).toContain('Forbidden');
  });

  test('a rejected token can be led to the sign-in page', async () => {
    simulator.scenario.refusal = 'redirect';
    expect((await client.send('/data')).headers.location).toContain('login.microsoftonline.com');
    simulator.scenario.refusal = 'html';
    expect(await client.send('/data')).toMatchObject({
      status: 200,
      text: expect.stringContaining('Sign in'),
    });
  });

  test('an environment starts until the clock says so', async () => {
    Object.assign(simulator.scenario, { startingForMs: 600_000, startingAs: '503-html' });
    expect((await client.fno('/data')).status).toBe(503);
    simulator.scenario.startingAs = 'reset';
    await expect(client.fno('/data')).rejects.toThrow();
    simulator.clock.advance(600_000);
    expect((await client.fno('/data')).status).toBe(200);
  });

  test('responses carry the activity id and the time of the environment', async () => {
    simulator.scenario.clockSkewMs = 3_600_000;
    const { headers } = await client.fno('/data');
    expect(headers['ms-dyn-aid']).toMatch(/^[\da-f-]{36}$/);
    expect(Date.parse(headers.date ?? '') - simulator.clock.now()).toBeGreaterThan(3_590_000);
  });
});
