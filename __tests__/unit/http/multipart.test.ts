import { describe, expect, test } from '@jest/globals';
import { readMultipart } from '../../../src/http/multipart.ts';

const part = (message: string) =>
  `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${message}`;
const multipart = (boundary: string, parts: string[]) =>
  [...parts.map((each) => `--${boundary}\r\n${each}\r\n`), `--${boundary}--\r\n`].join('');
const nested = (boundary: string, parts: string[]) =>
  `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n${multipart(boundary, parts)}`;
const ok = part('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"a":1}');
const empty = part('HTTP/1.1 204 No Content\r\n\r\n');

describe('a multipart document', () => {
  test('gives its messages, those of a changeset in their place', () => {
    const text = multipart('b', [ok, nested('c', [empty, ok]), empty]);
    expect(readMultipart(text, 'multipart/mixed; boundary=b')?.map(({ firstLine }) => firstLine)).toEqual([
      'HTTP/1.1 200 OK',
      'HTTP/1.1 204 No Content',
      'HTTP/1.1 200 OK',
      'HTTP/1.1 204 No Content',
    ]);
  });

  test('gives headers and body of each', () => {
    expect(readMultipart(multipart('b', [ok]), 'Multipart/Mixed;Boundary="b"')).toEqual([
      { firstLine: 'HTTP/1.1 200 OK', headers: { 'content-type': 'application/json' }, body: '{"a":1}' },
    ]);
  });

  test.each([
    ['line feeds alone', multipart('b', [ok, ok]).replaceAll('\r\n', '\n'), 'multipart/mixed; boundary=b'],
    ['a preamble and an epilogue', `hello --b\r\n${multipart('b', [ok, ok])}bye`, 'multipart/mixed; boundary=b'],
    [
      'the boundary inside a body',
      multipart('b', [part('HTTP/1.1 200 OK\r\n\r\na --b--\r\n--bb'), ok]),
      'x/y; boundary=b',
    ],
    ['a quoted boundary', multipart('a=b c', [ok, ok]), 'multipart/mixed; charset=utf-8; boundary="a=b c"'],
    ['no last line end', multipart('b', [ok, ok]).trimEnd(), 'multipart/mixed; boundary=b'],
  ])('with %s has two', (_what, text, contentType) => {
    expect(readMultipart(text, contentType)).toHaveLength(2);
  });

  test.each([
    ['without its end', multipart('b', [ok, ok]).replace('--b--', ''), 'multipart/mixed; boundary=b'],
    ['cut inside a changeset', multipart('b', [nested('c', [ok]).replace('--c--', '')]), 'multipart/mixed; boundary=b'],
    ['without a boundary', multipart('b', [ok]), 'multipart/mixed'],
    ['with another boundary', multipart('b', [ok]), 'multipart/mixed; boundary=x'],
    ['nested too deeply', multipart('b', [nested('c', [nested('d', [nested('e', [ok])])])]), 'x/y; boundary=b'],
    ['that is empty', '', 'multipart/mixed; boundary=b'],
  ])('%s is none', (_what, text, contentType) => {
    expect(readMultipart(text, contentType)).toBeUndefined();
  });

  test('of megabytes takes no time', () => {
    expect(readMultipart(`--b\r\n${'--b x\n'.repeat(500_000)}`, 'x/y; boundary=b')).toBeUndefined();
    expect(
      readMultipart(multipart('b', [part(`HTTP/1.1 200 OK${'\r\n'.repeat(500_000)}`)]), 'x/y; boundary=b'),
    ).toHaveLength(1);
  }, 10_000);
});
