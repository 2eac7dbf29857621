import { jest } from '@jest/globals';

/**
 * On a CI machine, which others share, a test that fails runs once more when the others of its file are done: where a
 * child's clock runs sixty times as fast, a second without a processor is a minute to it. `.ci/run` names what needed this.
 * On a developer's machine nothing does, so that a test that depends on more than its sources is seen.
 */
if (process.env['CI']) jest.retryTimes(1, { logErrorsBeforeRetry: true });
