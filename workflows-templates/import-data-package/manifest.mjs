import { xmlText } from '../files.mjs';
import { zipEntries } from '../zip.mjs';

const MANIFEST = 'Manifest.xml';
const LABEL = /<EntityName(?:\s[^<>]*)?>([^<]*)<\/EntityName>/;
const FILE = /<InputFilePath(?:\s[^<>]*)?>([^<]*)<\/InputFilePath>/;
const MARKUP = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * @param file a package
 * @returns `{label, hasFile}` for each entity of its manifest
 * @throws Error whose message says why they cannot be read
 */
export function readLabels(file) {
  const entries = zipEntries(file);
  const manifest = entries.find(({ name }) => name === MANIFEST);
  if (!manifest) throw new Error(`it has no ${MANIFEST} at the top of the zip file`);
  const xml = xmlText(manifest.read());
  const files = new Set(entries.map(({ name }) => name.toLowerCase()));
  const [, ...entities] = xml.split(/<DataManagementPackageEntityData(?=[\s>])/);
  return entities
    .map((entity) => ({
      label: textOf(entity, LABEL),
      hasFile: files.has(textOf(entity, FILE).split(/[\\/]/).at(-1).toLowerCase()),
    }))
    .filter(({ label }) => label !== '');
}

function textOf(xml, element) {
  const [, text = ''] = element.exec(xml) ?? [];
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, known) =>
    known ? (MARKUP[known] ?? whole) : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16)),
  );
}
