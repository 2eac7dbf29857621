import type { EdmType } from './entity-set.ts';

export interface BoundAction {
  name: string;
  parameters: Readonly<Record<string, Extract<EdmType, string>>>;
  /** Absent: 204. */
  returns?: Extract<EdmType, string> | 'Collection(String)';
}

const byExecution: BoundAction['parameters'] = { executionId: 'String' };
const byEntity: BoundAction['parameters'] = { executionId: 'String', entityName: 'String' };
const imported: BoundAction['parameters'] = {
  packageUrl: 'String',
  definitionGroupId: 'String',
  executionId: 'String',
  execute: 'Boolean',
  overwrite: 'Boolean',
  legalEntityId: 'String',
};
const exported: BoundAction['parameters'] = {
  definitionGroupId: 'String',
  packageName: 'String',
  executionId: 'String',
  reExecute: 'Boolean',
  legalEntityId: 'String',
};
const version = (name: string): BoundAction => ({ name, parameters: {}, returns: 'String' });

/** The actions that are bound to an entity set, as `$metadata` declares them. */
export const boundActions: Readonly<Record<string, readonly BoundAction[]>> = {
  BatchJobs: [{ name: 'SetBatchJobToWaiting', parameters: { batchJobId: 'Int64' }, returns: 'String' }],
  DataManagementDefinitionGroups: [
    { name: 'InitializeDataManagement', parameters: {} },
    { name: 'InitializeDataManagementAsync', parameters: {} },
    { name: 'GetAzureWriteUrl', parameters: { uniqueFileName: 'String' }, returns: 'String' },
    { name: 'ImportFromPackage', parameters: imported, returns: 'String' },
    { name: 'ImportFromPackageAsync', parameters: imported, returns: 'String' },
    { name: 'ExportToPackage', parameters: exported, returns: 'String' },
    { name: 'ExportToPackageAsync', parameters: exported, returns: 'String' },
    { name: 'GetExportedPackageUrl', parameters: byExecution, returns: 'String' },
    { name: 'GetExecutionSummaryStatus', parameters: byExecution, returns: 'String' },
    { name: 'GetExecutionErrors', parameters: byExecution, returns: 'String' },
    { name: 'GetEntityExecutionSummaryStatusList', parameters: byExecution, returns: 'Collection(String)' },
    { name: 'GetImportStagingErrorFileUrl', parameters: byEntity, returns: 'String' },
    { name: 'GetImportTargetErrorKeysFileUrl', parameters: byEntity, returns: 'String' },
    { name: 'GenerateImportTargetErrorKeysFile', parameters: byEntity, returns: 'Boolean' },
    { name: 'GetMessageStatus', parameters: { messageId: 'String' }, returns: 'String' },
    { name: 'GetExecutionIdByMessageId', parameters: { _messageId: 'String' }, returns: 'String' },
  ],
  DataManagementEntities: [
    version('GetApplicationVersion'),
    version('GetApplicationBuildVersion'),
    version('GetPlatformBuildVersion'),
  ],
  SystemNotifications: [{ name: 'GetInstalledModules', parameters: {}, returns: 'Collection(String)' }],
};
