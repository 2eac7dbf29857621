import { asText } from '../json.ts';
import type { EntitySet, Row } from '../odata/entity-set.ts';
import { writeFailed } from '../odata/single.ts';
import type { World } from '../world.ts';

/** Projects that every environment of the simulator has; they were made by hand, and hold templates. */
const firstProjects: Row[] = [
  { Name: 'GoldenConfiguration', Description: 'Configuration of a new environment', OperationType: 'Import' },
  { Name: 'NightlyExport', Description: 'Master data', OperationType: 'Export' },
];

/** Data projects by OData: made, filled, used, and deleted. */
export const projectSets = (world: World): EntitySet[] => [groups(world), details(world), dataEntities(world)];

function groups({ data, scenario }: World): EntitySet {
  const all = () => [...firstProjects, ...[...data.projects.values()].map(({ row }) => row)];
  const set: EntitySet = {
    name: 'DataManagementDefinitionGroups',
    entityType: 'DataManagementDefinitionGroup',
    keys: scenario.projectKey === 'name' ? ['Name'] : ['Name', 'OperationType'],
    properties: {
      Name: 'String',
      Description: 'String',
      ProjectCategory: { enum: 'DMFProjectCategory' },
      OperationType: { enum: 'DMFOperationType' },
      GenerateDataPackage: { enum: 'NoYes' },
      TruncateEntityData: { enum: 'NoYes' },
    },
    rows: all,
    insert(values) {
      const name = asText(values['Name']);
      const known = all().some((row) => asText(row['Name']).toLowerCase() === name.toLowerCase());
      if (name === '') throw writeFailed(set, "Field 'Group name' must be filled in");
      if (known) throw writeFailed(set, 'The record already exists');
      const row = { ...values, Name: name };
      data.projects.set(name.toLowerCase(), { row, details: [] });
      return row;
    },
    remove: (row) => void data.projects.delete(asText(row['Name']).toLowerCase()),
  };
  return set;
}

/** Some entities cannot skip staging, and the first tries can meet another's update. */
function details({ data, scenario }: World): EntitySet {
  const noYes = { enum: 'NoYes' };
  const options = [
    'FailLevelOnError',
    'FailExecutionUnitOnError',
    'RunValidateField',
    'RunBusinessValidation',
    'RunBusinessLogic',
    'SkipStaging',
    'IsTransformed',
    'Disable',
    'AutoGenerateMapping',
  ];
  const set: EntitySet = {
    name: 'DataManagementDefinitionGroupDetails',
    entityType: 'DataManagementDefinitionGroupDetail',
    keys: ['DefinitionGroupId', 'EntityName'],
    properties: {
      DefinitionGroupId: 'String',
      EntityName: 'String',
      ExecutionUnit: 'Int32',
      LevelInExecutionUnit: 'Int32',
      SequenceInLevel: 'Int32',
      DefaultRefreshType: { enum: 'DMFRefreshType' },
      SourceFormat: 'String',
      ...Object.fromEntries(options.map((name) => [name, noYes])),
    },
    rows: () => [...data.projects.values()].flatMap((project) => project.details),
    insert(values) {
      const label = asText(values['EntityName']);
      const project = data.projects.get(asText(values['DefinitionGroupId']).toLowerCase());
      if (!project) throw writeFailed(set, 'The data project does not exist');
      if (scenario.missingEntities.includes(label)) throw writeFailed(set, `Entity ${label} does not exist`);
      if (scenario.entitiesWithStaging.includes(label) && values['SkipStaging'] === 'Yes') {
        throw writeFailed(set, 'Staging cannot be skipped for this entity');
      }
      if (scenario.detailConflicts > 0) {
        scenario.detailConflicts -= 1;
        throw writeFailed(
          set,
          'An update conflict occurred due to another user process deleting the record or changing one or more fields in the record',
        );
      }
      project.details.push(values);
      return values;
    },
  };
  return set;
}

/** The entities of data management that the environment has: those that it was told of, and those that hold rows. */
function dataEntities({ data, scenario }: World): EntitySet {
  return {
    name: 'DataManagementEntities',
    entityType: 'DataManagementEntity',
    keys: ['EntityName'],
    properties: {
      EntityName: 'String',
      TargetEntity: 'String',
      EntityCategory: { enum: 'EntityCategory' },
      IsShared: { enum: 'NoYes' },
    },
    category: 'Parameters',
    rows: () =>
      [...new Set([...scenario.dataEntities, ...data.entities.keys()])].map((label) => ({
        EntityName: label,
        TargetEntity: `${label.replaceAll(/\W/g, '')}Entity`,
        EntityCategory: 'Master',
        IsShared: scenario.sharedEntities.includes(label) ? 'Yes' : 'No',
      })),
  };
}
