import { asText, membersOf } from '../../json/narrow.ts';
import { ServerText } from '../../server-text.ts';
import { opened, unwrapAction } from '../action.ts';
import { jsonOf, nameOf, OddResponse, readText, type Reader, type ReadRequest, type Text } from '../read.ts';
import { dateOf, type FnoDate } from '../batch/job.ts';
import { readRows, textIn } from '../rows.ts';
import { DATA_MANAGEMENT, literal } from '../wire.ts';
import { parseExecutionErrors, type ExecutionError } from './execution-errors.ts';

const NO_GUID = /^[0{}-]*$/;

const action = (name: string, parameters: Record<string, string>): ReadRequest => ({
  method: 'POST',
  path: `${DATA_MANAGEMENT}${name}`,
  body: JSON.stringify(parameters),
});

/** @throws OddResponse if the value of an action is no text */
function textOf(response: Text, request: ReadRequest): ServerText {
  const value = asText(unwrapAction(jsonOf(response, request)));
  if (value === undefined) throw new OddResponse(`${nameOf(request)} returned something other than text.`);
  return new ServerText(value.trim().replace(/^"(.*)"$/, '$1'));
}

/** A status by F&O's name, or what F&O says of what it does not find. */
export type Found = { kind: 'status'; status: ServerText } | { kind: 'not-found'; message: string };

/**
 * Asks for the status of an execution (GetExecutionSummaryStatus).
 *
 * @returns its status by F&O's name, or `not-found`, which F&O returns for a while of a new one, with its message
 */
export async function executionStatus(reader: Reader, executionId: string): Promise<Found> {
  const request = action('GetExecutionSummaryStatus', { executionId });
  const isNotFound = (status: number, text: string) => status === 400 && /were not found/i.test(text);
  const response = await readText(reader, request, isNotFound);
  if (response.status === 400) return { kind: 'not-found', message: response.serverMessage() };
  return { kind: 'status', status: textOf(response, request) };
}

/** @returns the execution of a recurring integration's message; `undefined` while it has none */
export async function executionOfMessage(reader: Reader, messageId: string): Promise<string | undefined> {
  const request = action('GetExecutionIdByMessageId', { _messageId: messageId });
  const response = await readText(reader, request, isUnknown);
  const id = isUnknown(response.status) ? '' : textOf(response, request).wire;
  return NO_GUID.test(id) ? undefined : id;
}

/** @returns the status of a message (GetMessageStatus); `not-found` also where F&O refuses to say it */
export async function messageStatus(reader: Reader, messageId: string): Promise<Found> {
  const request = action('GetMessageStatus', { messageId });
  const response = await readText(reader, request, isUnknown);
  if (isUnknown(response.status)) return { kind: 'not-found', message: response.serverMessage() };
  return { kind: 'status', status: textOf(response, request) };
}

const isUnknown = (status: number) => status === 400 || status === 404;

/** How far one entity of an execution has come. */
export interface EntityProgress {
  definitionGroup: string;
  entity: ServerText;
  stagingStatus: ServerText;
  targetStatus: ServerText;
  staged: number;
  created: number;
  updated: number;
  began: FnoDate | undefined;
  ended: FnoDate | undefined;
}

const FIELDS =
  'DefinitionGroupId,EntityName,StagingStatus,TargetStatus,StagingStartDateTime,TargetEndDateTime,StagingRecordsCreatedCount,TargetRecordsCreatedCount,TargetRecordsUpdatedCount';

/** Reads how far each entity of an execution has come (DataManagementExecutionJobDetails). */
export async function entityProgress(reader: Reader, executionId: string): Promise<EntityProgress[]> {
  const filter = encodeURIComponent(`JobId eq ${literal(executionId)}`);
  const path = `/data/DataManagementExecutionJobDetails?$filter=${filter}&$select=${FIELDS}&cross-company=true`;
  const { rows } = await readRows(reader, path);
  return rows.map(membersOf).map((row) => ({
    definitionGroup: asText(row['DefinitionGroupId']) ?? '',
    entity: textIn(row['EntityName']),
    stagingStatus: textIn(row['StagingStatus']),
    targetStatus: textIn(row['TargetStatus']),
    staged: count(row['StagingRecordsCreatedCount']),
    created: count(row['TargetRecordsCreatedCount']),
    updated: count(row['TargetRecordsUpdatedCount']),
    began: dateOf(row['StagingStartDateTime']),
    ended: dateOf(row['TargetEndDateTime']),
  }));
}

const count = (value: unknown) => (Number.isFinite(Number(value)) ? Number(value) : 0);

/** Whether a data project exports: its target is a file, whose rows F&O may not count. `false` if that cannot be read. */
export async function isExport(reader: Reader, definitionGroup: string): Promise<boolean> {
  const filter = encodeURIComponent(`Name eq ${literal(definitionGroup)}`);
  const path = `/data/DataManagementDefinitionGroups?$filter=${filter}&$select=Name,OperationType&cross-company=true`;
  const { rows } = await readRows(reader, path);
  return rows.length > 0 && rows.every((row) => asText(membersOf(row)['OperationType']) === 'Export');
}

/** Reads what F&O reported of an execution (GetExecutionErrors); it may report nothing of a failure. */
export async function executionErrors(reader: Reader, executionId: string): Promise<ExecutionError[]> {
  const request = action('GetExecutionErrors', { executionId });
  const list = opened(unwrapAction(jsonOf(await readText(reader, request), request)));
  return parseExecutionErrors(asText(list) ?? JSON.stringify(list ?? []));
}
