import { describe, expect, test } from '@jest/globals';
import { explainResponse } from '../../../src/fno/response-error.ts';
import { createHtmlDetector, startsLikeHtml, textOfHtml } from '../../../src/fno/html.ts';
import { bodyReportsError } from '../../../src/fno/server-message.ts';
import { createShow } from '../../../src/server-text.ts';
import { isLoopback, parseAddress, printable } from '../../../src/http/address.ts';

const show = createShow((text) => text.replaceAll('hunter2', '***'));
const id = '11111111-2222-3333-4444-555555555555';
const called = { name: 'GET /data/X', read: true, isPathGiven: true };
const json = (value: unknown) => JSON.stringify(value);
const describeResponse = (...given: Parameters<typeof explainResponse>) =>
  Object.values(explainResponse(...given))
    .filter(Boolean)
    .join(' ');

describe('the message of a failure names what failed, what the server said, what to do', () => {
  test.each([
    [
      400,
      json({
        error: {
          message: 'An error has occurred.',
          innererror: { message: 'Write failed for table row of type X. Infolog: Error: Y.' },
        },
      }),
      ['returned 400', 'Infolog: Error: Y.', 'correct what its message names'],
    ],
    [400, json({ error: { message: 'startswith is not Queryable!' } }), ['not Queryable', 'compare with `eq`']],
    [401, '', ['returned 401 with an empty body', 'Microsoft Entra ID applications']],
    [403, json({ Message: 'Forbidden' }), ['returned 403: Forbidden.', 'security role']],
    [404, '<html><body><h1>404</h1>Not here</body></html>', ['returned 404: Not here.', 'case-sensitive']],
    [400, json(['a', 1]), ['returned 400: ["a",1].']],
    [400, json({ errors: [{ reason: 'no field y' }] }), ['returned 400: {"errors":[{"reason":"no field y"}]}.']],
    [405, '', ['returned 405', '`method`']],
    [
      409,
      '\ufeff<?xml version="1.0"?><Error><Code>BlobAlreadyExists</Code><Message>It is there.</Message></Error>',
      ['returned 409: BlobAlreadyExists It is there.'],
    ],
    [409, '<no text>', ['returned 409: <no text>.']],
    [412, '', ['returned 412', 'ETag']],
    [429, '', ['returned 429', 'max-retries']],
    [
      500,
      json({
        Message: 'An exception occured when invoking the operation - Boom',
        ExceptionType: 'XppException',
        ActivityId: id,
      }),
      [
        'XppException: An exception occured',
        `Activity ID ${id}`,
        'Give Microsoft support the activity ID and the time',
      ],
    ],
    [500, '', ['with an empty body. The error occurred inside F&O. Give Microsoft support the time.']],
    [502, '<html><head><title>Bad Gateway</title></head></html>', ['returned 502: Bad Gateway.', 'gateway']],
    [503, 'Service Unavailable', ['returned 503: Service Unavailable.', 'maintenance']],
    [302, '', ['returned 302', 'not followed']],
  ])('%i %s', (status, body, parts) => {
    const message = describeResponse(called, { status, headers: {} }, body, show);
    expect(message).toMatch(/^GET \/data\/X returned/);
    for (const part of parts) expect(message).toContain(part);
  });

  test.each([
    [304, called, /has not changed since .* `accept-status: 304`\.$/],
    [304, { ...called, elsewhere: true }, /`accept-status: 304`/],
    [302, called, /Redirects are not followed/],
    [404, { name: 'POST /data/X', read: false }, /Check that `environment-url` is the URL of F&O, with its path/],
    [404, called, /Check the path/],
    [429, called, /or raise `max-retries`\.$/],
    [429, { ...called, isPoll: true }, /Run the step again later\.$/],
    ...[304, 400, 405, 412].map(
      (code) => [code, { name: 'POST /data/X', read: false }, /returned \d+ with an empty body\.$/] as const,
    ),
    [414, called, /^GET \/data\/X returned 414 with an empty body\. Shorten the URL/],
    [524, called, /busy, starting or in maintenance\. Check its state/],
    [524, { ...called, read: false }, /may have been carried out, so it was not retried: check in F&O/],
    [
      599,
      { ...called, elsewhere: true, read: false },
      /may have been carried out, so it was not retried: check before/,
    ],
    [505, called, /The error occurred inside F&O/],
    [501, called, /F&O does not support this request: check its path, query and method\.$/],
  ])('%i of %j has a remedy of its own', (status, of, remedy) => {
    expect(describeResponse(of, { status, headers: {} }, '', show)).toMatch(remedy);
  });

  test.each([
    ['https://contoso.crm4.dynamics.com/data/X', 404, true],
    ['https://contoso.crm.dynamics.com/data/X', 401, true],
    ['https://contoso.api.crm4.dynamics.com/data/X', 404, true],
    ['https://contoso.crm.dynamics.cn/data/X', 403, true],
    ['https://contoso.crm4.dynamics.com/data/X', 503, false],
    ['https://contoso.operations.dynamics.com/data/X', 404, false],
    ['https://crm4.operations.dynamics.com/data/X', 404, false],
    ['https://contoso.crm4.dynamics.com.attacker.example/data/X', 404, false],
  ])('of %s with %i is told to be no F&O: %s', (url, status, expected) => {
    const message = describeResponse({ ...called, url: new URL(url) }, { status, headers: {} }, '', show);
    expect(message.includes('is a Dataverse environment, not F&O: set `environment-url`')).toBe(expected);
  });

  test('a URL that is too long for IIS is no misspelt path', () => {
    const page = '<!DOCTYPE html><h3>HTTP Error 404.15 - Not Found</h3><h4>The query string is too long.</h4>';
    const message = describeResponse(called, { status: 404, headers: {} }, page, show);
    expect(message).toMatch(/is too long\. Shorten the URL, its `\$filter` for example/);
    expect(message).not.toContain('case-sensitive');
  });

  test.each(['{}', '[]', 'null', '\ufeff{ }\r\n'])('%j is no message', (body) => {
    expect(describeResponse(called, { status: 429, headers: {} }, body, show)).toContain(
      'returned 429 without a message.',
    );
  });

  test('a 401 says what its header says', () => {
    const bearer =
      'Bearer authorization_uri="https://x", error="invalid_token", error_description="The audience is wrong"';
    const head = { status: 401, headers: { 'www-authenticate': bearer } };
    expect(describeResponse(called, head, '', show)).toContain('returned 401: The audience is wrong.');
  });

  test('a page that refuses is not attributed to F&O', () => {
    const page = '<html><title>Forbidden</title><body>Your address is not allowed.</body></html>';
    const message = describeResponse(called, { status: 403, headers: {} }, page, show);
    expect(message).toMatch(/Your address is not allowed\. .*gateway or firewall.*security role/);
  });

  test.each([
    [400, 'returned 400'],
    [401, 'signed URL'],
    [403, 'signed URL'],
    [404, 'Check the URL'],
    [429, 'Run the step again later'],
    [500, 'returned 500'],
    [503, 'Run the step again'],
  ])('%i of another server does not mention F&O', (status, part) => {
    const message = describeResponse({ ...called, elsewhere: true }, { status, headers: {} }, '', show);
    expect(message).toContain(part);
    expect(message).not.toMatch(/F&O|Entra|Lifecycle|\/data and/);
  });

  test('the activity id of the header wins', () => {
    const head = { status: 500, headers: { 'ms-dyn-aid': id } };
    expect(describeResponse(called, head, '', show)).toContain(`Activity ID ${id}.`);
  });
});

