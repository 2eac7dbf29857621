import {
  input,
  missing,
  newFolder,
  notChoices,
  notLegalEntity,
  notPlain,
  notWait,
  refuse,
  runStep,
  trimmed,
} from '../../step.mjs';

await runStep(() => {
  const id = input('integration-id').replace(/^\{(.*)\}$/, '$1');
  refuse([
    input('file') === '' && input('file-artifact') === ''
      ? '`file` is missing. Set it to the path of the file, or set `file-artifact`.'
      : '',
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
      ? ''
      : `\`integration-id\` is ${JSON.stringify(input('integration-id'))}, but must be a GUID: the ID of the recurring data job in F&O.`,
    missing('entity', 'the name of the data entity, such as `Customer groups`'),
    ...['entity', 'file', 'file-artifact'].map((name) => notPlain(name)),
    notLegalEntity('legal-entity'),
    notChoices('accept-outcome'),
    notWait(),
  ]);
  return { folder: newFolder('file'), 'integration-id': id, ...trimmed('entity', 'legal-entity') };
});
