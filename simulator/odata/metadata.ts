import { json, type Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import { refused } from '../fno/gate.ts';
import type { World } from '../world.ts';
import { isEnum, type EdmType, type EntitySet } from './entity-set.ts';
import { entitySets } from './sets.ts';

const namespace = 'Microsoft.Dynamics.DataEntities';
const typeName = (type: EdmType): string => (isEnum(type) ? `${namespace}.${type.enum}` : `Edm.${type}`);

/** `/data/$metadata`, as XML. */
export function csdl(world: World): Answer {
  const sets = entitySets(world);
  const types = sets.map(
    ({ entityType, keys, properties }) =>
      `<EntityType Name="${entityType}"><Key>${keys.map((key) => `<PropertyRef Name="${key}"/>`).join('')}</Key>${Object.entries(
        properties,
      )
        .map(([name, type]) => `<Property Name="${name}" Type="${typeName(type)}"/>`)
        .join('')}</EntityType>`,
  );
  const container = sets.map(
    ({ name, entityType }) => `<EntitySet Name="${name}" EntityType="${namespace}.${entityType}"/>`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', 'odata-version': '4.0' },
    body: `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="${namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${types.join('')}<EntityContainer Name="Resources">${container.join('')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`,
  };
}

/** `/Metadata/PublicEntities[('Name')]`, `/Metadata/DataEntities`, `/Metadata/PublicEnumerations`. Undefined for any other path. */
export function metadataRoute(world: World, x: Exchange, path: string): Answer | undefined {
  const [, kind, name] =
    /^\/Metadata\/(PublicEntities|DataEntities|PublicEnumerations)(?:\('([^']*)'\))?$/.exec(path) ?? [];
  if (kind === undefined) return undefined;
  const sets = entitySets(world);
  if (name !== undefined) {
    const set = sets.find(({ entityType }) => entityType === name);
    return set === undefined ? refused(404, world.scenario.notFoundBody) : json(200, publicEntity(set));
  }
  const skip = Number(x.query.get('$skip') ?? 0);
  const rows = rowsOf(kind, sets).slice(skip, skip + Number(x.query.get('$top') ?? Infinity));
  return json(200, { '@odata.context': `https://${x.host}/Metadata/$metadata#${kind}`, value: rows });
}

function rowsOf(kind: string, sets: readonly EntitySet[]): object[] {
  if (kind === 'PublicEntities') return sets.map(publicEntity);
  if (kind === 'DataEntities') {
    return sets.map(({ name, entityType }) => ({
      Name: `${entityType}Entity`,
      PublicEntityName: entityType,
      PublicCollectionName: name,
      DataServiceEnabled: true,
      DataManagementEnabled: true,
      IsReadOnly: false,
    }));
  }
  return sets.flatMap(({ enumMembers = {} }) =>
    Object.entries(enumMembers).map(([Name, members]) => ({
      Name,
      Members: members.map((member, Value) => ({ Name: member, Value })),
    })),
  );
}

const publicEntity = ({ name, entityType, keys, properties }: EntitySet): object => ({
  Name: entityType,
  EntitySetName: name,
  Properties: Object.entries(properties).map(([property, type]) => ({
    Name: property,
    TypeName: typeName(type),
    DataType: isEnum(type) ? 'Enum' : type,
    IsKey: keys.includes(property),
  })),
  Actions: name === 'BatchJobs' ? [{ Name: 'SetBatchJobToWaiting', BindingKind: 'BoundToEntitySet' }] : [],
});
