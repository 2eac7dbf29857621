import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SEED } from '../../harness/seed.ts';
import { createSecrets } from '../../../src/report/secrets.ts';
import { createShow } from '../../../src/server-text.ts';
import { encodings } from './encodings.ts';

function secretsOf(...given: string[]) {
  const secrets = createSecrets(() => undefined);
  given.forEach((secret) => {
    secrets.add(secret);
  });
  const show = createShow((text) => secrets.redact(text));
  return { secrets, show };
}

const SECRET = 'S3cr3t+Käse/&"x"~Value';
describe('a secret is redacted', () => {
  test.each(Object.entries(encodings))('%s', (_, encode) => {
    const { show } = secretsOf(SECRET);
    const shown = show(`before ${encode(SECRET)} after`);
    expect(shown).toMatch(/^before (Basic )?\S{0,9}\*\*\*\S{0,4} after$/);
    if (encode('a') === 'a') expect(shown).toBe('before *** after');
  });

  test.each([
    ['the password of a Basic header', `Basic ${Buffer.from('me:pw-1').toString('base64')}`, 'pw-1'],
    ['a line of a key', '-----BEGIN X-----\nAAAABBBBCCCC\n-----END X-----', 'AAAABBBBCCCC'],
    ['what base64 holds', Buffer.from('the inner secret').toString('base64'), 'the inner secret'],
    ['lines put on one', 'first line\n  second line', 'first line second line'],
    ['lines with other ends', 'first line\nsecond line', 'first line\r\nsecond line'],
    ['blanks that are no-break spaces', 'two words', 'two\u00a0words'],
    ['ligatures', 'office-file', 'o\ufb03ce-\ufb01le'],
  ])('%s', (_, secret, text) => {
    expect(secretsOf(secret).show(`<${text}>`)).toBe('<***>');
  });

  describe.each(['\\', '%', '&', '%2', '&#'])('behind %s, which makes an escape of its first letters', (before) => {
    const spread: [string, (text: string) => string][] = [
      ['as it is', (text) => text],
      ['URL-encoded', encodeURIComponent],
      ['URL-encoded, with zero-width characters', (text) => encodeURIComponent(text).replaceAll('0', '0\u200b')],
      ['URL-encoded in lower case', (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase())],
      ['form-encoded', (text) => new URLSearchParams({ v: text }).toString().slice(2)],
      ['in JSON', (text) => JSON.stringify(text).slice(1, -1)],
      ['in HTML', (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')],
    ];
    test.each(spread)('%s', (_, encode) => {
      for (const first of ['b', 'n', 'u0041', 'x41', '41', 'amp;', '65;', '"', '/']) {
        const secret = `${first} <secret> "of" ${first} €/value`;
        const shown = secretsOf(secret).secrets.redact(`${before}${encode(secret)}`);
        expect(shown).not.toMatch(/secret|value/);
      }
    });
  });

  test('two that overlap are one', () => {
    expect(secretsOf('abcdefgh', 'efghijkl').show('x abcdefghijkl y')).toBe('x *** y');
  });

  test('what looks like an escape is left as it is', () => {
    const text = '100%25 &amp; \\u0041 a+b  c\u00e9';
    expect(secretsOf(SECRET).secrets.redact(text)).toBe(text);
    expect(secretsOf(SECRET).secrets.redact(`${text}${SECRET}`)).toBe(`${text}***`);
  });

  test('in whatever encoding, wherever it stands, whatever stands around it', () => {
    const letter = fc.constantFrom(...Array.from('abcXYZ0189-_.~+/=&"\'\\%<> é€漢\u0301\u{1f600}'));
    const secret = fc
      .string({ unit: letter, minLength: 8, maxLength: 200 })
      .filter((text) => /^[^\s+].{6,}[^\s+]$/su.test(text));
    const around = fc.string({ unit: fc.constantFrom(...Array.from('ab Z0 :.,;(é\n\t')), maxLength: 300 });
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom(...Object.keys(encodings)),
        around,
        around,
        fc.integer({ min: 1, max: 700 }),
        (text, name, before, after, limit) => {
          const encode = encodings[name] ?? String;
          const { show } = secretsOf(text);
          const shown = show(`${before}|${encode(text)}|${after}`, limit);
          for (const form of [text.trim(), encode(text.trim())]) expect(shown).not.toContain(form);
          // Nothing of it is left but what base64 shares with its neighbours.
          const kept = show(`|${encode(text)}|`, 5_000);
          expect(kept.replace(/Basic \S{0,9}\*|\*\S{0,4}\|/g, '*').length).toBeLessThanOrEqual(8);
        },
      ),
      { numRuns: 1_000, seed: SEED },
    );
  });

  test('of a text that was cut anywhere, the beginning of a secret too', () => {
    const { show } = secretsOf(SECRET);
    for (let length = 8; length < SECRET.length; length += 1) {
      for (const limit of [2_000, 20 + length, 14 + length])
        expect(show(`it is ${SECRET.slice(0, length)}`, limit)).toMatch(/^it is (\*\*\*|….?)/);
    }
  });
});

