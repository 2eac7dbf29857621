import fc from 'fast-check';

/** Pieces that a runner, a terminal, Markdown, Mermaid, JSON or a file command could take for more than text. */
const PIECES = [
  '::error::forged', '::add-mask::e', '::set-output name=x::y', '\n::stop-commands::t\n', '##[error]forged', '##[group]',
  '\r\n', '\r', '\n', '\u2028', '\u0085', '\t', '\u001b[31m', '\u001b]0;title\u0007', '\u009b1m', '\0', '\u200b', '\u202e', '\ufeff',
  '<img src=x onerror=alert(1)>', '</details>', '<!--', '&lt;', '[x](https://evil.example)', 'https://evil.example/a', 'www.evil.example',
  '@octocat', '#1', 'GH-1', 'contoso/x#1', '0123abc', '| a | b |', '```', '```mermaid', '`', '~~', '**', '$x$', '---', '> ', '- ',
  'section x', 'click a href', ';', '%%', '{', '}', '"', "'", '\\', '\\"', '\\u0000', '%0A', '%3A%3A', '${{ secrets.X }}', 'EOF', 'ghadelimiter_',
  '…', '...', '\ud800', '\udc00', '長', '👩‍👩‍👧', 'e\u0301', 'ﬁ', ' ', '  ', 'word', 'The record already exists.',
]; // prettier-ignore

/** A text that nobody would send who means well. */
export const hostileText = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'binary', maxLength: 12 })), {
    maxLength: 25,
  })
  .map((pieces) => pieces.join(''));

/** A secret as portals make them: no blank at its ends, and something in it that escapes change. */
export const secret = fc
  .string({ unit: fc.constantFrom(...Array.from('abcXYZ0189-_.~+/=&"\'\\%<> é€漢')), minLength: 12, maxLength: 80 })
  .filter(
    (text) => /^[^\s+'"`$%{*].{10,}[^\s+'"`]$/su.test(text) && /[a-zA-Z]{2}/.test(text) && new Set(text).size > 7,
  );
