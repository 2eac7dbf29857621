import process from 'node:process';
import { artifactName, digestOf, environmentName, executionName } from '../../names.mjs';
import { input, newFolder, notice, runStep } from '../../step.mjs';
import { listEntities } from '../../../dist/list-entities.js';

/** How often an import that F&O has ended otherwise than well can be sent again by re-runs of one job. */
const ATTEMPTS = 9;

await runStep(async () => {
  const file = input('file');
  const address = (input('environment-url') || process.env.D365FO_ENVIRONMENT_URL) ?? '';
  const [group, legalEntity] = [input('definition-group'), input('legal-entity')];
  const name = executionName(
    input('run-key'),
    `${input('environment-name')} ${address}`,
    group,
    legalEntity,
    await digestOf(file),
    input('place'),
  );
  const ids = Array.from({ length: ATTEMPTS }, (_, index) => `${name}-${index + 1}`);
  return {
    'execution-ids': JSON.stringify(ids),
    lookup: ids.map((id) => `JobId eq '${id}'`).join(' or '),
    'errors-artifact': artifactName(
      'import-errors',
      environmentName(input('environment-name'), address),
      legalEntity,
      process.env.GITHUB_JOB,
      ids[0],
    ),
    'has-entities': String(await hasEntities(file)),
  };
});

/** F&O judges a package; one whose manifest cannot be read here may be all right. */
async function hasEntities(file) {
  try {
    return (await listEntities(file, newFolder('listed'))).length > 0;
  } catch (thrown) {
    notice(`The entities of the package are not checked before the import, which goes on. ${thrown.message}`);
    return false;
  }
}
