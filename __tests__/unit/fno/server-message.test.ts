import { describe, expect, test } from '@jest/globals';
import { describeResponse } from '../../../src/fno/response-error.ts';
import { startsLikeHtml } from '../../../src/fno/html.ts';
import { isLoopback, parseAddress, printable } from '../../../src/http/address.ts';

const id = '11111111-2222-3333-4444-555555555555';
const called = { name: 'GET /data/X', read: true };
const json = (value: unknown) => JSON.stringify(value);

describe('the sentence of an answer names what failed, what the server said, what to do', () => {
  test.each([
    [
      400,
      json({
        error: {
          message: 'An error has occurred.',
          innererror: { message: 'Write failed for table row of type X. Infolog: Error: Y.' },
        },
      }),
      ['answered 400', 'Infolog: Error: Y.', 'names are case-sensitive'],
    ],
    [400, json({ error: { message: 'startswith is not Queryable!' } }), ['not Queryable', 'compare with `eq`']],
    [401, '', ['answered 401 with an empty body', 'Microsoft Entra ID applications']],
    [403, json({ Message: 'Forbidden' }), ['answered 403: Forbidden.', 'security role']],
    [404, '<html><body><h1>404</h1>Not here</body></html>', ['answered 404: 404 Not here.', 'case-sensitive']],
    [400, json(['a', 1]), ['answered 400: ["a",1].']],
    [400, json({ errors: [{ reason: 'no field y' }] }), ['answered 400: {"errors":[{"reason":"no field y"}]}.']],
    [405, '', ['answered 405', '`method`']],
    [
      409,
      '\ufeff<?xml version="1.0"?><Error><Code>BlobAlreadyExists</Code><Message>It is there.</Message></Error>',
      ['answered 409: BlobAlreadyExists It is there.'],
    ],
    [409, '<no text>', ['answered 409: <no text>.']],
    [412, '', ['answered 412', 'ETag']],
    [429, '', ['answered 429', 'max-retries']],
    [
      500,
      json({
        Message: 'An exception occured when invoking the operation - Boom',
        ExceptionType: 'XppException',
        ActivityId: id,
      }),
      ['XppException: An exception occured', `Activity id ${id}`, 'the activity id and the time lead support'],
    ],
    [500, '', ['with an empty body. The cause is in F&O: the time leads support']],
    [502, '<html><head><title>Bad Gateway</title></head></html>', ['answered 502: Bad Gateway.', 'gateway']],
    [503, 'Service Unavailable', ['answered 503: Service Unavailable.', 'maintenance']],
    [302, '', ['answered 302', 'not followed']],
  ])('%i %s', (status, body, parts) => {
    const message = describeResponse(called, { status, headers: {} }, body, String);
    expect(message).toMatch(/^GET \/data\/X was answered/);
    for (const part of parts) expect(message).toContain(part);
  });

  test('a 401 tells what its header says', () => {
    const bearer =
      'Bearer authorization_uri="https://x", error="invalid_token", error_description="The audience is wrong"';
    const head = { status: 401, headers: { 'www-authenticate': bearer } };
    expect(describeResponse(called, head, '', String)).toContain('answered 401: The audience is wrong.');
  });

  test('a page that refuses is not taken for a word of F&O', () => {
    const page = '<html><title>Forbidden</title><body>Your address is not allowed.</body></html>';
    const message = describeResponse(called, { status: 403, headers: {} }, page, String);
    expect(message).toMatch(/Your address is not allowed\. .*gateway or firewall.*security role/);
  });

  test.each([
    [400, 'answered 400'],
    [401, 'signed URL'],
    [403, 'signed URL'],
    [404, 'Check the URL'],
    [429, 'run it again later'],
    [500, 'answered 500'],
    [503, 'Run it again'],
  ])('%i of another server says nothing of F&O', (status, part) => {
    const message = describeResponse({ ...called, elsewhere: true }, { status, headers: {} }, '', String);
    expect(message).toContain(part);
    expect(message).not.toMatch(/F&O|Entra|Lifecycle|\/data and/);
  });

  test('the activity id of the header wins', () => {
    const head = { status: 500, headers: { 'ms-dyn-aid': id } };
    expect(describeResponse(called, head, '', String)).toContain(`Activity id ${id}.`);
  });
});

test.each([
  ['<!DOCTYPE html><html>', true],
  ['\ufeff  <html lang="en">', true],
  ['<!-- x --><HTML>', true],
  ['{"a":"<html>"}', false],
  ['<ServiceGroups xmlns="x">', false],
  ['', false],
])('%j begins like HTML: %s', (text, expected) => {
  expect(startsLikeHtml(Buffer.from(text))).toBe(expected);
});

describe('addresses', () => {
  test.each([
    'http://localhost:1',
    'http://127.8.9.1/x',
    'http://[::1]:80/',
    'https://contoso.operations.dynamics.com',
  ])('%s is allowed', (text) => {
    expect(parseAddress(text)).toBeInstanceOf(URL);
  });
  test.each([
    ['contoso.operations.dynamics.com', 'https://'],
    ['http://contoso.operations.dynamics.com', 'only https'],
    ['http://127.0.0.1.evil.example', 'only https'],
    ['https://user:pw@contoso.example', 'user name or password'],
    ['ftp://localhost', 'only https'],
  ])('%s is refused', (text, reason) => {
    expect(parseAddress(text)).toEqual({ problem: expect.stringContaining(reason) });
  });
  test('only a URL of the environment is printed with its query', () => {
    const environment = new URL('https://a.example/namespaces/AXSF');
    expect(printable(new URL('https://a.example/data/X?$top=1'), environment)).toBe('/data/X?$top=1');
    expect(printable(new URL('https://blob.example/c/b?sig=secret'), environment)).toBe('https://blob.example/c/b');
    expect(isLoopback(new URL('https://localhost.example'))).toBe(false);
  });
});
