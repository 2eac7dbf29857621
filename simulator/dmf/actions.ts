import { empty, json, type SimulatedResponse } from '../response.ts';
import { rootOf, type Exchange } from '../exchange.ts';
import { jsonBody } from '../body.ts';
import { asObject, asText, type Json, type JsonObject } from '../json.ts';
import { contextIn, odataHeaders } from '../odata/collection.ts';
import { ODataError } from '../odata/errors.ts';
import type { World } from '../world.ts';
import { executionErrors } from './errors.ts';
import type { Execution } from './executions.ts';
import { emptyGuid, executionOf, messageStatus } from './messages.ts';
import { exportToPackage, exportedPackageUrl, importFromPackage, writeUrl } from './packages.ts';

const pattern =
  /^\/data\/(DataManagementDefinitionGroups|DataManagementEntities)\/Microsoft\.Dynamics\.DataEntities\.(\w+)$/;

/** The actions of data management. Undefined for any other path. */
export async function dataManagement(world: World, x: Exchange, path: string): Promise<SimulatedResponse | undefined> {
  const [, set, action] = pattern.exec(path) ?? [];
  if (action === undefined || x.method !== 'POST') return undefined;
  const body = asObject(await jsonBody(x));
  return set === 'DataManagementEntities'
    ? version(world, x, action)
    : run(world, x, action, (name) => parameter(body, name));
}

/** A parameter of an action, `''` where it is an empty string. Throws ODataError 400 where it is absent. */
function parameter(body: JsonObject, name: string): string {
  if (body[name] === undefined) throw new ODataError(400, `The parameter '${name}' is missing in the request payload.`);
  return asText(body[name]);
}

async function run(
  world: World,
  x: Exchange,
  action: string,
  of: (name: string) => string,
): Promise<SimulatedResponse | undefined> {
  const { clock, scenario } = world;
  const value = (result: Json): SimulatedResponse => valueResponse(world, x, result);
  switch (action) {
    case 'InitializeDataManagement':
      await clock.sleep(scenario.initializeMs);
      return scenario.initializeStatus === 204 ? empty(204) : value(true);
    case 'InitializeDataManagementAsync':
      return empty(204);
    case 'GetAzureWriteUrl':
      return value(JSON.stringify(writeUrl(world, x, of('uniqueFileName'))));
    case 'ImportFromPackage':
    case 'ImportFromPackageAsync': {
      const held = action === 'ImportFromPackage';
      const imported = await importFromPackage(world, x, of, held);
      return typeof imported === 'string' ? value(imported) : imported;
    }
    case 'ExportToPackage':
    case 'ExportToPackageAsync':
      return value(await exportToPackage(world, of, action === 'ExportToPackage'));
    case 'GetExportedPackageUrl':
      return value(exportedPackageUrl(world, x, execution(world, of('executionId'))));
    case 'GetExecutionSummaryStatus':
      if (scenario.unknownExecution === 'status-unknown' && world.executions.get(of('executionId')) === undefined)
        return value('Unknown');
      return value(world.executions.statusOf(execution(world, of('executionId'))));
    case 'GetExecutionErrors': {
      const found = execution(world, of('executionId'));
      const status = world.executions.statusOf(found);
      if (found.errors)
        return value(JSON.stringify(found.errors.map((text) => ({ RecordId: '0', Field: '', ErrorMessage: text }))));
      return value(['Failed', 'PartiallySucceeded'].includes(status) ? executionErrors(scenario) : '[]');
    }
    case 'GetEntityExecutionSummaryStatusList': {
      const found = execution(world, of('executionId'));
      const status = world.executions.statusOf(found);
      return value(found.entities.map(({ name }) => ({ EntityName: name, EntityExecutionSummaryStatus: status })));
    }
    case 'GetImportStagingErrorFileUrl':
    case 'GetImportTargetErrorKeysFileUrl':
      execution(world, of('executionId'));
      return value('');
    case 'GenerateImportTargetErrorKeysFile':
      execution(world, of('executionId'));
      return value(false);
    case 'GetMessageStatus': {
      const status = messageStatus(world, of('messageId'));
      if (status === undefined) throw new ODataError(400, `The message '${of('messageId')}' does not exist.`);
      return value(status);
    }
    case 'GetExecutionIdByMessageId':
      return value(executionOf(world, of('_messageId'))?.id ?? emptyGuid);
    default:
      return undefined;
  }
}

/** The execution with this id. Throws the 400 that F&O returns for one that it does not know (yet). */
function execution({ executions }: World, id: string): Execution {
  const found = executions.get(id);
  if (found === undefined) throw new ODataError(400, `Details for the execution id '${id}' were not found.`);
  return found;
}

function version(world: World, x: Exchange, action: string): SimulatedResponse | undefined {
  const versions = {
    GetApplicationVersion: world.scenario.applicationVersion,
    GetApplicationBuildVersion: world.scenario.applicationVersion,
    GetPlatformBuildVersion: '7.0.7690.12',
  };
  return Object.hasOwn(versions, action)
    ? valueResponse(world, x, versions[action as keyof typeof versions])
    : undefined;
}

function valueResponse({ scenario }: World, x: Exchange, result: Json): SimulatedResponse {
  return json(
    200,
    {
      ...contextIn(x, `${rootOf(x)}/data/$metadata#Edm.${typeof result === 'boolean' ? 'Boolean' : 'String'}`),
      value: scenario.valueInValue ? { value: result } : result,
    },
    odataHeaders(x),
  );
}
