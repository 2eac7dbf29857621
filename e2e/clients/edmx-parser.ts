/** Reads `$metadata` with a CSDL parser, and says what it makes of it. */
import { parse } from '@sap-ux/edmx-parser';
import { given, tell } from './given.ts';

interface Named {
  name: string;
  fullyQualifiedName: string;
}
interface Property extends Named {
  type: string;
  nullable?: boolean;
}
/** The part that is looked at: the parser's own types are in a package that it does not install. */
interface Parsed {
  schema: {
    namespace: string;
    entityTypes: (Named & { keys: Property[]; entityProperties: Property[] })[];
    entitySets: (Named & { entityTypeName: string })[];
    enumTypes: (Named & { members: Named[] })[];
    actions: (Named & { isBound: boolean })[];
  };
}

const { environmentUrl, token } = given();
const response = await fetch(`${environmentUrl}/data/$metadata`, { headers: { authorization: `Bearer ${token}` } });
const parsed: unknown = parse(await response.text());
const { entityTypes, entitySets, enumTypes, actions, namespace } = (parsed as Parsed).schema;
const own = new Set([...entityTypes, ...enumTypes].map(({ fullyQualifiedName }) => fullyQualifiedName));
const named = entityTypes.flatMap(({ entityProperties }) => entityProperties.map(({ type }) => type));
tell({
  namespace,
  undeclared: named.filter((type) => type.startsWith(`${namespace}.`) && !own.has(type)),
  setsWithoutType: entitySets.filter(({ entityTypeName }) => !own.has(entityTypeName)).map(({ name }) => name),
  nullableKeys: entityTypes.flatMap(({ keys }) => keys.filter(({ nullable }) => nullable !== false)),
  statuses: enumTypes.find(({ name }) => name === 'BatchStatus')?.members.length,
  start: actions.find(({ name }) => name === 'SetBatchJobToWaiting')?.isBound,
});