test('of a secret that an ellipsis cuts off in the middle of a message, the beginning too', () => {
  const { secrets } = secretsOf(SECRET);
  for (let length = 8; length < SECRET.length; length += 1) {
    const message = `\`path\` is "${SECRET.slice(0, length)}…": give another.`;
    expect(secrets.redactMessage(message)).toBe('`path` is "***…": give another.');
  }
  const innocent = 'It is S3cr3… and ends with S3cr3t+K';
  expect(secrets.redactMessage(innocent)).toBe(innocent);
});

describe('short secrets', () => {
  test.each(['a', '"', '200', 'é', '::', '&'])('%s is masked in every value', (secret) => {
    const { show } = secretsOf(secret);
    expect(show(`x${secret}y ${secret} z`).replaceAll('***', '')).not.toContain(secret);
  });

  test('in a message of ours only as a word of their own', () => {
    const { secrets } = secretsOf('a', '200', 'up');
    expect(secrets.redactMessage('It started after a 2000 ms update, returned 200 (up).')).toBe(
      'It started after *** 2000 ms update, returned *** (***).',
    );
  });

  test('from four characters on they are masked inside words as well', () => {
    expect(secretsOf('word').secrets.redactMessage('keywords')).toBe('key***s');
  });
});

describe('the work is bounded', () => {
  const filled = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

  test.each([
    [
      'ordinary values',
      (index: number) => `value-${index}-${'x'.repeat(index % 90)}`,
      'an ordinary line of text, value-77 and more. ',
    ],
    ['values with one beginning', (index: number) => `${'a'.repeat(100)}${index}`, 'a'],
    ['long values with one beginning', (index: number) => `${'a'.repeat(5_000)}${index}`, 'a'],
    ['values that are one letter', (index: number) => 'a'.repeat(8 + index), 'ab'],
    ['values in a text of escapes', (index: number) => `value ${index} of many`, '%2525&amp;\\u0041'],
  ])('1,000 %s in 1 MiB', (_, valueOf, unit) => {
    const secrets = createSecrets(() => undefined);
    for (let index = 0; index < 1_000; index += 1) secrets.addWhole(valueOf(index));
    const text = filled(unit, 2 ** 20);
    expect(secrets.redact(`${text}${valueOf(500)}.`)).toMatch(/\*\*\*\.$/);
    expect(createShow((whole) => secrets.redact(whole))(text, 4_000).length).toBeLessThanOrEqual(4_000);
  });

  test.each([
    '\u001b[',
    '\u001b]',
    '\u009d',
    ';#',
    '\u001b',
    '%',
    '\\u00',
    '&#x',
    '\u0301',
    'e\u0301',
    '+ ',
    '…',
    '\u200b',
  ])('%j again and again', (unit) => {
    expect(secretsOf(SECRET).secrets.redact(`${filled(`\u001b[${unit}`, 2 ** 18)} ${SECRET}.`)).toMatch(/\*\*\*\.$/);
  });
});
