// Generated from data-package/action.yml by `npm run generate`. Do not edit.

/** Every input, with its default in action.yml. */
export const inputDefaults = {
  mode: '',
  summary: 'true',
  folder: '',
  package: '',
  with: '',
  'hide-values': 'false',
  sort: 'keys',
  'remove-stale': 'false',
  'company-codes': '',
  'max-unpacked-size-mb': '1024',
} as const satisfies Record<string, string>;

export type InputName = keyof typeof inputDefaults;

export const outputNames = [
  'error',
  'package-file',
  'entity-count',
  'row-count',
  'difference-count',
  'drift',
  'drift-file',
  'summary-file',
] as const;

export type OutputName = (typeof outputNames)[number];
