import { basename, dirname } from 'node:path';
import { Failure } from '../errors.ts';
import { fileNameOf, folded, stem, twiceIn } from './names.ts';
import { childOf, childrenOf, element, localName, setText, textOf, type XmlElement } from './xml.ts';

export const MANIFEST = 'Manifest.xml';
export const HEADER = 'PackageHeader.xml';
/** The format in which F&O writes UTF-16 with a byte-order mark and CRLF. */
export const CSV_UNICODE = 'CSV-Unicode';

/** What a manifest says of one entity. */
export interface ManifestEntity {
  /** Its label, which the wire calls EntityName. */
  label: string;
  /** The name of its data file in the package. */
  file: string;
  sourceFormat: string;
  sheet: string;
  /** The columns of its map, in their order. */
  fields: string[];
  element: XmlElement;
}

const NAMESPACE = 'http://schemas.microsoft.com/dynamics/2015/01/DataManagement';
const LIST = 'PackageEntityList';
const ENTITY = 'DataManagementPackageEntityData';

/**
 * The entities of a manifest, in their order. The shape is that of packages which F&O exported.
 *
 * @throws Failure if it is no manifest, or names an entity or a file twice
 */
export function entitiesOf(root: XmlElement): ManifestEntity[] {
  const list = childOf(root, LIST);
  if (localName(root.name) !== 'DataManagementPackageManifest' || !list)
    throw new Failure(
      `\`${MANIFEST}\` is not the manifest of a data package: its root is \`${root.name}\`${list ? '' : `, without \`${LIST}\``}.`,
    );
  const entities = childrenOf(list).map((entity): ManifestEntity => {
    const text = (name: string) => textOf(entity, name).trim();
    const label = text('EntityName');
    if (label === '') throw new Failure(`\`${MANIFEST}\` has an entity without a name.`);
    const file = text('InputFilePath') || `${fileNameOf(label)}.csv`;
    const map = childOf(entity, 'EntityMapList');
    return {
      label,
      file: file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1),
      sourceFormat: text('SourceFormat'),
      sheet: text('ExcelSheetName').replace(/\$$/, ''),
      // A field that F&O fills in by itself has no column.
      fields: map ? childrenOf(map).flatMap((each) => textOf(each, 'XMLField').trim() || []) : [],
      element: entity,
    };
  });
  const twice = twiceIn(entities.map(({ label }) => label));
  if (twice !== undefined)
    throw new Failure(`\`${MANIFEST}\` has the entity \`${twice}\` twice: remove one of the two.`);
  const shared = twiceIn(entities.map(({ file }) => stem(file)));
  if (shared !== undefined)
    throw new Failure(`\`${MANIFEST}\` has two entities with the file \`${shared}\`: remove one of the two.`);
  return entities;
}

/** @throws Failure if a package has no manifest in its root */
export function requireManifest(names: readonly string[], name: string): void {
  if (names.includes(MANIFEST)) return;
  const inside = names.find((each) => folded(basename(each)) === folded(MANIFEST));
  const hint = !inside
    ? ''
    : inside.includes('/')
      ? ` It is in \`${dirname(inside)}/\`: zip what is in the folder, not the folder.`
      : ` It has \`${inside}\`: rename that.`;
  throw new Failure(`\`${name}\` is not a data package: it has no \`${MANIFEST}\` in its root.${hint}`);
}

/** Says in the manifest that the entity's file is CSV-Unicode. Its query and sample stay as they are. */
export function becomeCsv({ element: entity, file, label }: ManifestEntity): void {
  setText(entity, 'EntityName', label);
  setText(entity, 'SourceFormat', CSV_UNICODE);
  setText(entity, 'InputFilePath', `${stem(file)}.csv`);
  if (childOf(entity, 'ExcelSheetName')) setText(entity, 'ExcelSheetName', '');
}

/** The manifest with those of its entities alone that `keeps` holds for. */
export function withEntities(root: XmlElement, keeps: (label: string) => boolean): XmlElement {
  return {
    ...root,
    content: childrenOf(root).map((child) =>
      localName(child.name) === LIST
        ? { ...child, content: childrenOf(child).filter((entity) => keeps(textOf(entity, 'EntityName').trim())) }
        : child,
    ),
  };
}

/** What a manifest needs to know of an entity. */
export interface NewEntity {
  label: string;
  file: string;
  executionUnit: number;
  level: number;
  sequence: number;
  fields: readonly string[];
}

const attributes = { 'xmlns:i': 'http://www.w3.org/2001/XMLSchema-instance', xmlns: NAMESPACE };

/** A manifest for entities without one; elements stand in the order of the alphabet, as a .NET data contract reads them. */
export function newManifest(name: string, entities: readonly NewEntity[]): XmlElement {
  return {
    name: 'DataManagementPackageManifest',
    attributes,
    content: [
      element('DefinitionGroupName', name),
      element('Description', name),
      element(LIST, entities.map(newEntity)),
      element('ProjectCategory', '1'),
      element('RulesData', null),
    ],
  };
}

function newEntity(entity: NewEntity): XmlElement {
  return element(ENTITY, [
    element('DefaultRefreshType', 'FullPush'),
    element('Disable', 'false'),
    element('EntityMapList', entity.fields.map(newMap)),
    element('EntityName', entity.label),
    element('ExecutionUnit', String(entity.executionUnit)),
    element('FailExecutionUnitOnError', 'false'),
    element('FailLevelOnError', 'false'),
    element('InputFilePath', entity.file),
    element('LevelInExecutionUnit', String(entity.level)),
    element('RunBusinessLogic', 'true'),
    element('RunBusinessValidation', 'true'),
    element('SequenceInLevel', String(entity.sequence)),
    element('SkipStaging', 'false'),
    element('SourceFormat', CSV_UNICODE),
  ]);
}

function newMap(field: string): XmlElement {
  return element('EntityMap', [
    element('ArrayIndex', '0'),
    element('EntityField', field),
    element('EntityFieldConversionList', null),
    element('IsAutoDefault', 'false'),
    element('IsAutoGenerated', 'false'),
    element('IsDefaultValueEqualNull', 'false'),
    element('UseTextQualifier', 'false'),
    element('XMLField', field),
  ]);
}

/** The header of a package, as F&O writes it. */
export function newHeader(description: string): XmlElement {
  return {
    name: 'DataManagementPackageHeader',
    attributes,
    content: [
      element('Description', description),
      element(
        'ManifestType',
        'Microsoft.Dynamics.AX.Framework.Tools.DataManagement.Serialization.DataManagementPackageManifest',
      ),
      element('PackageType', 'DefinitionGroup'),
      element('PackageVersion', '2'),
    ],
  };
}
