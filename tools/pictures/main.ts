/**
 * `npm run pictures`: runs `dist/index.js` against the simulator, and draws the job summaries that it writes as GitHub does,
 * in its light and its dark theme, into `docs/pictures/`. Arguments name scenes; those that the documents do not show are
 * drawn into `build/pictures/`, for looking at.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../manifest.ts';
import { draw, findChromium } from './draw.ts';
import { runScene, scenes } from './scenes.ts';

const LARGEST_BYTES = 150_000;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => scenes.every((scene) => scene.name !== name));
const chromium = findChromium();
if (unknown.length > 0) {
  fail(`There is no scene ${unknown.join(', ')}: there are ${scenes.map(({ name }) => name).join(', ')}.`);
} else if (chromium === undefined) {
  fail('Chromium is not on PATH, so nothing was drawn: install it (apt-get install chromium), or set CHROMIUM.');
} else {
  if (!existsSync(join(import.meta.dirname, 'node_modules'))) install();
  for (const scene of scenes) {
    if (wanted.length > 0 ? !wanted.includes(scene.name) : !scene.isKept) continue;
    const folder = join(root, scene.isKept ? 'docs/pictures' : 'build/pictures');
    mkdirSync(folder, { recursive: true });
    const result = await runScene(scene);
    rmSync(result.folder, { recursive: true });
    if (!scene.isKept) console.log([...result.log, result.summary].join('\n'));
    for (const theme of ['light', 'dark'] as const) {
      const path = join(folder, `${scene.name}-${theme}.png`);
      draw(result.summary, theme, { path, chromium });
      const { size } = statSync(path);
      console.log(`${path}: ${Math.ceil(size / 1_000)} kB`);
      if (size > LARGEST_BYTES) fail(`${path} is larger than ${LARGEST_BYTES / 1_000} kB.`);
    }
  }
}

function install(): void {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const { status } = spawnSync(npm, args, { cwd: import.meta.dirname, stdio: 'inherit' });
  if (status !== 0) throw new Error('the packages that draw could not be installed');
}

function fail(line: string): void {
  console.error(line);
  process.exitCode = 1;
}
