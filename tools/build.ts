import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ncc from '@vercel/ncc';
import { minify } from 'terser';
import { hashOf, SOURCE_HASH, sourceFiles } from './dist-source.ts';
import { leftOut } from './left-out.ts';
import { licences } from './licences.ts';
import { root } from './manifest.ts';

const compiled = join(root, 'build');

/**
 * What Node starts: the action, and the thread that src/json/run-document-task.ts finds beside it; the simulator's action,
 * and the process that simulator/action/start.ts finds beside it; the action of data packages. Steps of chains run
 * `probe/index.js`, and import `list-entities.js` and `data-package/check-folder.js`. Where an entry has chunks, no other
 * entry that has some may lie in its folder: both would number them alike.
 */
const entries = {
  'src/main.js': 'index.js',
  'src/json/document-worker.js': 'document-worker.js',
  'simulator/action/main.js': 'simulator/index.js',
  'simulator/action/post.js': 'simulator/post.js',
  'simulator/action/server.js': 'simulator/server.js',
  'src/data-package-main.js': 'data-package/index.js',
  'src/data-package/list-entities.js': 'list-entities.js',
  'src/data-package/check-folder.js': 'data-package/check-folder.js',
  'tools/probe/step.js': 'probe/index.js',
};

/**
 * Builds the actions from `src/`, `simulator/` and `tools/probe/` into a folder, which is emptied first: `index.js`, a chunk
 * for each `import()`, the licences, and the hash of its sources. The same sources and lock file give the same bytes, on
 * every platform and version of Node.
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
      // undici is loaded by the toolkit but never called; a module of Node stands in its place.
      externals: leftOut,
    });
    const beside = join(folder, dirname(file));
    const files = Object.entries(assets).map(([name, { source }]) => ({ name, source }));
    for (const { name, source } of [{ name: basename(file), source: code }, ...files]) {
      const isScript = name.endsWith('.js');
      mkdirSync(dirname(join(beside, name)), { recursive: true });
      writeFileSync(join(beside, name), isScript ? await minified(source.toString()) : source);
    }
  }
  writeFileSync(join(folder, SOURCE_HASH), `${hash}\n`);
  writeFileSync(join(folder, 'licenses.txt'), licences(root, Object.keys(leftOut)));
}

/** ncc minifies the entry alone, so terser does the entry and the chunks alike. */
async function minified(code: string): Promise<string> {
  const { code: small } = await minify(code, {
    module: true,
    ecma: 2020,
    compress: { passes: 2 },
    // One byte a character: V8 reads that sooner.
    format: { comments: false, ascii_only: true },
  });
  if (small === undefined) throw new Error('terser returned nothing');
  return `${small}\n`;
}

if (import.meta.main) await build(join(root, 'dist'));
