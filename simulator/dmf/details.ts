import type { EntitySet, Row } from '../odata/entity-set.ts';
import type { ExecutionEntity } from '../scenario.ts';
import type { World } from '../world.ts';
import type { Execution } from './executions.ts';
import { planAt } from './plan.ts';

/** DataManagementExecutionJobDetails: a row for each entity of an execution. */
export const executionDetailsSet = (world: World): EntitySet => ({
  name: 'DataManagementExecutionJobDetails',
  entityType: 'DataManagementExecutionJobDetail',
  keys: ['DefinitionGroupId', 'JobId', 'EntityName'],
  properties: {
    DefinitionGroupId: 'String',
    JobId: 'String',
    EntityName: 'String',
    StagingStatus: { enum: 'DmfBatchJobStatus' },
    TargetStatus: { enum: 'DmfBatchJobStatus' },
    StagingStartDateTime: 'DateTimeOffset',
    TargetEndDateTime: 'DateTimeOffset',
    StagingRecordsCreatedCount: 'Int32',
    TargetRecordsCreatedCount: 'Int32',
    TargetRecordsUpdatedCount: 'Int32',
  },
  rows: () =>
    world.executions
      .all()
      .flatMap((execution) => execution.entities.map((entity, index) => rowOf(world, execution, entity, index))),
});

/** First every entity is staged, one after the other, then every one is written. */
function rowOf({ clock, scenario }: World, execution: Execution, entity: ExecutionEntity, index: number): Row {
  const { status, fraction, sinceMs } = planAt(execution.plan, clock.now() - execution.startedMs);
  const count = execution.entities.length;
  const ended = !['Unknown', 'Queued', 'NotRun', 'Executing'].includes(status);
  const done = ended ? 2 * count : status === 'Executing' ? fraction * 2 * count : 0;
  const staging = stage(done - index);
  const target = execution.execute ? stage(done - count - index) : 'NotRun';
  const final = entity.targetStatus ?? (status === 'Failed' ? 'Error' : status === 'Canceled' ? 'Aborted' : 'Finished');
  const targetStatus = ended && execution.execute ? final : target;
  const written = targetStatus === 'Finished' ? entity.records - (entity.failedRecords ?? 0) : 0;
  const date = (ms: number | undefined): string =>
    ms === undefined ? scenario.unsetDate : `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return {
    DefinitionGroupId: execution.definitionGroup,
    JobId: execution.id,
    EntityName: entity.name,
    StagingStatus: staging,
    TargetStatus: targetStatus,
    StagingStartDateTime: date(staging === 'NotRun' ? undefined : execution.startedMs),
    TargetEndDateTime: date(ended ? execution.startedMs + sinceMs : undefined),
    StagingRecordsCreatedCount: staging === 'Finished' ? entity.records : 0,
    TargetRecordsCreatedCount: written,
    TargetRecordsUpdatedCount: 0,
  };
}

function stage(progress: number): string {
  if (progress <= 0) return 'NotRun';
  return progress < 1 ? 'None' : 'Finished';
}
