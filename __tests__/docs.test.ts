import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { inputDefaults } from '../src/contract.ts';
import { OUTCOMES } from '../src/operations/batch-wait/outcome.ts';
import { stampedFiles } from '../tools/chains/stamp.ts';
import { root } from '../tools/manifest.ts';
import {
  errorsIn,
  failuresIn,
  foreignFailuresIn,
  problemsIn,
  resultsIn,
  textsIn,
  textsNamed,
  unknownFailures,
} from './harness/error-sentences.ts';
import { readSources } from './harness/imports.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Every page that people read. */
const pages = globSync(['*.md', 'docs/*.md', 'simulator/*.md', 'tools/*/README.md', '.github/*.md'], {
  cwd: root,
}).map((path) => path.replaceAll('\\', '/'));

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (path: string) =>
  [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

test.each(pages)('%s: every link leads to a file and a heading that are there', (page) => {
  const text = read(page).replace(/^```[\s\S]*?^```$/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture ?? '',
  );
  const wrong = links
    .filter((link) => !/^https?:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : posix.join(posix.dirname(page), path);
      // The pictures are made by `npm run pictures`; without any, none is asked for.
      if (target.startsWith('docs/pictures/') && !existsSync(join(root, 'docs/pictures'))) return false;
      return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
  expect(wrong).toEqual([]);
});

test('every link of a workflow or form to a page of this repository leads to a file and a heading that are there', () => {
  const files = stampedFiles().filter((path) => path.endsWith('.yml'));
  const links = files.flatMap((path) => [...read(path).matchAll(/\/blob\/v\d+\/([\w./-]+)(?:#([\w-]+))?/g)]);
  expect(links.length).toBeGreaterThan(10);
  const wrong = links.filter(
    ([, target = '', anchor]) =>
      !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor)),
  );
  expect(wrong.map(([link]) => link)).toEqual([]);
});

const blocks = pages.flatMap((page) =>
  [...read(page).matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)].map(([, indent = '', language = '', text = '']) => ({
    page,
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  })),
);

test.each(pages)('%s: every row of a table has as many cells as its head', (page) => {
  const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
  const tables = read(page)
    .replace(/^ *```[\s\S]*?^ *```$/gm, '')
    .matchAll(/(?:^ *\|.*\n)+/gm);
  // GitHub drops the cells that are too many.
  const wrong = [...tables].flatMap(([table]) => {
    const [head = '', ...rows] = table.trimEnd().split('\n');
    return rows.filter((row) => cells(row) !== cells(head));
  });
  expect(wrong).toEqual([]);
});

test('every JSON and YAML block of the pages can be read', () => {
  const readers = new Map([
    ['json', JSON.parse],
    ['yaml', parse],
  ]) as Map<string, (text: string) => unknown>;
  // Sources of chains have placeholders.
  const readable = blocks.filter(({ language, text }) => readers.has(language) && !text.includes('[['));
  expect(readable.length).toBeGreaterThan(30);
  for (const { language, text } of readable) expect(() => readers.get(language)?.(text)).not.toThrow();
});

(process.platform === 'win32' ? test.skip : test)('the shell can read every command of the pages', () => {
  const commands = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
  expect(commands.length).toBeGreaterThan(5);
  // A locale that is not installed is a warning.
  const env = { ...process.env, LC_ALL: 'C' };
  const { status, stderr } = spawnSync('bash', ['-n'], { input: commands.join('\n'), encoding: 'utf8', env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('README names only inputs that there are, by task', () => {
  const [, table = ''] = /^\| to … .*\n((?:\|.*\n)+)/m.exec(read('README.md')) ?? [];
  const names = [...table.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !Object.keys(inputDefaults).includes(name))).toEqual([]);
});

test('docs/PERFORMANCE.md says how large dist is', () => {
  const sizeOf = (pattern: string) =>
    globSync(pattern, { cwd: join(root, 'dist'), withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) / 1e6;
  const said = [...read('docs/PERFORMANCE.md').matchAll(/^\| dist\b.*?([\d.]+) MB/gm)].map(([, size]) => Number(size));
  for (const [index, size] of [sizeOf('*'), sizeOf('**')].entries())
    expect((said[index] ?? 0) / size).toBeCloseTo(1, 1);
});

test('docs/PERFORMANCE.md says how often a wait polls, as `npm run bench` prints it', () => {
  const cells = (line: string) => line.split('|').map((cell) => cell.trim());
  const rows = (text: string) => [...text.matchAll(/^\| \d+ (?:s|min|h) to .*$/gm)].map(([line]) => cells(line));
  // In a process of its own, where these calculations take a tenth of the time.
  const script = "console.log((await import('./bench/poll-schedule.ts')).pollScheduleReport())";
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  const [unknown = ''] = stdout.split('last run alike');
  expect(rows(unknown).length).toBeGreaterThan(8);
  expect(rows(read('docs/PERFORMANCE.md'))).toEqual(rows(unknown));
});

describe('docs/SECURITY.md', () => {
  const section =
    read('docs/SECURITY.md')
      .split(/^## /m)
      .find((text) => text.startsWith('Each promise')) ?? '';
  const rows = [...section.matchAll(/^\| (.+?) +\| `(__tests__\/[^`]+)`: (.+?) +\|$/gm)].map(
    ([, promise = '', file = '', name = '']) => ({ promise, file, name }),
  );

  test('has a test beside each promise', () => {
    // Head and rule of the table are two lines more.
    expect(section.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(rows.length + 2);
    expect(rows.length).toBeGreaterThan(20);
  });

  test.each(rows)('$promise: the test that it names exists', ({ file, name }) => {
    expect(existsSync(join(root, file))).toBe(true);
    const quoted = ["'", '"', '`'].map((quote) => `${quote}${name}${quote}`);
    expect(quoted.some((title) => read(file).includes(title))).toBe(true);
  });
});

describe('docs/TROUBLESHOOTING.md', () => {
  const page = read('docs/TROUBLESHOOTING.md');
  const sources = readSources(join(root, 'src'));
  /** Parts of messages, in italics in the first column of a table; `…` stands for anything. */
  const parts = [...page.matchAll(/^\| (.+?) +\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/(?<![\w`])_(.+?)_(?![\w`])/g)].map(([, part = '']) => part),
  );
  const patterns = new Map(
    parts.map((part) => [
      part,
      new RegExp(
        part
          .split('…')
          .map((piece) => RegExp.escape(piece))
          .join('.*'),
      ),
    ]),
  );
  const isOf = (part: string, text: string) => patterns.get(part)?.test(text) === true;
  const isSentence = (text: string) => text.split(' ').length >= 4;
  const hasWords = (text: string) => isSentence(text.replaceAll(/ ?…/g, ''));
  /** Texts of the transport that are none of its failures. */
  const OTHER = /^(got illegal response|before secure TLS)|^CONNECT /;
  const ofChains = readSources(join(root, 'workflows-templates'), '.mjs');
  const ofProbe = readSources(join(root, 'tools/probe'));
  const ofSimulatorAction = readSources(join(root, 'simulator/action'));
  const others = [...ofChains, ...ofProbe, ...readSources(join(root, 'simulator'))];
  /** It ends a probe early and is no failure of it; the rest say what was interrupted, or begin with other messages. */
  const SILENT = /requests were sent|^The (?:step|probe) was interrupted|^…/;
  const ofWait = sources.filter(({ path }) => path.startsWith('operations/batch-wait/'));
  /** What makes the message of a wait that ended: what a job or the whole wait ends with, and what it adds to that. */
  const endings = ofWait.flatMap(({ text }) =>
    [...text.matchAll(/(?:because: |\bfail\(turn, )messages\.(\w+)/g)].map(([, name = '']) => name),
  );
  /** Parts of such a message that say something else than how it ended. */
  const ADDED = /^( |, |Start the job, or|… Check the ID in|last run ended at|no run has ended)|F&O names no execution/;
  /** Sentences in expressions of the chains, which fall back to them if a step left no message. */
  const inExpressions = globSync('workflows-templates/{*,*/action}.yml', { cwd: root }).flatMap((path) =>
    read(path)
      .split('\n')
      .filter((line) => line.includes('${{'))
      .flatMap((line) => [...line.matchAll(/'([A-Z][^'$]+\.)'/g)].map(([, text = '']) => ({ path, text }))),
  );
  const of = (start: RegExp) => sources.filter(({ path }) => start.test(path));
  const messages = [
    ...sources.flatMap(failuresIn),
    ...inExpressions,
    // The rest are sentences and their parts, among words of code.
    ...[
      ...of(/^(fno|operations)\//).flatMap((source) => resultsIn(source)),
      ...of(/^data-package\//).flatMap((source) => textsNamed(source, ['csvFault', 'headerFault', 'gitFault'])),
      ...of(/main\.ts$/).flatMap((source) => textsNamed(source, ['error'])),
      ...ofChains.flatMap((source) => [...resultsIn(source, /^error$/), ...textsNamed(source, ['message'])]),
      ...ofSimulatorAction.flatMap((source) => [
        ...[...errorsIn(source), ...resultsIn(source, /^failure$/)],
        ...textsNamed(source, ['happened', 'sentence']),
      ]),
    ].filter(({ text }) => hasWords(text) && !ADDED.test(text)),
    ...ofWait
      .flatMap((source) => textsNamed(source, ['messageFor', 'neverSeen', 'START_WITHOUT_RESPONSE', ...endings]))
      .filter(({ text }) => hasWords(text) && !ADDED.test(text)),
    ...[...ofChains, ...ofProbe].flatMap(failuresIn).filter(({ text }) => !SILENT.test(text)),
    ...sources
      .filter(({ path }) => /^http\/(fault|transport|proxy|send|receive|response-body|framing)\.ts$/.test(path))
      .flatMap(textsIn)
      .filter(({ text }) => isSentence(text) && !OTHER.test(text)),
  ];

  test.each(messages)('has a row for "$text" ($path)', ({ text }) => {
    expect(parts.filter((part) => isOf(part, text))).not.toEqual([]);
  });

  test('knows every class of failures', () => {
    expect([...sources, ...ofChains, ...ofProbe].flatMap(unknownFailures)).toEqual([]);
  });

  test.each([
    "throw new Failure('Something new happened here.');",
    "throw new Refused(isOld ? 'Something new happened here.' : text);",
    "throw new Problem('Something new ' + 'happened here.');",
    'const text = `Something new happened ${where}.`; throw new Outage(text);',
    "throw new Failure(given ?? ('Something new happened here.'));",
    "class NewFailure extends Failure {} throw new NewFailure('Something new happened here.');",
    "return failed('may-pass', 'Something new happened here.');",
    "return { kind: 'refused', message: known || 'Something new happened here.' };",
  ])('would find a new message in %s', (text) => {
    const source = { path: 'new.ts', text, imports: [] };
    const found = [...failuresIn(source), ...resultsIn(source)].map((one) => one.text);
    expect(found.some((one) => one.startsWith('Something new')) || unknownFailures(source).length > 0).toBe(true);
  });

  test('knows where a failure takes its text from, if it is written in another place', () => {
    const found = sources.flatMap(foreignFailuresIn).map(({ path, text }) => `${path}: ${text}`);
    expect([...new Set(found)]).toEqual([
      // Faults of a table, of a zip file or of a folder, each in the words of its place.
      'data-package/csv.ts: `\\`${name}\\`${csvFault(thrown)}`',
      'data-package/csv.ts: `\\`${name}\\` ${fault}.`',
      'data-package/encoding.ts: `\\`${basename(file)}\\` ${fault}.`',
      'data-package/refused.ts: what',
      'data-package/xlsx.ts: `\\`${name}\\` ${fault}.`',
      // By code and by status: the tables have rows for these.
      'entra/create-bearer.ts: withoutRemedy',
      'entra/token-endpoint.ts: failure',
      'fno/read.ts: failure',
      // The message of another failure.
      'operations/data-project/create.ts: message',
      'operations/rest/pages.ts: `${failure} ${INCOMPLETE}`',
      "operations/rest/wait.ts: `${within} ${ended.cut ?? 'There was no response at all.'}`",
      'operations/rest/wait.ts: message',
    ]);
  });

  test('names no message that the code does not have', () => {
    const texts = [...[...sources, ...others].flatMap(textsIn), ...inExpressions].map(({ text }) => text);
    expect(parts.filter((part) => !texts.some((text) => isOf(part, text)))).toEqual([]);
    expect(parts.length).toBeGreaterThan(30);
  });

  test('has a row for every code of Entra ID that has a remedy, and for no other', () => {
    const inCode = sources
      .filter(({ path }) => path.startsWith('entra/'))
      .flatMap(({ text }) => [...text.matchAll(/[{\s](\d{5,7}): /g)].map(([, code]) => code));
    const inRows = [...page.matchAll(/^\| AADSTS([\d, ]+?) +\|/gm)].flatMap(([, codes = '']) => codes.split(', '));
    expect(inRows.sort()).toEqual([...new Set(inCode)].sort());
  });

  test('has a row for every status with a remedy', () => {
    const { text = '' } = sources.find(({ path }) => path === 'fno/response-error.ts') ?? {};
    const statuses = [...text.matchAll(/^ +case (\d{3}):/gm)].map(([, status = '']) => status);
    expect(statuses.length).toBeGreaterThan(8);
    for (const status of statuses) expect(page).toMatch(new RegExp(`^\\| [^|]*\\b${status}\\b[^|]*\\|`, 'm'));
  });

  test('has a row for every outcome of a wait but the good one', () => {
    for (const outcome of OUTCOMES)
      if (outcome !== 'finished') expect(page).toMatch(new RegExp(`^\\| [^|]*\`${outcome}\``, 'm'));
  });

  test('need not list problems with inputs, because each says which input or variable it is about', () => {
    // Those of data packages follow the name of their file.
    const problems = sources.filter(({ path }) => !path.startsWith('data-package/')).flatMap(problemsIn);
    expect(problems.length).toBeGreaterThan(50);
    const named = problems.filter(({ text }) => /[`…]|[A-Z]+_[A-Z_]+/.test(text));
    expect(problems.filter((problem) => !named.includes(problem))).toEqual([]);
  });
});
