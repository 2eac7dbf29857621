import { describe, expect, test } from '@jest/globals';
import { createSecrets, formsOf } from '../../../src/report/secrets.ts';

describe('a secret is masked in every form in which it can show itself', () => {
  test.each([
    ['raw', 's3cr~t/with+"quotes"', 's3cr~t/with+"quotes"'],
    ['trimmed', ' padded-secret \n', 'padded-secret'],
    ['on one line with single blanks', ' a  pass\nphrase', 'a pass phrase'],
    ['base64', 'a-long-secret', Buffer.from('a-long-secret').toString('base64')],
    ['base64url', '??>>~~??>>', Buffer.from('??>>~~??>>').toString('base64url')],
    ['decoded from base64', Buffer.from('a-long-secret').toString('base64'), 'a-long-secret'],
    ['URL-escaped', 'a/b+c=d&e f', 'a%2Fb%2Bc%3Dd%26e%20f'],
    ['form-escaped', 'a/b+c=d&e f', 'a%2Fb%2Bc%3Dd%26e+f'],
    ['JSON-escaped', 'quote"back\\slash', 'quote\\"back\\\\slash'],
    ['each line', 'first-line-x\r\nsecond-line-x', 'second-line-x'],
  ])('%s', (_, secret, form) => {
    expect(formsOf(secret)).toContain(form);
  });

  test('a whole secret is masked however short, its pieces under 8 characters are not', () => {
    expect(formsOf('abc')).toContain('abc');
    expect(formsOf('abc\nlong-enough-line')).not.toContain('abc');
  });

  test('PEM armour is no secret', () => {
    const forms = formsOf('-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END PRIVATE KEY-----');
    expect(forms).toContain('MIIEvQIBADANBgkqhkiG');
    expect(forms).not.toContain('-----BEGIN PRIVATE KEY-----');
  });
});

test('a text is redacted longest form first, and each form is masked once', () => {
  const masked: string[] = [];
  const secrets = createSecrets((value) => masked.push(value));
  secrets.add('hunter2');
  secrets.add('hunter2-and-more');
  secrets.add('hunter2');
  secrets.add('');
  secrets.add(undefined);
  expect(secrets.redact('hunter2-and-more, hunter2.')).toBe('***, ***.');
  expect(new Set(masked).size).toBe(masked.length);
  expect(masked).not.toContain('');
});

describe('a whole', () => {
  const masksOf = (text: string) => {
    const masks: string[] = [];
    const secrets = createSecrets((value) => masks.push(value));
    secrets.addWhole(text);
    return { masks, redacted: secrets.redact(`<${text}>`) };
  };

  test('is masked without its lines and without what it encodes', () => {
    const { masks } = masksOf(`a-first-line\n${Buffer.from('an-encoded-secret').toString('base64')}`);
    expect(masks).toContain(`a-first-line\n${Buffer.from('an-encoded-secret').toString('base64')}`);
    expect(masks).not.toContain('a-first-line');
    expect(masks).not.toContain('an-encoded-secret');
  });

  test.each([
    ['a line so short that the runner would star it everywhere', 'a-first-line\n0\na-third-line'],
    ['more lines than the runner masks in good time', 'some-line\n'.repeat(1_001)],
  ])('with %s is not told to the runner, but redacted', (_what, text) => {
    const { masks, redacted } = masksOf(text);
    expect(masks.flatMap((mask) => mask.split('\n')).filter((line) => line === '0' || line === 'some-line')).toEqual(
      [],
    );
    expect(redacted).toBe('<***>');
  });

  test('with half a character is masked as well', () => {
    expect(masksOf('half-\ud83d-a-character').redacted).toBe('<***>');
  });
});
