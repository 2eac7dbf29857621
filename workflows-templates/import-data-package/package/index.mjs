import { nameFile } from '../../names.mjs';
import { input, newFolder, notice, runStep } from '../../step.mjs';
import { listEntities } from '../../../dist/list-entities.js';

/** How often an import that F&O has ended otherwise than well can be sent again by re-runs of one job. */
const ATTEMPTS = 9;

await runStep(async () => {
  const file = input('file');
  const { name, artifactOf } = await nameFile(file, input('definition-group'));
  const ids = Array.from({ length: ATTEMPTS }, (_, index) => `${name}-${index + 1}`);
  return {
    'execution-ids': JSON.stringify(ids),
    lookup: ids.map((id) => `JobId eq '${id}'`).join(' or '),
    'errors-artifact': artifactOf('import-errors', ids[0]),
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
