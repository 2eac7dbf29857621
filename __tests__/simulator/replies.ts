import { asObject, asText, parseJson, type Json, type JsonObject } from '../../simulator/json.ts';
import type { Reply } from './client.ts';

/** The JSON object of a body, with or without a byte-order mark. */
export const body = (reply: Reply): JsonObject => asObject(parseJson(reply.text.replace(/^\ufeff/, '')));

/** The rows of an OData list. */
export const rows = (reply: Reply): JsonObject[] => (body(reply)['value'] as Json[]).map(asObject);

/** The message that explains an OData error. */
export const innerMessage = (reply: Reply): string =>
  asText(asObject(asObject(body(reply)['error'])['innererror'])['message']);
