import { ANSI, INVISIBLE, isPrintableAscii } from '../server-text.ts';

/** A text in another form. Of each of its units it is known where in the first text it stands: from, and up to. */
export interface View {
  text: string;
  /** `undefined` where the view is the first text itself. */
  from?: readonly number[];
  to?: readonly number[];
}

/** How often an escape can be escaped again, as JSON inside a form field of a log. */
const MOST_DECODINGS = 3;

/** What has another form in Unicode: a letter with its marks, and anything beyond ASCII. */
const COMPOSED = /[^\p{M}\uff9e\uff9f\u1160-\u11ff][\p{M}\uff9e\uff9f\u1160-\u11ff]+|[^\0-\x7f]/gu;
/** Blanks and what stands for them: a plus in a form, the mark of a line's end. One blank alone stays. */
const BLANKS = /[\s+⏎]{2,}|[^\S ]|[+⏎]/g;
const ESCAPE =
  /%[0-7][\da-f]|%[c-f][\da-f](?:%[89ab][\da-f]){1,3}|\\(?:u[\da-f]{4}|x[\da-f]{2}|["'\\/bfnrt])|&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});/gi;
/** Those of one language alone, for a text in front of a secret may make an escape of another with its first letters. */
const ONE_LANGUAGE = [
  /%[0-7][\da-f]|%[c-f][\da-f](?:%[89ab][\da-f]){1,3}/gi,
  /\\(?:u[\da-f]{4}|x[\da-f]{2}|["'\\/bfnrt])/gi,
  /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[\da-f]{1,6});/gi,
];

/**
 * The forms in which a secret can stand in a text: as it is, folded, and decoded from the escapes of URLs, JSON and
 * HTML up to three times, of all of them and of each alone. The work grows with the length of the text alone.
 */
export function viewsOf(text: string): View[] {
  const raw: View = { text };
  const folded = fold(raw);
  const views = [raw, ...(folded === raw ? [] : [folded]), ...decodings(folded, ESCAPE)];
  for (const view of ONE_LANGUAGE.flatMap((escape) => decodings(folded, escape)))
    if (!views.some(({ text: known }) => known === view.text)) views.push(view);
  return views;
}

function decodings(folded: View, escape: RegExp): View[] {
  const views: View[] = [];
  for (let last = folded; views.length < MOST_DECODINGS;) {
    const decoded = rewrite(last, escape, unescape);
    if (decoded === last) break;
    last = fold(decoded);
    views.push(last);
  }
  return views;
}

/** Forms that look alike become one: nothing invisible, compatibility forms as plain ones, one blank between words. */
const fold = (view: View): View => rewrite(isPrintableAscii(view.text) ? view : plain(view), BLANKS, () => ' ');

function plain(view: View): View {
  const seen = rewrite(rewrite(view, ANSI, nothing), INVISIBLE, nothing);
  return rewrite(seen, COMPOSED, (letter) => letter.normalize('NFKC'));
}

const nothing = () => '';

function rewrite(view: View, pattern: RegExp, replace: (found: string) => string): View {
  const from: number[] = [];
  const to: number[] = [];
  const fromOf = (index: number) => view.from?.[index] ?? index;
  const toOf = (index: number) => view.to?.[index] ?? index + 1;
  let text = '';
  let at = 0;
  const keepUntil = (end: number) => {
    text += view.text.slice(at, end);
    for (; at < end; at += 1) {
      from.push(fromOf(at));
      to.push(toOf(at));
    }
  };
  let isSame = true;
  for (const { 0: found, index } of view.text.matchAll(pattern)) {
    const put = replace(found);
    if (put === found) continue;
    isSame = false;
    keepUntil(index);
    at = index + found.length;
    text += put;
    for (let unit = 0; unit < put.length; unit += 1) {
      from.push(fromOf(index));
      to.push(toOf(at - 1));
    }
  }
  if (isSame) return view;
  keepUntil(view.text.length);
  return { text, from, to };
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const LETTERS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescape(escape: string): string {
  const body = escape.slice(1);
  switch (escape.charAt(0)) {
    case '%':
      return Buffer.from(escape.replaceAll('%', ''), 'hex').toString('utf8');
    case '\\':
      return /^[ux]./i.test(body) ? String.fromCharCode(parseInt(body.slice(1), 16)) : (LETTERS[body] ?? body);
    default:
      return NAMED[body.slice(0, -1).toLowerCase()] ?? codePoint(body.slice(1, -1));
  }
}

/** @param code `43` or `x2B` */
function codePoint(code: string): string {
  const value = /^x/i.test(code) ? parseInt(code.slice(1), 16) : Number(code);
  return value <= 0x10ffff ? String.fromCodePoint(value) : '\ufffd';
}
