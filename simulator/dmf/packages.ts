import { randomUUID } from 'node:crypto';
import type { SimulatedResponse } from '../response.ts';
import type { Exchange } from '../exchange.ts';
import { ODataError } from '../odata/errors.ts';
import { gatewayPage } from '../pages.ts';
import type { World } from '../world.ts';
import type { Execution } from './executions.ts';
import { exportData } from './export-data.ts';
import { importData } from './import-data.ts';
import { openPackage } from './package-file.ts';
import { packageZip } from './package-zip.ts';

type Parameters = (name: string) => string;

/** Where a package may be written to: the own blob store, or the container the simulator was pointed at. */
export function writeUrl(world: World, x: Exchange, fileName: string): { BlobId: string; BlobUrl: string } {
  if (fileName === '') throw new ODataError(400, "The parameter 'uniqueFileName' is empty.");
  const name = `uploads/${randomUUID()}/${encodeURIComponent(fileName)}`;
  return { BlobId: `{${randomUUID().toUpperCase()}}`, BlobUrl: blobUrl(world, x, name) };
}

function blobUrl(world: World, x: Exchange, name: string): string {
  if (world.azuriteUrl === undefined) return `https://${x.host}${world.blobs.signedPath(decodeURIComponent(name))}`;
  const url = new URL(world.azuriteUrl);
  url.pathname += `/${name}`;
  return url.href;
}

/** Responds only when the package is unpacked, or is cut by a gateway while the import goes on. A second import at the same time is refused. */
export async function importFromPackage(
  world: World,
  x: Exchange,
  of: Parameters,
  held: boolean,
): Promise<string | SimulatedResponse> {
  const { scenario, clock, executions } = world;
  const definitionGroup = of('definitionGroupId');
  const blob = await checkPackage(world, x, of('packageUrl'));
  refuseWhileRunning(world, definitionGroup, 'import');
  const execute = of('execute') === 'true';
  const opened = blob === undefined ? undefined : await openPackage(world.blobs.pathOf(blob));
  const real = opened && importData(world, opened, execute);
  const { id } = executions.begin(
    {
      id: of('executionId') || randomUUID(),
      kind: 'import',
      definitionGroup,
      legalEntity: of('legalEntityId'),
      execute,
    },
    { real },
  );
  if (!held) return id;
  const cutMs = scenario.importGatewayCutMs;
  if (cutMs !== null && cutMs < scenario.importHoldMs) {
    await clock.sleep(cutMs);
    return gatewayPage(504, 'Gateway Timeout');
  }
  await clock.sleep(scenario.importHoldMs);
  return id;
}

export async function exportToPackage(world: World, of: Parameters, held: boolean): Promise<string> {
  refuseWhileRunning(world, of('definitionGroupId'), 'export');
  const name = of('definitionGroupId');
  const project = world.data.projects.get(name.toLowerCase());
  const { id } = world.executions.begin(
    {
      id: of('executionId') || randomUUID(),
      kind: 'export',
      definitionGroup: name,
      legalEntity: of('legalEntityId'),
      execute: true,
    },
    { real: project && exportData(world, name, project) },
  );
  if (held) await world.clock.sleep(world.scenario.exportHoldMs);
  return id;
}

function refuseWhileRunning({ executions, scenario }: World, definitionGroup: string, kind: Execution['kind']): void {
  const running = executions.running(definitionGroup, kind);
  const stuck = scenario.stuckDefinitionGroups.includes(definitionGroup);
  if (running === undefined && !stuck) return;
  throw new ODataError(
    400,
    `The definition group '${definitionGroup}' cannot be executed: execution '${running?.id ?? 'of an earlier run'}' is still in progress.`,
  );
}

/** A package in the own blob store must be there; one elsewhere is taken on trust. */
async function checkPackage({ blobs }: World, x: Exchange, packageUrl: string): Promise<string | undefined> {
  if (!URL.canParse(packageUrl)) throw new ODataError(400, `The package URL '${packageUrl}' is not valid.`);
  const { host, pathname } = new URL(packageUrl);
  if (host !== x.host || !pathname.startsWith('/blob/')) return undefined;
  const name = decodeURIComponent(pathname.slice('/blob/'.length));
  if (await blobs.has(name)) return name;
  throw new ODataError(400, 'The package could not be downloaded: the specified blob does not exist.');
}

/** The URL of the package, or `''` while the export has not succeeded. */
export function exportedPackageUrl(world: World, x: Exchange, execution: Execution): string {
  if (execution.kind !== 'export' || world.executions.statusOf(execution) !== 'Succeeded') return '';
  const name = `exports/${execution.id}.zip`;
  const { zip } = execution;
  const { length, bytes } = zip ? { length: zip.length, bytes: () => [zip] } : packageZip(world.scenario.packageBytes);
  world.blobs.publish(name, length, bytes);
  return `https://${x.host}${world.blobs.signedPath(name)}`;
}
