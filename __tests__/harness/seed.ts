/**
 * Where generated cases begin: the same in every run, so that the same sources give the same verdict. `SEED=7 npm test`
 * tries others, as CI on GitHub does once a week, and every test that fails by them says which seed it was.
 */
export const SEED = Number(process.env['SEED'] || 20_261);
