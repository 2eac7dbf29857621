import { describe, expect, test } from '@jest/globals';
import { pastedProblem } from '../../../src/entra/pasted.ts';
import { readInputs } from '../../../src/inputs.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('a value that cannot be a secret', () => {
  test.each<[string, string, RegExp]>([
    ['double quotes, of az', '"abc8Q~a-secret"', /^is in quotes.*-o tsv/],
    ['single quotes', "'abc8Q~a-secret'", /^is in quotes/],
    ['backticks', '`abc8Q~a-secret`', /^is in quotes/],
    [
      'JSON of a credential',
      '{"clientId":"x","clientSecret":"abc8Q~a-secret"}',
      /^is a whole JSON object.*`clientSecret`/,
    ],
    ['JSON over lines', '{\n  "clientSecret": "abc8Q~a-secret"\n}', /^is a whole JSON object/],
    ['the stars of a log', '***', /^consists of asterisks/],
    ['more stars', '********', /^consists of asterisks/],
    ['what jq prints of nothing', 'null', /^is a placeholder/],
    ['what Python prints of nothing', 'None', /^is a placeholder/],
    ['a placeholder of a page', '<client-secret>', /^is a placeholder/],
    ['a placeholder of a log', '[REDACTED]', /^is a placeholder/],
    ['the dots of a portal', '••••••••', /^is a placeholder/],
    [
      'a reference to a key vault',
      '@Microsoft.KeyVault(SecretUri=https://x.vault.azure.net/secrets/y)',
      /^is a placeholder/,
    ],
    ['a variable of a shell', '$CLIENT_SECRET', /^is the name of a variable/],
    ['a variable in braces', '${CLIENT_SECRET}', /^is the name of a variable/],
    ['an expression that nobody evaluated', '${{ secrets.CLIENT_SECRET }}', /^is the name of a variable/],
    ['a variable of PowerShell', '$env:CLIENT_SECRET', /^is the name of a variable/],
    ['a variable of Azure Pipelines', '$(ClientSecret)', /^is the name of a variable/],
    ['a variable of cmd', '%CLIENT_SECRET%', /^is the name of a variable/],
    ['base64 of UTF-16', utf16('abc8Q~a-secret').toString('base64'), /^is base64 of UTF-16/],
    ['base64 of UTF-16, big-endian', utf16('abc8Q~a-secret').swap16().toString('base64'), /^is base64 of UTF-16/],
    ['quotes of a word processor', '“abc8Q~a-secret”', /^is in quotes/],
    ['a line of a .env file', 'CLIENT_SECRET=abc8Q~a-secret', /^begins with the name of a variable/],
    ['a line of YAML', 'client-secret: abc8Q~a-secret', /^begins with the name of a variable/],
    ['a line of a shell', 'export D365FO_CLIENT_SECRET=abc8Q~a-secret', /^begins with the name/],
    ['a line of PowerShell', '$env:TOKEN = "abc8Q~a-secret"', /^begins with the name/],
    ['a zero-width space', 'abc8Q~a\u200b-secret', /^contains the invisible character U\+200B/],
    ['a no-break space', 'abc8Q~a\u00a0-secret', /^contains the invisible character U\+00A0/],
    ['a mark of direction', 'abc8Q~a\u200e-secret', /^contains the invisible character U\+200E/],
  ])('%s', (_, value, expected) => {
    const problem = pastedProblem(value, 'client-secret');
    expect(problem).toMatch(expected);
    expect(problem).not.toContain('a-secret');
  });

  test.each([
    'abc8Q~a-secret-value',
    '<_b_Y~._1.9-1é>',
    '"',
    "'quote at the start",
    'secretive=value',
    'a:b=c',
    '“',
    'a"quoted"word',
    '$',
    '$5.00 and more',
    'a$NAME',
    '{braces}',
    '100%',
    '%a',
    'a*b*',
    'YWJjZA==',
    'AAAAAAAA',
    'pä~1',
    'eyJhbGciOiJub25lIn0.e30.sig',
  ])('%s may be one', (value) => {
    expect(pastedProblem(value, 'client-secret')).toBe('');
  });
});

test.each([
  ['11111111-2222-3333-4444-555555555555\u200b', '11111111-2222-3333-4444-555555555555'],
  ['\u200e11111111-2222-3333-4444-555555555555', '11111111-2222-3333-4444-555555555555'],
  ['\ufeffcontoso\u00ad.com\u00a0', 'contoso.com'],
  ['\u200b', undefined],
])('an identifier loses what cannot be seen: %j', (value, expected) => {
  const { inputs } = readInputs({ 'INPUT_TENANT-ID': value });
  expect(inputs.identifier('tenant-id')).toBe(expected);
});
