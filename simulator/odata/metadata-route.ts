import { empty, json, type SimulatedResponse } from '../response.ts';
import { rootOf, type Exchange } from '../exchange.ts';
import { notServed, refused } from '../fno/gate.ts';
import type { Json, JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { boundActions, type BoundAction } from './bound-actions.ts';
import { collection } from './collection.ts';
import { isEnum, namespace, typeName, type EdmType, type EntitySet } from './entity-set.ts';
import { enumsOf } from './enums.ts';
import { entitySets } from './sets.ts';

const labels: Readonly<Record<string, string>> = { '@SYS1': 'Time transactions', '@SYS9490': 'Customer group' };

/** `/Metadata/…`, in capitals or not: entities, enumerations, labels. Undefined for any other path. */
export function metadataRoute(world: World, x: Exchange, path: string): SimulatedResponse | undefined {
  const [, kind = '', key] = /^\/metadata\/(\w+)(?:\((.*)\))?$/i.exec(path) ?? [];
  if (kind === '') return undefined;
  if (x.method !== 'GET' && x.method !== 'HEAD') return empty(405);
  if (kind.toLowerCase() === 'labels') return label(world, x, key);
  const set = descriptions(entitySets(world)).find(({ name }) => name.toLowerCase() === kind.toLowerCase());
  if (set === undefined) return notServed(world, x);
  const context = `${rootOf(x)}/Metadata/$metadata#${set.name}`;
  if (key === undefined) return collection(world, x, set, context, { withEtags: false });
  const name = /^'([^']*)'$/.exec(key)?.[1];
  const row = [...set.rows()].find((each) => each['Name'] === name);
  return row === undefined
    ? refused(404, world.scenario.notFoundBody)
    : json(200, { '@odata.context': `${context}/$entity`, ...row });
}

/** A label by its two keys; a list of labels cannot be filtered. */
function label(world: World, x: Exchange, key: string | undefined): SimulatedResponse {
  if (key === undefined) return json(501, { Message: 'The labels cannot be listed or filtered.' });
  const [, id = ''] = /\bId='([^']*)'/.exec(key) ?? [];
  const [, language = ''] = /\bLanguage='([^']*)'/.exec(key) ?? [];
  const value = labels[id];
  if (value === undefined || language === '') return refused(404, world.scenario.notFoundBody);
  const context = `${rootOf(x)}/Metadata/$metadata#Labels/$entity`;
  return json(200, { '@odata.context': context, Id: id, Language: language, Value: value });
}

/** What is described, as sets of their own, so that `$filter`, `$select` and `$top` mean what they mean elsewhere. */
const descriptions = (sets: readonly EntitySet[]): EntitySet[] => [
  described(
    'DataEntities',
    ['PublicEntityName', 'PublicCollectionName', 'LabelId', 'EntityCategory'],
    ['DataServiceEnabled', 'DataManagementEnabled', 'IsReadOnly'],
    () => sets.map(dataEntity),
  ),
  described(
    'PublicEntities',
    ['EntitySetName', 'LabelId'],
    ['IsReadOnly', 'ConfigurationEnabled'],
    () => sets.map(publicEntity),
    ['Properties', 'NavigationProperties', 'PropertyGroups', 'Actions'],
  ),
  described('PublicEnumerations', ['LabelId'], [], () => enumsOf(sets).map(publicEnumeration), ['Members']),
];

function described(
  name: string,
  texts: string[],
  flags: string[],
  rows: () => JsonObject[],
  lists: string[] = [],
): EntitySet {
  const columns = (names: string[], type: EdmType) => names.map((column) => [column, type] as const);
  return {
    name,
    entityType: name,
    keys: ['Name'],
    properties: Object.fromEntries([
      ...columns(['Name', ...texts], 'String'),
      ...columns(flags, 'Boolean'),
      ...columns(lists, 'Binary'),
    ]),
    rows,
  };
}

const isReadOnly = (set: EntitySet): boolean =>
  set.insert === undefined && set.update === undefined && set.remove === undefined;

const dataEntity = (set: EntitySet): JsonObject => ({
  Name: set.aotName ?? `${set.entityType}Entity`,
  PublicEntityName: set.entityType,
  PublicCollectionName: set.name,
  LabelId: '@SYS9490',
  DataServiceEnabled: true,
  DataManagementEnabled: true,
  EntityCategory: set.category ?? 'Master',
  IsReadOnly: isReadOnly(set),
});

const publicEntity = (set: EntitySet): JsonObject => ({
  Name: set.entityType,
  EntitySetName: set.name,
  LabelId: '@SYS9490',
  IsReadOnly: isReadOnly(set),
  ConfigurationEnabled: true,
  Properties: Object.entries(set.properties).map(([name, type]): Json => {
    const isKey = set.keys.includes(name);
    return {
      Name: name,
      TypeName: typeName(type),
      DataType: isEnum(type) ? 'Enum' : type,
      LabelId: '',
      IsKey: isKey,
      IsMandatory: isKey,
      ConfigurationEnabled: true,
      AllowEdit: !isKey,
      AllowEditOnCreate: true,
      IsDimension: false,
      DimensionRelation: null,
      IsDynamicDimension: false,
      DimensionLegalEntityProperty: null,
      DimensionTypeProperty: null,
    };
  }),
  NavigationProperties: [],
  PropertyGroups: [],
  Actions: (boundActions[set.name] ?? []).map((action) => publicAction(set, action)),
});

const publicAction = ({ entityType }: EntitySet, { name, parameters, returns }: BoundAction): JsonObject => ({
  Name: name,
  BindingKind: 'BoundToEntitySet',
  Parameters: [
    { Name: entityType, Type: { TypeName: `${namespace}.${entityType}`, IsCollection: true } },
    ...Object.entries(parameters).map(([parameter, type]) => ({
      Name: parameter,
      Type: { TypeName: `Edm.${type}`, IsCollection: false },
    })),
  ],
  ReturnType:
    returns === undefined
      ? null
      : {
          TypeName: returns === 'Collection(String)' ? 'Edm.String' : `Edm.${returns}`,
          IsCollection: returns === 'Collection(String)',
        },
  FieldLookup: null,
});

const publicEnumeration = ([name, members]: [string, readonly string[]]): JsonObject => ({
  Name: name,
  LabelId: '',
  Members: members.map((member, value) => ({ Name: member, Value: value, LabelId: '', ConfigurationEnabled: true })),
});
