import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { leftOut } from './left-out.ts';
import { readLock } from './lock-file.ts';

/** The parts of a CycloneDX document (https://cyclonedx.org/docs/1.5/json/) that are narrowed. */
interface Bom {
  metadata: { component: { 'bom-ref': string; name: string } };
  components: { 'bom-ref': string; name: string; version: string }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/**
 * The software bill of materials of `dist/`: what `npm sbom` says of the lock file, narrowed to the packages whose code is
 * there. (`npm sbom --omit dev` leaves out packages that something of the development depends on as well, such as semver.)
 *
 * @throws Error if npm fails, or names fewer packages than are shipped
 */
export function sbomOf(root: string): Bom {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const { stdout, stderr, error } = spawnSync(npm, ['sbom', ...options], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    shell: process.platform === 'win32',
  });
  if (error || stdout === '') throw error ?? new Error(stderr);
  const shipped = readLock(root)
    .filter(({ use, name }) => use === 'shipped' && !Object.hasOwn(leftOut, name))
    .map(({ name, version }) => `${name}@${version}`);
  return narrowed(JSON.parse(stdout) as Bom, shipped);
}

function narrowed(bom: Bom, shipped: readonly string[]): Bom {
  const components = bom.components.filter(({ name, version }) => shipped.includes(`${name}@${version}`));
  const found = components.map(({ name, version }) => `${name}@${version}`);
  const missing = shipped.filter((one) => !found.includes(one));
  if (missing.length > 0) throw new Error(`npm sbom does not name ${missing.join(', ')}.`);
  const kept = new Set([bom.metadata.component, ...components].map((component) => component['bom-ref']));
  const dependencies = bom.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
  // npm takes the name of the folder.
  const component = { ...bom.metadata.component, name: 'd365fo-action' };
  return { ...bom, metadata: { ...bom.metadata, component }, components, dependencies };
}

if (import.meta.main) console.log(JSON.stringify(sbomOf(resolve(import.meta.dirname, '..')), undefined, 2));
