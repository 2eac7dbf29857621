import { describe, expect, test } from '@jest/globals';
import { createSecrets, formsOf } from '../../src/report/secrets.ts';

describe('a secret is masked in every form in which it can show itself', () => {
  test.each([
    ['raw', 's3cr~t/with+"quotes"', 's3cr~t/with+"quotes"'],
    ['trimmed', ' padded-secret \n', 'padded-secret'],
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
