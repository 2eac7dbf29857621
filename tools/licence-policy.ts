import { join } from 'node:path';
import { readLock, type Package, type Use } from './lock-file.ts';

/** SPDX names of licences that ask for nothing but their own text. */
const PERMISSIVE = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'];

/** What is not distributed may also be data under Creative Commons, such as the table of browsers that Babel reads. */
const ALLOWED: Record<Use, readonly string[]> = {
  shipped: PERMISSIVE,
  development: [...PERMISSIVE, 'CC0-1.0', 'CC-BY-4.0', 'Unlicense'],
};

/** Packages of the end-to-end tests whose licence has no SPDX name, and why they may be used there. */
const EXPLAINED: Record<string, string> = {
  '@sap/cds': 'SAP Developer License: free for tests and other non-productive use',
  '@sap/cds-compiler': 'SAP Developer License: free for tests and other non-productive use',
  '@sap/cds-fiori': 'SAP Developer License: free for tests and other non-productive use',
  'uri-templates': 'public domain, or MIT where that does not exist, by the page that it names',
};

/**
 * Which of the licences that a package offers is used.
 *
 * @param expression an SPDX expression; only a name and a choice (`A OR B`) are understood
 * @returns `undefined` if none of them is allowed
 */
export function chosenLicence(expression: string, use: Use): string | undefined {
  const offered = expression.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return offered.find((name) => ALLOWED[use].includes(name));
}

/** @returns a line for each package whose licence is not allowed */
export function licenceFaults(packages: readonly Package[]): string[] {
  return packages
    .filter(({ name, licence, use }) => {
      const isExplained = use === 'development' && Object.hasOwn(EXPLAINED, name);
      return chosenLicence(licence, use) === undefined && !isExplained;
    })
    .map(({ name, version, licence, use }) => `${name} ${version} (${use}): ${licence || 'states no licence'}`);
}

/** What the packages of the action, its tools and its end-to-end tests break of the policy. */
export const licenceFaultsOf = (root: string): string[] =>
  licenceFaults([...readLock(root), ...readLock(join(root, 'e2e'))]);