const generic = 'An error has occurred.';
describe('the most specific message is found in whatever shape', () => {
  test.each<[string, unknown, string]>([
    [
      'internalexception',
      {
        error: {
          message: generic,
          innererror: { message: 'Exception', internalexception: { message: 'Field X is wrong' } },
        },
      },
      'Field X is wrong',
    ],
    ['JSON in the message', { Message: json({ code: 'E1', message: 'Voucher V1 is posted' }) }, 'Voucher V1 is posted'],
    [
      'JSON in JSON in the message',
      { error: { message: json({ error: { message: json({ Message: 'Field Y is wrong' }) } }) } },
      'Field Y is wrong',
    ],
    ['JSON without a message in it', { Message: '{"code":"E1"}' }, '{"code":"E1"}'],
    ['what only looks like JSON', { Message: '{0} is not a valid value' }, '{0} is not a valid value'],
    [
      'a chain of them, of which the deepest says nothing',
      {
        error: {
          innererror: { message: 'A', internalexception: { message: 'B', internalexception: { message: generic } } },
        },
      },
      'B',
    ],
    [
      'details',
      {
        error: { message: 'Validation failed', details: [{ message: 'Name: too long' }, { message: 'Zip: missing' }] },
      },
      'Validation failed Name: too long Zip: missing',
    ],
    [
      'details under nothing but a phrase',
      { error: { message: generic, details: [{ message: 'Zip: missing' }] } },
      'Zip: missing',
    ],
    ['an OData 3 message', { 'odata.error': { message: { lang: 'en-us', value: 'Old but clear' } } }, 'Old but clear'],
    ['a code alone', { error: { code: 'BadThing' } }, 'BadThing'],
    [
      'ExceptionMessage',
      { Message: generic, ExceptionMessage: 'Sequence contains no elements' },
      'Sequence contains no elements',
    ],
    [
      'InnerException',
      {
        Message: generic,
        ExceptionMessage: 'Outer',
        InnerException: { Message: generic, ExceptionMessage: 'The cause' },
      },
      'The cause',
    ],
    ['ASP.NET Core', { message: generic, innerException: { exceptionMessage: 'The cause' } }, 'The cause'],
    [
      'a ModelState that says nothing',
      { Message: 'The request is invalid.', ModelState: { Name: ['', ' '] } },
      'The request is invalid.',
    ],
    [
      'MessageDetail',
      { Message: 'No HTTP resource was found.', MessageDetail: 'No type matches.' },
      'No HTTP resource was found. No type matches.',
    ],
    [
      'ModelState',
      { Message: 'The request is invalid.', ModelState: { 'order.Name': ['The Name field is required.'] } },
      'The request is invalid. order.Name: The Name field is required.',
    ],
    [
      'RFC 9457',
      { title: 'One or more errors', errors: { Name: ['is required'] } },
      'One or more errors Name: is required',
    ],
    ['RFC 9457 with a detail', { title: 'Bad', detail: 'The amount is negative' }, 'The amount is negative'],
    ['RFC 6749', { error: 'invalid_token', error_description: 'It has expired' }, 'It has expired'],
    ['an error that is text', { error: 'no such thing' }, 'no such thing'],
  ])('%s', (_what, body, text) => {
    const message = describeResponse(called, { status: 500, headers: {} }, json(body), show);
    expect(message).toContain(`returned 500: ${text}${text.endsWith('.') ? ' ' : '. '}The error occurred`);
  });

  test('a challenge beside a body is added, and said once', () => {
    const headers = { 'www-authenticate': 'Bearer error_description="The audience is wrong"' };
    const messageOf = (body: string) => describeResponse(called, { status: 401, headers }, body, show);
    expect(messageOf('Unauthorized')).toContain('returned 401: Unauthorized (The audience is wrong).');
    expect(messageOf('The audience is wrong')).toContain('returned 401: The audience is wrong. F&O');
  });

  test.each([
    ['Bearer error=invalid_token, error_description=Expired', 'Expired'],
    ['Bearer error_description=Expired, error=invalid_token', 'Expired'],
    ['Bearer error_description="Cut', 'Cut'],
  ])('a challenge without its quotes: %s', (challenge, said) => {
    const message = describeResponse(called, { status: 401, headers: { 'www-authenticate': challenge } }, '', show);
    expect(message).toContain(`returned 401: ${said}.`);
  });

  test.each([
    ['503 Service Unavailable', 'Service Unavailable.'],
    ['503: Service Unavailable', 'Service Unavailable.'],
    ['HTTP Error 503. The service is unavailable.', 'The service is unavailable.'],
    ['503 Service Unavailable 503 Service Unavailable No server', 'Service Unavailable No server.'],
    [
      '<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>',
      'Service Temporarily Unavailable nginx.',
    ],
    ['5030 rows', '5030 rows.'],
  ])('a status is said once: %s', (body, text) => {
    expect(describeResponse(called, { status: 503, headers: {} }, body, show)).toContain(
      `returned 503: ${text} The environment`,
    );
  });

  test('a long text without blanks keeps its beginning', () => {
    const message = describeResponse(called, { status: 409, headers: {} }, 'x'.repeat(5_000), show);
    expect(message).toContain(`returned 409: ${'x'.repeat(1_000)}`);
  });

  test.each([
    ['with a character that nobody sees', json({ Message: 'pw hun\u200bter2!' })],
    ['with ANSI inside', json({ Message: 'pw hun\u001b[31mter2!' })],
    ['in the type of the exception', json({ Message: 'x', ExceptionType: 'hun\u200bter2' })],
    ['in a name of a JSON of another shape', json({ rows: [{ 'hun\u200bter2': 1 }] })],
    ['escaped in JSON of another shape', '{"rows":["h\\u0075nter2"]}'],
    ['in HTML', '<html><body>pw &#104;unter2</body></html>'],
    ['at the place where the text is cut', `${'x'.repeat(1_996)}hunter2`],
  ])('a secret is hidden %s', (_where, body) => {
    const message = describeResponse(called, { status: 400, headers: {} }, body, show);
    expect(message).not.toMatch(/hunte|unter2/);
  });

  test.each([
    ['{"error":{"code":"","message":"x"}}', true],
    ['{"error":{"innererror":{},"code":"x"}}', true],
    ['{"Message":"x","ExceptionType":"y"}', true],
    ['{"error":null,"value":1}', false],
    ['{"Message":"x"}', false],
    ['{"value":[{"error":{"message":"of a row"}}]}', false],
    ['"error"', false],
    ['', false],
  ])('%s under 200 reports an error: %s', (body, expected) => {
    expect(bodyReportsError(body)).toBe(expected);
  });
});

