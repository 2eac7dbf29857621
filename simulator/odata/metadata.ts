import { type SimulatedResponse } from '../response.ts';
import type { World } from '../world.ts';
import { boundActions, type BoundAction } from './bound-actions.ts';
import { namespace, typeName, type EdmType, type EntitySet } from './entity-set.ts';
import { enumsOf } from './enums.ts';
import { entitySets } from './sets.ts';

/** Types whose values are never null in F&O; a key never is. */
const neverNull: readonly EdmType[] = ['Int32', 'Int64', 'Decimal', 'DateTimeOffset'];

/** `/data/$metadata`, as XML: every type that is named is declared. */
export function csdl(world: World): SimulatedResponse {
  const sets = entitySets(world);
  const parts = [
    ...enumsOf(sets).map(
      ([name, members]) =>
        `<EnumType Name="${name}">${members.map((member, value) => `<Member Name="${member}" Value="${value}"/>`).join('')}</EnumType>`,
    ),
    ...sets.map(entityType),
    ...sets.flatMap((set) => (boundActions[set.name] ?? []).map((action) => actionElement(set, action))),
    `<EntityContainer Name="Resources">${sets
      .map(({ name, entityType: type }) => `<EntitySet Name="${name}" EntityType="${namespace}.${type}"/>`)
      .join('')}</EntityContainer>`,
  ];
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', 'odata-version': '4.0' },
    body: `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="${namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${parts.join('')}</Schema></edmx:DataServices></edmx:Edmx>`,
  };
}

function entityType({ entityType: name, keys, properties }: EntitySet): string {
  const keyElement = `<Key>${keys.map((key) => `<PropertyRef Name="${key}"/>`).join('')}</Key>`;
  const columns = Object.entries(properties).map(([property, type]) => {
    const nullable = keys.includes(property) || neverNull.includes(type) ? ' Nullable="false"' : '';
    const scale = type === 'Decimal' ? ' Scale="variable"' : '';
    return `<Property Name="${property}" Type="${typeName(type)}"${nullable}${scale}/>`;
  });
  return `<EntityType Name="${name}">${keyElement}${columns.join('')}</EntityType>`;
}

function actionElement({ entityType: type }: EntitySet, { name, parameters, returns }: BoundAction): string {
  const list = Object.entries(parameters).map(
    ([parameter, edm]) => `<Parameter Name="${parameter}" Type="Edm.${edm}"/>`,
  );
  const result =
    returns === undefined
      ? ''
      : `<ReturnType Type="${returns === 'Collection(String)' ? 'Collection(Edm.String)' : `Edm.${returns}`}"/>`;
  return `<Action Name="${name}" IsBound="true"><Parameter Name="${type}" Type="Collection(${namespace}.${type})"/>${list.join('')}${result}</Action>`;
}
