import { opened, unwrapAction } from '../action.ts';
import { readText, fieldsOf, jsonOf, type Reader, type ReadRequest } from '../read.ts';
import { momentOf, type Moment } from '../batch/job.ts';
import { readRows } from '../rows.ts';
import { readServerMessage } from '../server-message.ts';
import { DATA_MANAGEMENT, literal } from '../wire.ts';
import { parseExecutionErrors, type ExecutionError } from './execution-errors.ts';

const NO_GUID = /^[0{}-]*$/;

const action = (name: string, parameters: Record<string, string>): ReadRequest => ({
  method: 'POST',
  path: `${DATA_MANAGEMENT}${name}`,
  body: JSON.stringify(parameters),
});

async function readAction(reader: Reader, request: ReadRequest): Promise<unknown> {
  return unwrapAction(jsonOf(await readText(reader, request), request));
}

/**
 * Asks for the status of an execution (GetExecutionSummaryStatus).
 *
 * @returns its status by F&O's name, or `not-found`, which F&O answers for a while of a new one, with what it said
 */
export async function executionStatus(
  reader: Reader,
  executionId: string,
): Promise<{ kind: 'status'; status: string } | { kind: 'not-found'; said: string }> {
  const request = action('GetExecutionSummaryStatus', { executionId });
  const isNotFound = (status: number, text: string) => status === 400 && /were not found/i.test(text);
  const response = await readText(reader, request, isNotFound);
  if (response.status === 400)
    return { kind: 'not-found', said: readServerMessage({}, response.text, reader.fno.redact).text };
  const status = unwrapAction(jsonOf(response, request));
  return { kind: 'status', status: typeof status === 'string' ? status : '' };
}

/** @returns the execution of a recurring integration's message; `undefined` while the message waits in its queue */
export async function executionOfMessage(reader: Reader, messageId: string): Promise<string | undefined> {
  const value = await readAction(reader, action('GetExecutionIdByMessageId', { _messageId: messageId }));
  const id = typeof value === 'string' ? value.trim() : '';
  return NO_GUID.test(id) ? undefined : id;
}

/** @returns the status of a message (GetMessageStatus) by F&O's name; empty where it tells none */
export async function messageStatus(reader: Reader, messageId: string): Promise<string> {
  const value = await readAction(reader, action('GetMessageStatus', { messageId }));
  return typeof value === 'string' ? value : '';
}

/** How far one entity of an execution has come. */
export interface EntityProgress {
  entity: string;
  stagingStatus: string;
  targetStatus: string;
  created: number;
  updated: number;
  began: Moment | undefined;
  ended: Moment | undefined;
}

/** Reads how far each entity of an execution has come (DataManagementExecutionJobDetails). */
export async function entityProgress(reader: Reader, executionId: string): Promise<EntityProgress[]> {
  const fields =
    'EntityName,StagingStatus,TargetStatus,StagingStartDateTime,TargetEndDateTime,TargetRecordsCreatedCount,TargetRecordsUpdatedCount';
  const filter = encodeURIComponent(`JobId eq ${literal(executionId)}`);
  const path = `/data/DataManagementExecutionJobDetails?$filter=${filter}&$select=${fields}&cross-company=true`;
  const { rows } = await readRows(reader, path);
  return rows.map(fieldsOf).map((row) => ({
    entity: text(row['EntityName']),
    stagingStatus: text(row['StagingStatus']),
    targetStatus: text(row['TargetStatus']),
    created: count(row['TargetRecordsCreatedCount']),
    updated: count(row['TargetRecordsUpdatedCount']),
    began: momentOf(row['StagingStartDateTime']),
    ended: momentOf(row['TargetEndDateTime']),
  }));
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const count = (value: unknown) => (Number.isFinite(Number(value)) ? Number(value) : 0);

/** Reads what F&O reported of an execution (GetExecutionErrors); it may report nothing of a failure. */
export async function executionErrors(reader: Reader, executionId: string): Promise<ExecutionError[]> {
  const value = await readAction(reader, action('GetExecutionErrors', { executionId }));
  const list = opened(value);
  return parseExecutionErrors(typeof list === 'string' ? list : JSON.stringify(list ?? []));
}