test.each([
  ['<!DOCTYPE html><html>', true],
  ['\ufeff  <html lang="en">', true],
  ['<!-- x --><HTML>', true],
  ['<?xml version="1.0"?>\n<!DOCTYPE   html PUBLIC "x">', true],
  [`${'<!-- a long comment -->'.repeat(500)}<html>`, true],
  [`${'<!---->'.repeat(500)}<rows/>`, false],
  ['<!-- never ends <html>', false],
  ['<html', true],
  ['<htmlx>', false],
  ['<body-mass>', false],
  ['<Body>', true],
  ['  ', false],
  ['{"a":"<html>"}', false],
  ['<ServiceGroups xmlns="x">', false],
  ['<form method="post" action="/login">', true],
  ['\r\n<script>window.location="/login"</script>', true],
  ['<!-- proxy --><META http-equiv="refresh">', true],
  ['<title>Sign in</title>', true],
  ['<h1>Access denied</h1>', true],
  ['<div class="captive">', true],
  ['<form>', true],
  ['<?xml version="1.0"?><form><field/></form>', false],
  ['<formula>', false],
  ['<form-data>', false],
  ['<table>', false],
  ['<a>1</a>', false],
  ['{"a":"<form>"}', false],
  ['', false],
])('%j begins like HTML: %s', (text, expected) => {
  expect(startsLikeHtml(Buffer.from(text))).toBe(expected);
});

