import { asObject, asText, parseJson, type Json, type JsonObject } from '../../simulator/json.ts';
import type { ClientResponse } from './client.ts';

/** The JSON object of a body, with or without a byte-order mark. */
export const body = (response: ClientResponse): JsonObject => asObject(parseJson(response.text.replace(/^\ufeff/, '')));

/** The rows of an OData list. */
export const rows = (response: ClientResponse): JsonObject[] => (body(response)['value'] as Json[]).map(asObject);

/** The message that explains an OData error. */
export const innerMessage = (response: ClientResponse): string =>
  asText(asObject(asObject(body(response)['error'])['innererror'])['message']);
