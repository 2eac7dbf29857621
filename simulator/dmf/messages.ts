import { randomUUID } from 'node:crypto';
import { empty, json, text, type SimulatedResponse } from '../response.ts';
import type { Exchange } from '../exchange.ts';
import { jsonBody } from '../body.ts';
import { asObject } from '../json.ts';
import type { World } from '../world.ts';
import type { Execution } from './executions.ts';
import { planAt } from './plan.ts';

export const emptyGuid = '00000000-0000-0000-0000-000000000000';

/** A language may stand in front, and the id in braces: https://learn.microsoft.com/dynamics365/fin-ops-core/dev-itpro/data-entities/recurring-integrations */
const pattern = /^(?:\/[a-z]{2}(?:-[a-z]{2})?)?\/api\/connector\/(enqueue|dequeue|ack)\/\{?([\w-]+)\}?$/i;

/** `/api/connector/…`: recurring integrations. Undefined for any other path. */
export async function connector(world: World, x: Exchange, path: string): Promise<SimulatedResponse | undefined> {
  const { scenario, clock } = world;
  const [, action = '', activityId = ''] = pattern.exec(path) ?? [];
  switch (`${x.method} ${action}`) {
    case 'POST enqueue': {
      // A data package names its entities itself.
      const isPackage = (await x.body()).subarray(0, 2).toString('latin1') === 'PK';
      if (!isPackage && (x.query.get('entity') ?? '') === '')
        return json(400, { Message: "The parameter 'entity' is missing." });
      const message = { id: randomUUID(), enqueuedAtMs: clock.now(), executionId: `${activityId}-${randomUUID()}` };
      world.messages.set(message.id, message);
      return scenario.enqueueResponse === 'value' ? json(200, { value: message.id }) : text(200, message.id);
    }
    case 'GET dequeue': {
      if (scenario.dequeue === 'empty') return empty(204);
      const receipt = { CorrelationId: randomUUID(), PopReceipt: randomUUID() };
      const name = `exports/${receipt.CorrelationId}.csv`;
      const content = Buffer.from('CUSTOMERACCOUNT,CUSTOMERGROUPID\r\nUS-001,30\r\n');
      world.blobs.publish(name, content.length, () => [content]);
      world.receipts.add(JSON.stringify(receipt));
      return json(200, {
        ...receipt,
        DownloadLocation: `${scenario.dequeueScheme}://${x.host}${world.blobs.signedPath(name)}`,
      });
    }
    case 'POST ack': {
      const { CorrelationId, PopReceipt } = asObject(await jsonBody(x));
      const known = world.receipts.delete(JSON.stringify({ CorrelationId, PopReceipt }));
      return known ? empty(200) : json(400, { Message: 'The pop receipt is not known.' });
    }
    default:
      return undefined;
  }
}

/** Where a message stands, by the scenario's plan. */
export function messageStatus({ scenario, clock, messages }: World, id: string): string | undefined {
  const message = messages.get(id);
  return message === undefined ? undefined : planAt(scenario.messagePlan, clock.now() - message.enqueuedAtMs).status;
}

/** The execution that a message has become; undefined while it waits in its queue. */
export function executionOf(world: World, id: string): Execution | undefined {
  const message = world.messages.get(id);
  if (message === undefined) return undefined;
  const startsAtMs = message.enqueuedAtMs + world.scenario.messageQueuedForMs;
  if (world.clock.now() < startsAtMs) return undefined;
  const of = {
    id: message.executionId,
    kind: 'import',
    definitionGroup: 'Recurring',
    legalEntity: 'USMF',
    execute: true,
  } as const;
  return world.executions.get(message.executionId) ?? world.executions.begin(of, { startedMs: startsAtMs });
}
