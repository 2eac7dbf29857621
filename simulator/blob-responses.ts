import { randomUUID } from 'node:crypto';
import { header, markUnknown, type Exchange } from './exchange.ts';
import { empty, type SimulatedResponse } from './response.ts';

export const storageHeaders = (): Record<string, string> => ({
  'x-ms-request-id': randomUUID(),
  'x-ms-version': '2024-08-04',
});

/** What the conditions of a request say of a blob that is there. Undefined: go on. */
export function unmetCondition(
  x: Exchange,
  { etag, 'last-modified': modified }: { etag: string; 'last-modified': string },
): SimulatedResponse | undefined {
  /** Whether the blob has changed after the time that a condition names; undefined without one. */
  const changedSince = (condition: string): boolean | undefined => {
    const sinceMs = Date.parse(header(x, condition));
    return Number.isNaN(sinceMs) ? undefined : Date.parse(modified) > sinceMs;
  };
  const names = (condition: string): boolean => {
    const given = header(x, condition).split(/,\s*/);
    return given.includes('*') || given.includes(etag);
  };
  const unmet = refuse(412, 'ConditionNotMet', 'The condition specified using HTTP conditional header(s) is not met.');
  if (header(x, 'if-match') !== '' && !names('if-match')) return unmet;
  if (changedSince('if-unmodified-since') === true) return unmet;
  if (header(x, 'if-none-match') === '*' && x.method === 'PUT')
    return refuse(409, 'BlobAlreadyExists', 'The specified blob already exists.');
  const isSame =
    header(x, 'if-none-match') === '' ? changedSince('if-modified-since') === false : names('if-none-match');
  if (!isSame) return undefined;
  return x.method === 'PUT' ? unmet : empty(304, storageHeaders());
}

/** An operation of the storage account that the simulator has no part for. */
export function notServed(x: Exchange): SimulatedResponse {
  markUnknown(x, 'an operation on blobs');
  return refuse(501, 'NotImplemented', 'The requested operation is not implemented by the simulator.');
}

/** An error as Azure Blob Storage writes it. */
export function refuse(status: number, code: string, message: string): SimulatedResponse {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `\ufeff<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}
