/** The lists of a post-deployment run. What is wrong in one is added to `problems`, as a sentence. */

const targetKeys = ['environment', 'environment-url', 'tenant-id', 'client-id'];
const packageKeys = ['package', 'package-artifact', 'definition-group', 'legal-entity', 'overwrite'];

/**
 * @returns an object for each environment, with its place in the list and the name that stands for it
 */
export function readEnvironments(json, environment, problems) {
  if (json === '') return [{ index: 0, name: environment || 'environment', environment }];
  const entries = readArray('environments', json, '["uat", "prod"]', problems) ?? [];
  if (entries.length === 0 && problems.length === 0)
    problems.push('`environments` is empty: name at least one environment.');
  const targets = entries.map((entry, index) => {
    const target = typeof entry === 'string' ? { environment: entry } : entry;
    const where = `\`environments\`, entry ${index + 1}`;
    if (!isObject(target)) {
      problems.push(`${where} is neither a name nor an object.`);
      return { index };
    }
    problems.push(...unknownKeys(where, target, targetKeys), ...notText(where, target, targetKeys));
    const name = target.environment || target['environment-url'];
    if (!name) problems.push(`${where} has neither \`environment\` nor \`environment-url\`.`);
    return { index, name, ...target };
  });
  const twice = targets.find(({ name }, index) => targets.findIndex((other) => other.name === name) < index);
  if (twice?.name) problems.push(`\`environments\` has ${JSON.stringify(twice.name)} twice.`);
  return targets;
}

/** @returns an object for each package, all of its values text */
export function readPackages(json, places, problems) {
  const example = '[{"package": "golden.zip", "definition-group": "Golden", "legal-entity": "usmf"}]';
  const entries = (json === '' ? [] : readArray('packages', json, example, problems)) ?? [];
  if (entries.length > places) problems.push(tooMany('packages', entries.length, places));
  entries.forEach((entry, index) => {
    const where = `\`packages\`, entry ${index + 1}`;
    if (!isObject(entry)) problems.push(`${where} is not an object.`);
    else {
      problems.push(...unknownKeys(where, entry, packageKeys), ...notText(where, entry, packageKeys.slice(0, -1)));
      if (!entry.package && !entry['package-artifact']) {
        problems.push(`${where} has neither \`package\` nor \`package-artifact\`.`);
      }
      for (const key of ['definition-group', 'legal-entity']) {
        if (!entry[key]) problems.push(`${where} has no \`${key}\`.`);
      }
      if (![undefined, true, false, 'true', 'false'].includes(entry.overwrite)) {
        problems.push(`${where}: \`overwrite\` is neither true nor false.`);
      }
    }
  });
  return entries.map((entry) => ({
    package: '',
    'package-artifact': '',
    ...entry,
    overwrite: String(entry?.overwrite ?? true),
  }));
}

/** @returns for each group its RecIds, or the description of its one job */
export function readGroups(text, places, problems) {
  const lines = text
    .split(/[\r\n;]+/)
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length > places) problems.push(tooMany('batch-jobs', lines.length, places));
  return lines.map((line, index) => {
    const parts = line.split(',').map((part) => part.trim());
    const recIds = parts.filter((part) => /^\d+$/.test(part));
    if (recIds.length === 0) return { kind: 'description', value: line };
    const others = parts.filter((part) => part !== '' && !/^\d+$/.test(part));
    if (others.length > 0) {
      problems.push(
        `\`batch-jobs\`, group ${index + 1} mixes RecIds with ${JSON.stringify(others[0])}: a group is RecIds by comma, or one description.`,
      );
    }
    return { kind: 'recids', value: recIds.join(',') };
  });
}

function readArray(name, json, example, problems) {
  try {
    const value = JSON.parse(json);
    if (Array.isArray(value)) return value;
    problems.push(`\`${name}\` is not a JSON array: write ${example}.`);
  } catch (thrown) {
    problems.push(`\`${name}\` is not JSON (${thrown.message}): write ${example}.`);
  }
  return undefined;
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const unknownKeys = (where, entry, known) =>
  Object.keys(entry)
    .filter((key) => !known.includes(key))
    .map((key) => `${where} has \`${key}\`, which is none of ${known.map((name) => `\`${name}\``).join(', ')}.`);

const notText = (where, entry, keys) =>
  keys
    .filter((key) => entry[key] !== undefined && typeof entry[key] !== 'string')
    .map((key) => `${where}: \`${key}\` is not text.`);

const tooMany = (name, count, places) =>
  `\`${name}\` has ${count} entries, and there are ${places} places: run the chain twice.`;
