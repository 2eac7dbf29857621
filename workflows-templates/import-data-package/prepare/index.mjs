import { input, missing, newFolder, notBoolean, notPositive, refuse, runStep, tooLong } from '../../step.mjs';

await runStep(() => {
  const timeout = notPositive('wait-timeout-minutes');
  refuse([
    missing('definition-group', 'the name of the import project'),
    missing('legal-entity', 'the legal entity to import into, such as `usmf`'),
    input('package') === '' && input('package-artifact') === ''
      ? '`package` is missing. Set it to the path of the package, or set `package-artifact`.'
      : '',
    notBoolean('overwrite'),
    input('find-company-codes') && notBoolean('find-company-codes'),
    timeout || tooLong(Number(input('wait-timeout-minutes'))),
  ]);
  return { folder: newFolder('package') };
});
