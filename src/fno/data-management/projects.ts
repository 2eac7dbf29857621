import type { WallTime } from '../../clock.ts';
import { asText, membersOf } from '../../json/narrow.ts';
import type { Reader } from '../read.ts';
import { pathBelow, readRows } from '../rows.ts';
import { literal } from '../wire.ts';
import { write, type Written } from '../write.ts';

/** An entity of a data project, and its place in the order. */
export interface ProjectEntity {
  label: string;
  executionUnit: number;
  level: number;
  sequence: number;
}

const GROUPS = '/data/DataManagementDefinitionGroups';
const DETAILS = '/data/DataManagementDefinitionGroupDetails';
/** F&O takes no longer description. */
const LONGEST_DESCRIPTION = 60;

/** Makes a data project for an export. simulator/dmf/projects.ts has what F&O does with these requests. */
export function createProject(reader: Reader, name: string): Promise<Written> {
  const body = {
    Name: name,
    ProjectCategory: 'Project',
    OperationType: 'Export',
    GenerateDataPackage: 'No',
    Description: `${name} (temporary)`.slice(0, LONGEST_DESCRIPTION),
    TruncateEntityData: 'No',
  };
  return write(reader, { method: 'POST', path: GROUPS, body: JSON.stringify(body) });
}

/**
 * Adds an entity to a data project.
 *
 * @param skipStaging some entities refuse it
 */
export function addEntity(
  reader: Reader,
  project: string,
  { label, executionUnit, level, sequence }: ProjectEntity,
  skipStaging: boolean,
): Promise<Written> {
  const body = {
    DefinitionGroupId: project,
    EntityName: label,
    ExecutionUnit: executionUnit,
    LevelInExecutionUnit: level,
    SequenceInLevel: sequence,
    FailLevelOnError: 'No',
    FailExecutionUnitOnError: 'No',
    RunValidateField: 'Yes',
    RunBusinessValidation: 'Yes',
    RunBusinessLogic: 'Yes',
    SkipStaging: skipStaging ? 'Yes' : 'No',
    IsTransformed: 'No',
    DefaultRefreshType: 'FullPush',
    Disable: 'No',
    // Without it the entity has no map, and its export never ends.
    AutoGenerateMapping: 'Yes',
    SourceFormat: 'CSV-Unicode',
  };
  return write(reader, { method: 'POST', path: DETAILS, body: JSON.stringify(body) });
}

/** A data project by its name in F&O, and where the row says that it is. */
export interface ProjectRow {
  name: string;
  id: string | undefined;
}

/**
 * Reads data projects by name. F&O takes `*` at the end as a wildcard, and `startswith` not at all: compare the names
 * again.
 */
export async function projectsNamed(
  reader: Reader,
  name: string,
): Promise<{ projects: ProjectRow[]; date: WallTime | undefined }> {
  const { rows, date } = await readRows(
    reader,
    `${GROUPS}?${filtered(`Name eq ${literal(name)}`)}`,
    'application/json;odata.metadata=full',
  );
  const projects = rows
    .map(membersOf)
    .map((row) => ({ name: asText(row['Name']) ?? '', id: asText(row['@odata.id']) }));
  return { projects, date };
}

/** @returns whether a project has an entity */
export async function hasEntity(reader: Reader, project: string, label: string): Promise<boolean> {
  const filter = `DefinitionGroupId eq ${literal(project)} and EntityName eq ${literal(label)}`;
  const { rows } = await readRows(reader, `${DETAILS}?${filtered(filter)}&$select=EntityName`);
  return rows.length > 0;
}

/** @returns the IDs of the executions of a project (DataManagementExecutionJobDetails), each once */
export async function executionsOf(reader: Reader, project: string): Promise<string[]> {
  const filter = filtered(`DefinitionGroupId eq ${literal(project)}`);
  const { rows } = await readRows(reader, `/data/DataManagementExecutionJobDetails?${filter}&$select=JobId`);
  return [...new Set(rows.map((row) => asText(membersOf(row)['JobId']) ?? '').filter(Boolean))];
}

/** @returns the labels of all data entities of the environment, as data projects name them */
export async function entityLabels(reader: Reader): Promise<string[]> {
  const { rows } = await readRows(reader, '/data/DataManagementEntities?$select=EntityName&cross-company=true');
  return rows.map((row) => asText(membersOf(row)['EntityName'])?.trim() ?? '').filter(Boolean);
}

/**
 * Deletes a data project. Which key its address has differs by version, so the address that the row names is tried
 * first, then those that public projects use.
 *
 * @returns why it could not be deleted; `''` if it is gone
 */
export async function deleteProject(reader: Reader, { name, id }: ProjectRow): Promise<string> {
  const key = `'${encodeURIComponent(name.replaceAll("'", "''"))}'`;
  const type = "Microsoft.Dynamics.DataEntities.DMFOperationType'Export'";
  const named = id === undefined ? undefined : ownPath(reader, id);
  const paths = [
    ...(named === undefined ? [] : [named]),
    `${GROUPS}(Name=${key},OperationType=${type})`,
    `${GROUPS}(${key})`,
  ];
  let reason = '';
  for (const path of paths) {
    const written = await write(reader, { method: 'DELETE', path, read: true });
    if (written.kind === 'response' && written.refusal === '') return '';
    reason = written.kind === 'response' ? written.refusal : written.message;
  }
  const { projects } = await projectsNamed(reader, name);
  return projects.some((project) => isSameName(project.name, name)) ? reason : '';
}

/** Strings of F&O compare without regard to case. */
export const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The path of a data project on the environment; nothing if the address is of another host or of something else. */
function ownPath({ fno }: Reader, id: string): string | undefined {
  const url = URL.canParse(id, fno.url('/data/').href) ? new URL(id, fno.url('/data/')) : undefined;
  if (url?.origin !== fno.url('').origin) return undefined;
  const path = pathBelow(fno, url);
  return path.startsWith(`${GROUPS}(`) ? path : undefined;
}

const filtered = (filter: string) => `$filter=${encodeURIComponent(filter)}&cross-company=true`;
