import { at, type Row, says, type World } from '../row.ts';

const full = (...names: ('GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY')[]): World => ({
  env: Object.fromEntries(names.map((name) => [name, '/dev/full'])),
});
const gone = (name: string): World => ({ env: { [name]: '<workspace>/gone/file' } });
const big = says('call', 200, JSON.stringify({ value: Array.from({ length: 20_000 }, (_, id) => ({ id })) }));

/** Files of the runner and of the user: a failure to write is told, and hides nothing else. */
// prettier-ignore
export const rows: readonly Row[] = [
  ['rest',       'GITHUB_OUTPUT on a full disk',        full('GITHUB_OUTPUT'),                  {},                              '1',        ['outputs could not be written', 'ENOSPC'], 'call'],
  ['dmf-init',   'GITHUB_OUTPUT on a full disk',        full('GITHUB_OUTPUT'),                  {},                              '1',        'succeeded, but its outputs', 'init'],
  ['token',      'GITHUB_OUTPUT on a full disk',        full('GITHUB_OUTPUT'),                  {},                              '1',        'outputs could not be written', 'verify version'],
  ['batch-wait', 'GITHUB_OUTPUT on a full disk',        { ...full('GITHUB_OUTPUT'), life: 'Executing 5 Error' }, {},             '1',        ['could not be written either', 'ended in Error'], 'poll+'],
  ['rest',       'GITHUB_OUTPUT is gone',               gone('GITHUB_OUTPUT'),                  {},                              '1',        'outputs could not be written', 'call'],
  ['rest',       'bad inputs, GITHUB_OUTPUT full',      full('GITHUB_OUTPUT'),                  { 'max-retries': 'many' },       '1',        '`max-retries`', ''],
  ['rest',       'summary on a full disk',              full('GITHUB_STEP_SUMMARY'),            {},                              '0',        'summary could not be written', 'call'],
  ['dmf-init',   'summary on a full disk',              full('GITHUB_STEP_SUMMARY'),            {},                              '0 accepted', 'summary could not be written', 'init'],
  ['token',      'summary is gone',                     gone('GITHUB_STEP_SUMMARY'),            {},                              '0',        'summary could not be written', 'verify version'],
  ['batch-wait', 'summary on a full disk, failed',      { ...full('GITHUB_STEP_SUMMARY'), life: 'Executing 5 Error' }, {},       '1 error',  ['ended in Error', 'log:summary could not be written'], 'poll+'],
  ['batch-wait', 'both on a full disk',                 full('GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'), {},                        '1',        'outputs could not be written', 'poll+'],
  ['rest',       'response-file on a full disk',        { ...big, smallDisk: true },            { 'response-file': 'disk/response.json' }, '1', 'ENOSPC', 'call'],
  ['rest',       'response-file on a full disk, write', { ...big, smallDisk: true },            { 'response-file': 'disk/response.json', method: 'POST', payload: '{}' }, '1', ['ENOSPC', 'carried out'], 'call'],
  ['rest',       'pages on a full disk',                { smallDisk: true },                    { path: '/data/CustomersV3', 'cross-company': 'true', 'all-pages': 'true', 'response-file': 'disk/rows.json' }, '1', 'ENOSPC', 'pages'],
  ['batch-wait', 'errors-file on a full disk',          { smallDisk: true, env: { RUNNER_TEMP: '<workspace>/disk' }, execution: 'Executing 5 Failed', executionErrorCount: 3_506 }, { 'batch-job-recid': '', 'execution-id': '<execution>' }, '1 error', 'log:ENOSPC', 'execution+ details errors'],
  ['rest',       'response-file is a folder',           { files: { 'folder/x': '' } },          { 'response-file': 'folder' },   '1 failed', '`response-file`', ''],
  ['rest',       'response-file below a file',          { files: { file: '' } },                { 'response-file': 'file/x' },   '1',        '`response-file`', ''],
  ['rest',       'a response of 3 MB',                  says('call', 200, { x: 'x'.repeat(3_000_000) }), {},                     '0',        '`response-file`', 'call'],
  ['rest',       'a line of output that ends a file command', says('call', 200, { x: 'ghadelimiter_\nerror=forged\nEOF' }), { extract: 'x' }, '0', [], 'call'],
  ['rest',       'a delimiter of GITHUB_OUTPUT in a body', says('call', 200, 'error<<EOF\nforged\nEOF\n', 'text/plain'), {},     '0',        [], 'call'],
  ['rest',       'run by hand, no files of a runner',   { env: { GITHUB_OUTPUT: '', GITHUB_STEP_SUMMARY: '' } }, {},             '0',        'Output status-code: 200', 'call'],
  ['batch-wait', 'SIGTERM, GITHUB_OUTPUT full',         { ...full('GITHUB_OUTPUT'), life: 'Executing', signals: [{ signal: 'SIGTERM', when: ({ requests }) => requests.length > 0 }] }, {}, '1', 'interrupted', 'poll'],
  ['rest',       'summary: false',                      at('call', '403-json'),                 { summary: 'false' },            '1',        '403', 'call'],
];