test('what its content type calls XML may begin with any element', () => {
  const isPage = (text: string) => {
    const detector = createHtmlDetector(true);
    return detector.feed(Buffer.from(text)) || detector.end();
  };
  expect(['<form><a/></form>', '<title>x</title>', '<html>'].map(isPage)).toEqual([false, false, true]);
});

test.each(['\ufeff <!-- <html> -->\n<!DOCTYPE html><p>', '<?xml version="1.0"?><html><p>', '<!---->{"a":"<html>"}'])(
  'a page is told wherever it is cut: %j',
  (text) => {
    const bytes = Buffer.from(text);
    for (let size = 1; size <= bytes.length; size += 1) {
      const detector = createHtmlDetector();
      let isPage = false;
      for (let at = 0; at < bytes.length; at += size) isPage = detector.feed(bytes.subarray(at, at + size));
      expect([size, isPage || detector.end()]).toEqual([size, startsLikeHtml(bytes)]);
    }
  },
);

test.each([
  ['a <b>bold</b> word<br>and more', 'a bold word and more'],
  ['<p>a &lt; b &amp;amp; c &#39;d&#x27; &nbsp; &eacute;</p>', "a < b &amp; c 'd' &eacute;"],
  ['<script>if (a < b) alert("x")</script>after<style>p {}</style>', 'after'],
  ['<SCRIPT>x</SCRIPT >after', 'after'],
  ['before<script>never ends', 'before'],
  ['before<!-- never ends', 'before'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['before <a href="x', 'before'],
  ['<h1>Twice</h1><p>Twice</p><p>once</p>', 'Twice once'],
])('the text of %s', (html, text) => {
  expect(textOfHtml(html)).toBe(text);
});

test.each(['<!---->', '<!--', '<', '<a', '<script>', '</script', '<!-- -->x<b>', '&', ' ', '<p', '\\\\"', '->', '<?'])(
  'a million characters of %s take no time',
  (piece) => {
    const text = piece.repeat(Math.ceil(1e6 / piece.length));
    textOfHtml(text);
    startsLikeHtml(Buffer.from(text));
    describeResponse(called, { status: 500, headers: {} }, text, show);
  },
  10_000,
);

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
