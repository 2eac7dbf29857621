import { quoted } from './inputs.ts';

/** What no file name may hold on Windows (https://learn.microsoft.com/windows/win32/fileio/naming-a-file). */
// eslint-disable-next-line no-control-regex -- control characters are among them
const FORBIDDEN = /[<>:"|?*\\/\0-\x1f]/g;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const LONGEST = 255;

/** What a shell or a runner of another product would replace: at the start, or anywhere with its end marked. */
const SHELL = /^(?:\$\w+(?::\w+)?|\$\([^)]*\)|`[^`]*`|~[\w-]*(?=[/\\]|$))|\$\{\{?[^{}]*\}{1,2}|%\w+%/;

/** @returns why Windows cannot have a file of this name, or nothing */
export function nameFault(name: string): string | undefined {
  const found = name.match(FORBIDDEN)?.[0];
  if (found) return `holds ${found < ' ' ? 'a control character' : `the character ${found}`}`;
  if (/[. ]$/.test(name)) return `ends in ${name.endsWith('.') ? 'a period' : 'a blank'}`;
  if (RESERVED.test(name)) return 'is reserved for a device';
  if (Buffer.byteLength(name) > LONGEST) return `is longer than ${LONGEST} bytes`;
  return undefined;
}

/** A name without what Windows forbids in it. */
export const withoutForbidden = (name: string): string => name.replace(FORBIDDEN, '');

/**
 * Judges a path as it was written. Windows takes each name below for a file, and loses what is written: `NUL` and `x/aux.json`
 * are devices, `a:b.json` is a stream of the file `a`, and of `x.` and `x ` it drops the end.
 *
 * @returns what is wrong, which goes on from "`input` is "…", ", or nothing
 */
export function pathFault(given: string, platform = process.platform): string | undefined {
  const shell = SHELL.exec(given)?.[0];
  if (shell !== undefined)
    return `but no shell replaces ${quoted(shell)} here: use an expression such as \${{ runner.temp }}, or a path relative to the workspace.`;
  if (platform !== 'win32') return undefined;
  const names = given.replace(/^(?:[\\/]{2}[.?][\\/])?(?:[A-Za-z]:)?/, '').split(/[\\/]/);
  for (const name of names.filter((each) => !/^\.{0,2}$/.test(each))) {
    const fault = nameFault(name);
    if (fault)
      return `but on Windows ${quoted(name)} is not a valid file name, because it ${fault}: give another name.`;
  }
  return undefined;
}
