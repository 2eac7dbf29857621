/**
 * Packages that are not in `dist/`, and the module of Node that stands in the place of each.
 *
 * @actions/http-client imports undici for `getAgentDispatcher`, which nothing here calls. With undici `dist` is 0.41 MB
 * larger, and a cold call takes 1.7 times as long as a bare script in place of 1.3: more than the bound of
 * docs/PERFORMANCE.md. A small module of Node stands in its place, so that a version of the toolkit that does use undici
 * fails in the first test.
 */
export const leftOut = { undici: 'node:url' };
