import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { asText, parseJson } from '../../simulator/json.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { switchTable } from '../../simulator/switches.ts';
import { useSimulator } from '../harness/simulator.ts';
import { useClient, type ClientResponse } from './client.ts';
import { body } from './responses.ts';

const simulator = useSimulator();
const client = useClient(simulator);

describe('callbacks, control and clock', () => {
  test('callbacks are recorded', async () => {
    simulator.scenario.callbackStatus = 202;
    expect((await client.send('/callback/x?sig=1', { method: 'POST', body: '{"StatusCode":"200"}' })).status).toBe(202);
    expect(simulator.requests.at(-1)).toMatchObject({
      method: 'POST',
      url: '/callback/x?sig=1',
      body: '{"StatusCode":"200"}',
      bodyBytes: 20,
      status: 202,
    });
  });

  test('control from another process', async () => {
    const post = (path: string, content: object): Promise<ClientResponse> =>
      client.send(`/_simulator/${path}`, { method: 'POST', body: JSON.stringify(content) });
    expect(body(await post('scenario', { pageSize: 1 }))['pageSize']).toBe(1);
    expect(simulator.scenario.pageSize).toBe(1);
    expect(body(await post('scenario', { pageSize: null }))['pageSize']).toBe(10_000);
    expect(await post('scenario', { pageSise: 1 })).toMatchObject({
      status: 400,
      text: expect.stringContaining('pageSise'),
    });
    const recId = asText(body(await post('jobs', { description: 'Mine' }))['recId']);
    expect(simulator.jobs.get(recId)?.description).toBe('Mine');
    const before = simulator.clock.now();
    await post('clock', { advanceMs: 5000 });
    expect(simulator.clock.now() - before).toBeGreaterThanOrEqual(5000);
    await client.fno('/data');
    expect(parseJson((await client.send('/_simulator/requests')).text)).toHaveLength(1);
    await post('reset', {});
    expect(simulator.requests).toEqual([]);
    expect(simulator.jobs.get(recId)).toBeUndefined();
  });

  test.each([{ advanceMs: 'x' }, {}, { advanceMs: -1 }, { advanceMs: null }])(
    'a clock that cannot be advanced by %j stands',
    async (given) => {
      const refused = await client.send('/_simulator/clock', { method: 'POST', body: JSON.stringify(given) });
      expect([refused.status, body(refused)['error']]).toEqual([400, expect.stringContaining('advanceMs must be')]);
      expect(simulator.clock.now()).toBeGreaterThan(0);
    },
  );

  test('a clock runs as fast as it is told, from its epoch', async () => {
    const fast = await startSimulator({ clock: { epochMs: 0, speed: 10_000 } });
    await new Promise((done) => setTimeout(done, 20));
    expect(fast.clock.now()).toBeGreaterThan(150_000);
    expect(fast.clock.now()).toBeLessThan(600_000_000);
    await fast.close();
  });

  test("the README's table of switches is that of the code", () => {
    const readme = readFileSync(new URL('../../simulator/README.md', import.meta.url), 'utf8');
    const plain = (table: string): string => table.replace(/ +/g, ' ').replace(/-+/g, '-').trim();
    const [, table = ''] = /<!-- switches -->([^]*)<!-- \/switches -->/.exec(readme) ?? [];
    expect(plain(table)).toBe(plain(switchTable()));
  });
});
