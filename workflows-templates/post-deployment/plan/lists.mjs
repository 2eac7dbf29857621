import { LargeNumber, notChoices, notLegalEntity, notPlain, notPositive, parseExactly } from '../../step.mjs';

/** Reads the lists of environments and packages. Everything that is wrong is added to `problems`, as a message. */

const targetKeys = ['environment', 'environment-url', 'tenant-id', 'client-id'];
const packageKeys = [
  'package',
  'package-artifact',
  'definition-group',
  'legal-entity',
  'overwrite',
  'find-company-codes',
  'wait-timeout-minutes',
  'accept-outcome',
];
/** The jobs of one matrix. https://docs.github.com/actions/reference/limits */
const MOST_ENVIRONMENTS = 256;

/**
 * @returns an object for each environment, with its index in the list and a display name
 */
export function readEnvironments(json, environment, problems) {
  if (json === '') return [{ index: 0, name: environment || 'environment', environment }];
  const entries = readArray('environments', json, '["uat", "prod"]', problems) ?? [];
  if (entries.length === 0 && problems.length === 0)
    problems.push('`environments` is empty. Name at least one environment.');
  if (entries.length > MOST_ENVIRONMENTS)
    problems.push(
      `\`environments\` has ${entries.length} entries, but GitHub runs at most ${MOST_ENVIRONMENTS} jobs in a matrix. Run the chain more than once.`,
    );
  const targets = entries.map((entry, index) => {
    const target = trimmedEntry(typeof entry === 'string' ? { environment: entry } : entry);
    const where = `\`environments\`, entry ${index + 1}`;
    if (!isObject(target)) {
      problems.push(`${where} is neither a string nor an object.`);
      return { index };
    }
    problems.push(...unknownKeys(where, target, targetKeys), ...notStrings(where, target, targetKeys));
    const name = target.environment || target['environment-url'];
    if (!name) problems.push(`${where} has neither \`environment\` nor \`environment-url\`.`);
    return { index, name, ...target };
  });
  // GitHub tells neither environments nor concurrency groups apart by case.
  const keys = targets.map(({ name }) => String(name).toLowerCase());
  const twice = targets.find((_, index) => keys.indexOf(keys[index]) < index);
  if (twice?.name) problems.push(`\`environments\` lists ${JSON.stringify(twice.name)} twice.`);
  return targets;
}

/** @returns an object for each package, whose values are all strings */
export function readPackages(json, slots, problems) {
  const example = '[{"package": "golden.zip", "definition-group": "Golden", "legal-entity": "usmf"}]';
  const entries = ((json === '' ? [] : readArray('packages', json, example, problems)) ?? []).map(trimmedEntry);
  if (entries.length > slots) problems.push(tooMany('packages', entries.length, slots));
  entries.forEach((entry, index) => {
    const where = `\`packages\`, entry ${index + 1}`;
    if (!isObject(entry)) problems.push(`${where} is not an object.`);
    else {
      problems.push(...unknownKeys(where, entry, packageKeys), ...notStrings(where, entry, packageKeys.slice(0, 4)));
      if (!entry.package && !entry['package-artifact']) {
        problems.push(`${where} has neither \`package\` nor \`package-artifact\`.`);
      }
      for (const key of ['definition-group', 'legal-entity']) {
        if (!entry[key]) problems.push(`${where} has no \`${key}\`.`);
      }
      for (const key of ['overwrite', 'find-company-codes']) {
        if (![undefined, true, false, 'true', 'false'].includes(entry[key]))
          problems.push(`${where}: \`${key}\` must be true or false.`);
      }
      const given = (key) => String(entry[key] ?? '');
      problems.push(
        ...[
          ...['package', 'package-artifact', 'definition-group'].map((key) => notPlain(key, given(key))),
          notLegalEntity('legal-entity', given('legal-entity')),
          notChoices('accept-outcome', given('accept-outcome')),
          given('wait-timeout-minutes') && notPositive('wait-timeout-minutes', given('wait-timeout-minutes')),
        ]
          .filter(Boolean)
          .map((problem) => `${where}: ${problem}`),
      );
    }
  });
  return entries.map((entry) => ({
    package: '',
    'package-artifact': '',
    'find-company-codes': '',
    'wait-timeout-minutes': '',
    'accept-outcome': '',
    ...Object.fromEntries(Object.entries(isObject(entry) ? entry : {}).map(([key, value]) => [key, String(value)])),
    overwrite: String(entry?.overwrite ?? true),
  }));
}

export function readArray(name, json, example, problems) {
  try {
    const value = parseExactly(json);
    if (Array.isArray(value)) return value;
    problems.push(`\`${name}\` is not a JSON array. Example: ${example}.`);
  } catch (thrown) {
    problems.push(`\`${name}\` is not valid JSON (${thrown.message}). Example: ${example}.`);
  }
  return undefined;
}

/** An entry whose texts have no blanks around them; what is null is not given. */
export const trimmedEntry = (entry) =>
  isObject(entry)
    ? Object.fromEntries(
        Object.entries(entry)
          .filter(([, value]) => value !== null)
          .map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value]),
      )
    : entry;

export const isObject = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LargeNumber);

export const unknownKeys = (where, entry, known) =>
  Object.keys(entry)
    .filter((key) => !known.includes(key))
    .map(
      (key) =>
        `${where} has the unknown key \`${key}\`. Known keys are ${known.map((name) => `\`${name}\``).join(', ')}.`,
    );

const notStrings = (where, entry, keys) =>
  keys
    .filter((key) => entry[key] !== undefined && typeof entry[key] !== 'string')
    .map((key) => `${where}: \`${key}\` must be a string.`);

export const tooMany = (name, count, slots) =>
  `\`${name}\` has ${count} entries, but one run takes at most ${slots}. Run the chain more than once.`;
