import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ncc from '@vercel/ncc';
import { minify } from 'terser';
import ts from 'typescript';
import { hashOf, SOURCE_HASH, sourceFiles } from './dist-source.ts';
import { licences } from './licences.ts';
import { root } from './manifest.ts';

const compiled = join(root, 'build');

/**
 * @actions/http-client imports undici (410 kB minified) for `getAgentDispatcher`, which nothing here calls. A small
 * module of Node stands in its place: undici's `ProxyAgent` is then undefined, and a future version that uses undici
 * while it loads fails at once, in the first test. It must not be `node:http`: whoever imports that as an ES module
 * reads all its exports, `WebSocket` among them, and so loads Node's own undici, a third of the whole start.
 * @actions/core imports @actions/exec, and with it `child_process`, for `platform.getDetails`, which nothing calls either;
 * tunnel imports `assert`, and does not use it.
 */
const leftOut = { undici: 'node:url', '@actions/exec': 'node:url', assert: 'node:url' };

/** What Node starts: the action, and the thread that src/json/run-document-task.ts finds beside it. */
const entries = { 'main.js': 'index.js', 'json/document-worker.js': 'document-worker.js' };

/**
 * Builds the action from `src/` into a folder, which is emptied first: `index.js`, a chunk for each `import()`, the
 * licences, and the hash of its sources. The same sources and lock file give the same bytes, on every platform and version of Node.
 */
export async function build(folder: string): Promise<void> {
  const hash = hashOf(sourceFiles());
  rmSync(compiled, { recursive: true, force: true });
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [entry, file] of Object.entries(entries)) {
    const { code, assets } = await ncc(join(compiled, entry), {
      cache: false,
      quiet: true,
      target: 'es2022',
      externals: leftOut,
    });
    const files = Object.entries(assets).map(([name, { source }]) => ({ name, source }));
    for (const { name, source } of [{ name: file, source: code }, ...files]) {
      const isScript = name.endsWith('.js');
      writeFileSync(join(folder, name), isScript ? await minified(withQuickBuiltins(source.toString())) : source);
    }
  }
  writeFileSync(join(folder, SOURCE_HASH), `${hash}\n`);
  writeFileSync(join(folder, 'licenses.txt'), licences(root, Object.keys(leftOut)));
}

/**
 * ncc makes a `require` of its own for each of Node's modules, by `createRequire`: 3 ms of a start, all of them together.
 * Node hands out its modules directly as well. Anything else that is required so would fail at once, in the first test.
 */
function withQuickBuiltins(code: string): string {
  return code.replace(
    /import \{ createRequire as (\w+) \} from "module";/g,
    (_import, name: string) => `const ${name} = () => process.getBuiltinModule;`,
  );
}

/** ncc minifies the entry alone, so terser does the entry and the chunks alike. */
async function minified(code: string): Promise<string> {
  const { code: small } = await minify(code, {
    module: true,
    ecma: 2020,
    compress: { passes: 2 },
    format: { comments: false },
  });
  if (small === undefined) throw new Error('terser returned nothing');
  return `${withModulesInBrackets(small)}\n`;
}

/**
 * V8 parses a function when it comes by, and again when it is called; one in brackets it takes for one that is called at
 * once, and parses it once. So are ncc's modules, which saves 2 ms of a start.
 */
function withModulesInBrackets(code: string): string {
  const modules: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    const table = ts.isObjectLiteralExpression(node) ? node.properties.filter(isModule) : [];
    if (table.length > 0) modules.push(...table.map(({ initializer }) => initializer));
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('dist.js', code, ts.ScriptTarget.Latest, true));
  return modules.reduceRight(
    (text, { pos, end }) => `${text.slice(0, pos)}(${text.slice(pos, end)})${text.slice(end)}`,
    code,
  );
}

const isModule = (property: ts.ObjectLiteralElementLike): property is ts.PropertyAssignment =>
  ts.isPropertyAssignment(property) && ts.isNumericLiteral(property.name) && ts.isArrowFunction(property.initializer);

if (import.meta.main) await build(join(root, 'dist'));
