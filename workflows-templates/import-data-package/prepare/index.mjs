import {
  flag,
  input,
  missing,
  newFolder,
  notBoolean,
  notChoices,
  notLegalEntity,
  notPlain,
  notWait,
  refuse,
  runStep,
  trimmed,
} from '../../step.mjs';

await runStep(() => {
  refuse([
    missing('definition-group', 'the name of the import project'),
    missing('legal-entity', 'the legal entity to import into, such as `usmf`') || notLegalEntity('legal-entity'),
    input('package') === '' && input('package-artifact') === ''
      ? '`package` is missing. Set it to the path of the package, or set `package-artifact`.'
      : '',
    ...['definition-group', 'package', 'package-artifact'].map((name) => notPlain(name)),
    notBoolean('overwrite'),
    input('find-company-codes') && notBoolean('find-company-codes'),
    notChoices('accept-outcome'),
    notWait(),
  ]);
  return {
    folder: newFolder('package'),
    ...trimmed('definition-group', 'legal-entity'),
    overwrite: flag('overwrite'),
    'find-company-codes': flag('find-company-codes'),
  };
});
