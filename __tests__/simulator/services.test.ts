import { describe, expect, test } from '@jest/globals';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body } from './responses.ts';

const simulator = useSimulator();
const client = useClient(simulator);

describe('custom services', () => {
  const shapes = '/api/services/DemoServices/Shapes';

  test.each<[string, string]>([
    ['/api/services', '{"ServiceGroups":[{"Name":"UserSessionService"},{"Name":"DemoServices"}]}'],
    ['/api/services/UserSessionService', '{"Services":[{"Name":"AifUserSessionService"}]}'],
    [
      '/api/services/UserSessionService/AifUserSessionService',
      '{"Operations":[{"Name":"GetUserSessionInfo"},{"Name":"GetPartitionKey"}]}',
    ],
    [`${shapes}/Echo`, '{"Parameters":[{"Name":"text","Type":"String"}],"Return":{"Name":"return","Type":"String"}}'],
  ])('GET %s', async (path, expected) => {
    expect((await client.fno(path)).text).toBe(expected);
    const xml = await client.fno(path, undefined, { headers: { accept: '*/*' } });
    expect(xml.headers['content-type']).toContain('xml');
  });

  test.each<[string, object, number, string]>([
    ['Scalar', {}, 200, '5637144576123456789'],
    ['Text', {}, 200, '"done"'],
    ['Echo', { text: 'ä' }, 200, '"ä"'],
    ['Contract', { _contract: { a: 1 } }, 200, '"$id":"1"'],
    ['List', {}, 200, '"Balance":120.50'],
    ['EmptyList', {}, 200, '[]'],
    ['JsonInString', {}, 200, '\\"recId\\":5637144576123456789'],
    ['Empty', {}, 200, ''],
    ['BusinessFailure', {}, 200, '"Success":false'],
    ['Exception', {}, 500, 'An exception occured when invoking the operation - Posting'],
    ['Echo', {}, 400, "Parameter 'text' is not found"],
    ['Echo', { text: 'a', more: 1 }, 400, "Parameter 'more'"],
    ['echo', { text: 'a' }, 404, ''],
  ])('POST %s %o: %i', async (operation, parameters, status, expected) => {
    const response = await client.fno(`${shapes}/${operation}`, parameters);
    expect(response.status).toBe(status);
    expect(response.text).toContain(expected);
  });

  test('who am I', async () => {
    const path = '/api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo';
    expect(body(await client.fno(path, {}))).toMatchObject({ UserId: 'IntegrationUser', Company: 'usmf' });
  });
});

test('Commvault takes either spelling, wants its header and base64', async () => {
  const azureApp = {
    applicationId: 'a',
    applicationSecret: Buffer.from('secret').toString('base64'),
    azureDirectoryId: 'd',
  };
  const register = (name: string, app: object, authtoken = 'key'): Promise<ClientResponse> =>
    client.send(`/commandcenter/api/v4/${name}`, {
      method: 'POST',
      headers: authtoken === '' ? {} : { authtoken },
      body: JSON.stringify({ name: 'client', serverPlan: { id: 1, name: 'plan' }, azureApp: app }),
      host: 'commserve.contoso.com',
    });
  expect(body(await register('dynamics365', azureApp))).toEqual({ id: 4217, name: 'client' });
  expect((await register('Dynamics365', azureApp)).status).toBe(200);
  expect((await register('dynamics365', azureApp, '')).status).toBe(401);
  expect((await register('dynamics365', { ...azureApp, applicationSecret: 'not base64!' })).status).toBe(400);
});
