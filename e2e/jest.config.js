import base from '../jest.config.js';

/** The tests of e2e/, with what the project's own package.json installs and what that of e2e/ adds. */
export default { ...base, rootDir: '..', testMatch: ['<rootDir>/e2e/**/*.test.ts'] };
