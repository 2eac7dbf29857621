import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { input, newFolder, notice, runStep, warn } from '../../step.mjs';
import { listEntities } from '../../../dist/list-entities.js';
import { didYouMean, nearestName } from '../../near-names.mjs';

/** A warning is for people: the first names say enough. */
const MOST_NAMED = 10;
/** The ID of a legal entity. https://learn.microsoft.com/dynamics365/fin-ops-core/fin-ops/organization-administration/tasks/create-legal-entity */
const COMPANY = /^[\p{L}\p{N}]{1,4}$/u;

await runStep(async () => {
  const hint = await checkEntities();
  const codes = companyCodes();
  return {
    hint,
    'company-codes': codes.join('\n'),
    folder: codes.length > 0 ? join(newFolder('searched'), 'package') : '',
  };
});

/** @returns what F&O may mean if it refuses the package; `''` if it knows every entity */
async function checkEntities() {
  const known = rowsOf('entities', 'data entities', 'Shared and unknown entities are not reported.');
  if (known.length === 0) return '';
  const rows = new Map(known.map((row) => [String(row.EntityName).toLowerCase(), row]));
  const entities = (await listEntities(input('file'), newFolder('listed'))).map((entity) => ({
    ...entity,
    row: rows.get(entity.label.toLowerCase()),
  }));
  const shared = entities.filter(({ hasFile, row }) => hasFile && row?.IsShared === 'Yes').map(({ label }) => label);
  if (shared.length > 0)
    warn(
      `${named(shared)} ${shared.length === 1 ? 'is a shared entity' : 'are shared entities'}: F&O imports ${shared.length === 1 ? 'it' : 'them'} for all legal entities, not only for ${input('legal-entity')}.`,
    );
  const unknown = entities.filter(({ row }) => row === undefined);
  const names = known.map((row) => String(row.EntityName));
  const toldOf = (some) => {
    const messages = some
      .slice(0, MOST_NAMED)
      .map(({ label }) => `F&O does not know the entity \`${label}\`${didYouMean(nearestName(label, names))}`);
    if (some.length > MOST_NAMED) messages.push(`It does not know ${some.length - MOST_NAMED} more entities.`);
    return messages.join(' ');
  };
  // Most exported manifests name many entities without a file, of which F&O may need to know none.
  const warning = toldOf(unknown.filter(({ hasFile }) => hasFile));
  if (warning) warn(`${warning} If an entity is new, refresh the list of data entities first.`);
  return toldOf(unknown);
}

/** @returns the IDs of the legal entities that the package is not imported into */
function companyCodes() {
  if (input('companies-file') === '' && input('companies-problem') === '') return [];
  return rowsOf('companies', 'legal entities', 'The package is not searched for their IDs.')
    .map((row) => String(row.LegalEntityId))
    .filter((id) => COMPANY.test(id) && id.toLowerCase() !== input('legal-entity').toLowerCase());
}

/** The rows of a response. Without them the import goes on, since F&O judges it in any case. */
function rowsOf(name, what, consequence) {
  const rows = parsedRows(input(`${name}-file`));
  if (rows.length > 0) return rows;
  const problem = input(`${name}-problem`).replace(/^HTTP 200$/, 'the response has no rows');
  notice(`The list of ${what} could not be read (${problem}). ${consequence} The import goes on.`);
  return [];
}

function parsedRows(file) {
  try {
    const { value } = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(value) ? value.filter((row) => typeof row === 'object' && row !== null) : [];
  } catch {
    return [];
  }
}

function named(labels) {
  const shown = labels.slice(0, MOST_NAMED).map((label) => `\`${label}\``);
  if (labels.length > MOST_NAMED) return `${shown.join(', ')} and ${labels.length - MOST_NAMED} more`;
  return [shown.slice(0, -1).join(', '), shown.at(-1)].filter(Boolean).join(' and ');
}
