import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { root } from '../../../tools/manifest.ts';

const file = join(import.meta.dirname, 'operation.types.ts');
const EXPECTED = /@ts-expect-error (TS\d+): (.*)$/;

/** What TypeScript finds in the file when no error is expected in it: `TS2345 …`, by line. */
function errorsByLine(): Map<number, string> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const read = host.readFile.bind(host);
  host.readFile = (path) => {
    const text = read(path);
    return path.endsWith('operation.types.ts') ? text?.replaceAll('@ts-expect-error', 'expected') : text;
  };
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('operation.types.ts'));
  if (!source) throw new Error(`${file} was not read`);
  return new Map(
    [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((found) => [
      source.getLineAndCharacterOfPosition(found.start ?? 0).line,
      `TS${found.code} ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`,
    ]),
  );
}

test('reading or setting what is not declared does not compile, for the reason that is expected', () => {
  const found = errorsByLine();
  const expected = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const [, code = '', words = ''] = EXPECTED.exec(line) ?? [];
      return code ? [{ line: index + 1, code, words }] : [];
    });
  expect(expected.length).toBeGreaterThan(20);
  expect([...found.keys()]).toEqual(expected.map(({ line }) => line));
  for (const { line, code, words } of expected) {
    expect(found.get(line)).toContain(words);
    expect([line, found.get(line)?.split(' ')[0]]).toEqual([line, code]);
  }
});
