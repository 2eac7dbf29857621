/** A workflow command as the runner understands it: `::name key=value::message`, decoded. */
export interface Command {
  kind: 'command';
  name: string;
  properties: Record<string, string>;
  message: string;
  /** The line as it was printed. */
  line: string;
}

export type LogLine = { kind: 'text'; line: string } | Command;

/** The commands of actions/runner (its ActionCommandManager); a line with any other name is plain text. */
const NAMES = new Set(
  'add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env set-output stop-commands warning'.split(
    ' ',
  ),
);

/**
 * Reads the lines of a step one by one, the way the runner does: `::name::` counts at the start of a trimmed line, the
 * legacy `##[name]` anywhere in it, and nothing between `::stop-commands::TOKEN` and `::TOKEN::`.
 */
export function createLineReader(): (line: string) => LogLine {
  let stopToken: string | undefined;
  return (line) => {
    if (stopToken !== undefined) {
      if (line.trim() === `::${stopToken}::`) stopToken = undefined;
      return { kind: 'text', line };
    }
    const command = parseCommand(line) ?? parseLegacyCommand(line);
    if (command?.name === 'stop-commands') stopToken = command.message;
    return command ?? { kind: 'text', line };
  };
}

function parseCommand(line: string): Command | undefined {
  const [, name = '', properties = '', message = ''] =
    /^::([^\s:]+)(?: ((?:(?!::).)*))?::(.*)$/s.exec(line.trimStart()) ?? [];
  if (!NAMES.has(name.toLowerCase())) return undefined;
  return {
    kind: 'command',
    name: name.toLowerCase(),
    properties: pairs(properties, ',', { '%3A': ':', '%2C': ',' }),
    message: unescaped(message, {}),
    line,
  };
}

function parseLegacyCommand(line: string): Command | undefined {
  const [, name = '', properties = '', message = ''] = /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/s.exec(line) ?? [];
  if (!NAMES.has(name.toLowerCase())) return undefined;
  const escapes = { '%3B': ';', '%5D': ']' };
  return {
    kind: 'command',
    name: name.toLowerCase(),
    properties: pairs(properties, ';', escapes),
    message: unescaped(message, escapes),
    line,
  };
}

function pairs(text: string, separator: string, escapes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    text.split(separator).flatMap((pair) => {
      const [, key, value = ''] = /^\s*([^=]+)=(.*)$/s.exec(pair) ?? [];
      return key === undefined ? [] : [[key, unescaped(value, escapes)]];
    }),
  );
}

/** `%25` comes last, so that what it hides is not decoded twice. */
function unescaped(text: string, escapes: Record<string, string>): string {
  return Object.entries({ ...escapes, '%0D': '\r', '%0A': '\n', '%25': '%' }).reduce(
    (decoded, [code, character]) => decoded.replaceAll(code, character),
    text,
  );
}

/**
 * Reads a file of file commands (GITHUB_OUTPUT, GITHUB_ENV, GITHUB_STATE): `name=value` or `name<<DELIMITER` … `DELIMITER`.
 *
 * @throws Error where the runner would fail the step
 */
export function parseFileCommands(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [, name, operator, rest = ''] = /^(.+?)(=|<<)(.*)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`Invalid format '${line}'`);
    if (operator === '=') {
      found[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, at + 1);
    if (rest === '' || end < 0) throw new Error(`Invalid value. Matching delimiter not found '${rest}'`);
    found[name] = lines.slice(at + 1, end).join('\n');
    at = end;
  }
  return found;
}
