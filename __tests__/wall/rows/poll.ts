import { at, first, type Row, says, type World } from '../row.ts';
import type { Fault } from '../../../simulator/faults.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const WAIT = { 'wait-timeout-minutes': '2', 'poll-seconds': '5' };
const MESSAGE = { 'batch-job-recid': '', 'message-id': '11111111-2222-4333-8444-555555555555' };
const EXECUTION = { 'batch-job-recid': '', 'execution-id': '<execution>' };
/** From the second poll on. */
const later = (name: string, respond: Fault['respond'], more: Omit<Fault, 'respond'> = {}) =>
  at(name, respond, { ...more, match: { nth: 2, times: 999 } });
const once = (name: string, respond: Fault['respond'], more: Omit<Fault, 'respond'> = {}) =>
  at(name, respond, { ...more, match: { nth: 2, times: 1 } });
const says2 = (status: number, body: unknown): Omit<Fault, 'respond'> => ({
  status,
  headers: JSON_TYPE,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const running: World = { life: 'Executing 60 Finished' };
const hour = (jumpHours: 1 | -1): World => ({ life: 'Executing 120 Finished', jumpHours });

/** A request that is sent again and again until something holds. */
// prettier-ignore
export const rows: readonly Row[] = [
  // A batch job
  ['batch-wait', 'all is well',                         {},                                     {},                              '0 finished', [], 'poll+'],
  ['batch-wait', 'reset, once',                         { ...running, ...once('poll', 'reset') }, {},                            '0 finished', [], 'poll+'],
  ['batch-wait', 'body cut, once',                      { ...running, ...once('poll', 'cut') }, {},                              '0 finished', [], 'poll+'],
  ['batch-wait', 'hang, once',                          { ...running, ...once('poll', 'hang') }, { 'request-timeout-seconds': '60' }, '0 finished', [], 'poll+'],
  ['batch-wait', 'sign-in page, once',                  { ...running, ...once('poll', 'signin-html') }, {},                      '0 finished', [], 'poll+'],
  ['batch-wait', 'redirect, once',                      { ...running, ...once('poll', 'signin-redirect') }, {},                  '0 finished', [], 'poll+'],
  ['batch-wait', '403, once',                           { ...running, ...once('poll', '403-json') }, {},                         '0 finished', [], 'poll+'],
  ['batch-wait', '404, once',                           { ...running, ...once('poll', '404-html') }, {},                         '0 finished', [], 'poll+'],
  ['batch-wait', '500, once',                           { ...running, ...once('poll', '500-odata') }, {},                        '0 finished', [], 'poll+'],
  ['batch-wait', 'JSON without rows, once',             { ...running, ...once('poll', 'custom', says2(200, { d: 1 })) }, {},     '0 finished', [], 'poll+'],
  ['batch-wait', 'two rows of one job, once',           { ...running, ...once('poll', 'custom', says2(200, { value: [{ BatchJobRecId: 7 }, { BatchJobRecId: 7 }] })) }, {}, '0 finished', [], 'poll+'],
  ['batch-wait', 'no row, once',                        { ...running, ...once('poll', 'custom', says2(200, { value: [] })) }, {}, '0 finished', [], 'poll+'],
  ['batch-wait', 'no row for ever: deleted',            { life: 'Executing 10 deleted' },       {},                              '1 deleted', [], 'poll+'],
  ['batch-wait', 'no row from the start: no such job',  {},                                     { 'batch-job-recid': '1234567890' }, '1 failed', 'no such job', 'poll×2'],
  ['batch-wait', '429 with 30 s, once',                 { ...running, ...once('poll', 'throttle', { retryAfterSeconds: 30 }) }, {}, '0 finished', [], 'poll+'],
  ['batch-wait', 'a Retry-After longer than the wait',  { life: 'Executing 5 Finished', ...once('poll', 'throttle', { retryAfterSeconds: 9_000 }) }, { 'wait-timeout-minutes': '1' }, '0 finished', [], 'poll×3'],
  ['batch-wait', 'sign-in page for ever',               { life: 'Executing', ...later('poll', 'signin-html') }, { 'wait-timeout-minutes': '2' }, '1 timeout', 'sign-in page', 'poll+'],
  ['batch-wait', '403 for ever',                        { life: 'Executing', ...later('poll', '403-json') }, { 'wait-timeout-minutes': '5' }, '1 failed', '403', 'poll×4-99'],
  ['batch-wait', '403 at the first poll',               at('poll', '403-json'),                 {},                              '1 failed', '403', 'poll+'],
  ['batch-wait', '401 on a token alone',                { life: 'Executing', ...later('poll', 'empty-401') }, {},                '1 failed', '401', 'poll+'],
  ['batch-wait', 'a response after the deadline',       { life: 'Executing', ...later('poll', 'delay', { delayMs: 120_000 }) }, { 'wait-timeout-minutes': '1' }, '1 timeout', [], 'poll+'],
  ['batch-wait', 'hang to the deadline',                { life: 'Executing', ...later('poll', 'hang') }, { 'wait-timeout-minutes': '1' }, '1 timeout', 'Executing', 'poll+'],
  ['batch-wait', 'the deadline',                        { life: 'Executing' },                  { 'wait-timeout-minutes': '1' }, '1 timeout', 'Executing', 'poll+'],
  ['batch-wait', 'wall clock jumps an hour ahead',      hour(1),                                { 'wait-timeout-minutes': '10' }, '0 finished', [], 'poll+'],
  ['batch-wait', 'wall clock jumps an hour back',       hour(-1),                               { 'wait-timeout-minutes': '10' }, '0 finished', [], 'poll+'],
  ['batch-wait', "F&O's clock is three days off",       { ...running, clockSkewMs: 3 * 86_400_000 }, {},                         '0 finished', 'more than a day', 'poll+'],
  ['batch-wait', 'ended in Error',                      { life: 'Executing 5 Error' },          {},                              '1 error',  'ended in Error', 'poll+'],
  ['batch-wait', 'ended Canceled',                      { life: 'Executing 5 Canceled' },       {},                              '1 canceled', [], 'poll+'],
  ['batch-wait', 'ended NotRun',                        { life: 'Waiting 5 NotRun' },           {},                              '1 not-run', [], 'poll+'],
  ['batch-wait', 'put on hold in mid-wait',             { life: 'Executing 5 Hold' },           {},                              '1 withheld', [], 'poll+'],
  ['batch-wait', 'a status nobody knows',               { life: 'Executing 5 Dreaming' },       { 'wait-timeout-minutes': '1' }, '1 timeout', 'Dreaming', 'poll+'],
  ['batch-wait', 'an old replica says Finished',        { life: 'Executing 60 Error', ...once('poll', 'custom', says2(200, '{"value":[{"BatchJobRecId":<job>,"Status":"Finished","JobDescription":"Nightly posting","StartDateTime":"2020-01-01T00:00:00Z","EndDateTime":"2020-01-01T01:00:00Z"}]}')) }, { 'poll-seconds': '10' }, '1 error', [], 'poll+'],
  ['batch-wait', 'requeued until it is well',           { life: 'Executing 2 Error' },          { 'requeue-limit': '1' },        '0 finished', [], 'poll+ start poll+'],
  ['batch-wait', 'restart refused',                     { life: 'Executing 2 Error', startRefusal: 'The job is locked.' }, { 'requeue-limit': '1' }, '1 error', 'could not be restarted', 'poll+ start'],
  ['batch-wait', 'restart refused for lack of a role',  { life: 'Executing 2 Error', ...at('start', '403-json') }, { 'requeue-limit': '1' }, '1 error', ['could not be restarted', '403'], 'poll+ start'],
  ['batch-wait', 'wait 0: one 503',                     { ...first(1, 'poll', '503-html'), life: 'Executing' }, { 'wait-timeout-minutes': '0' }, '1 pending', [], 'poll×2'],
  ['batch-wait', 'wait 0: reset for ever',              at('poll', 'reset'),                    { 'wait-timeout-minutes': '0', 'max-retries': '1' }, '1 failed', 'broke', 'poll×2'],
  ['batch-wait', 'cancel-on: timeout, refused',         { life: 'Executing', clock: 'real', ...at('PATCH', '403-json', { match: { method: 'PATCH', path: '/data/' } }) }, { 'wait-timeout-minutes': '0.05', 'cancel-on': 'timeout' }, '1 timeout', [], 'poll+ cancel'],
  ['batch-wait', 'SIGTERM',                             { life: 'Executing', signals: [{ signal: 'SIGTERM', when: ({ requests }) => requests.length > 0 }] }, {}, '1 interrupted', 'interrupted', 'poll'],
  ['batch-wait', 'SIGINT, cancel-on: interrupted',      { life: 'Executing', signals: [{ signal: 'SIGINT', when: ({ lines }) => lines.some(({ line }) => line.includes('Executing')) }] }, { 'cancel-on': 'interrupted' }, '1 interrupted', [], 'poll+ cancel'],
  ['batch-wait', 'hostile description and status',      { life: 'Executing 5 Error', ...at('poll', 'custom', says2(200, '{"value":[{"BatchJobRecId":<job>,"Status":"::error::x\\n##[error]","JobDescription":"<img src=x>|`\\u001b[31m@all"}]}')) }, { 'wait-timeout-minutes': '0.5' }, '1 timeout', [], 'poll+'],
  // A data management execution
  ['batch-wait', 'execution: all is well',              { execution: 'NotRun 5 Executing 20 Succeeded' }, EXECUTION,             '0 finished', [], 'execution+ details errors'],
  ['batch-wait', 'execution: not found yet',            { execution: 'Executing 20 Succeeded', ...first(2, 'execution', 'custom', says2(400, { error: { message: "Details for the execution id 'x' were not found." } })) }, EXECUTION, '0 finished', [], 'execution+ details errors'],
  ['batch-wait', 'execution: never found',              {},                                     { 'batch-job-recid': '', 'execution-id': 'misspelt', 'wait-timeout-minutes': '10' }, '1 failed', 'execution ID', 'execution+'],
  ['batch-wait', 'execution: 503, once',                { execution: 'Executing 20 Succeeded', ...once('execution', '503-html') }, EXECUTION, '0 finished', [], 'execution+ details errors'],
  ['batch-wait', 'execution: failed',                   { execution: 'Executing 5 Failed' },    EXECUTION,                       '1 error',  '3 errors', 'execution+ details errors'],
  ['batch-wait', 'execution: failed, errors broken',    { execution: 'Executing 5 Failed', executionErrors: 'broken' }, EXECUTION, '1 error', [], 'execution+ details errors'],
  ['batch-wait', 'execution: failed, errors hang',      { execution: 'Executing 5 Failed', ...at('errors', 'hang') }, EXECUTION, '1 error',  'log:could not be read', 'execution+ details errors'],
  ['batch-wait', 'execution: failed, details 404',      { execution: 'Executing 5 Failed', ...at('details', '404-html') }, EXECUTION, '1 error', [], 'execution+ details errors'],
  ['batch-wait', 'execution: Succeeded, rows failed',   { execution: 'Executing 5 Succeeded', executionEntities: [{ name: 'Customers V3', records: 240, failedRecords: 7 }] }, EXECUTION, '1 partially-succeeded', 'Customers V3', 'execution+ details errors'],
  ['batch-wait', 'execution: Unknown is pending',       { execution: 'Unknown' },               { ...EXECUTION, 'wait-timeout-minutes': '1' }, '1 timeout', 'Unknown', 'execution|details+'],
  ['batch-wait', 'execution: Canceled',                 { execution: 'Executing 5 Canceled' },  EXECUTION,                       '1 canceled', [], 'execution+ details errors'],
  ['batch-wait', 'message: nobody knows it',            {},                                     { ...MESSAGE, 'wait-timeout-minutes': '10', 'poll-seconds': '60' }, '1 failed', '5 minutes', 'message|execution-of+'],
  ['batch-wait', 'message: Processed, no execution',    at('message', 'custom', says2(200, { value: 'Processed' })), MESSAGE,    '0 finished', 'names no execution', 'message|execution-of+'],
  // A call
  ['rest',       'expect met at the third poll',        { faults: [{ match: { path: '/data/CustomerGroups', times: 2 }, respond: 'custom', ...says2(200, { value: [] }) }] }, { ...WAIT, expect: 'value[0]' }, '0', [], 'call×3'],
  ['rest',       'expect never met',                    says('call', 200, { value: [] }),       { ...WAIT, expect: 'value[0]' }, '1',        'value[0]', 'call+'],
  ['rest',       '404, once',                           first(1, 'call', '404-html'),           WAIT,                            '0',        [], 'call×2'],
  ['rest',       '500, once',                           first(1, 'call', '500-xpp'),            WAIT,                            '0',        [], 'call×2'],
  ['rest',       'reset, once',                         first(1, 'call', 'reset'),              WAIT,                            '0',        [], 'call×2'],
  ['rest',       'hang, once',                          first(1, 'call', 'hang'),               { ...WAIT, 'request-timeout-seconds': '60' }, '0', [], 'call×2'],
  ['rest',       'sign-in page for ever',               at('call', 'signin-html'),              WAIT,                            '1',        'sign-in page', 'call+'],
  ['rest',       'JSON unfinished, once',               first(1, 'call', 'not-json'),           { ...WAIT, expect: 'value[0]' }, '0',        [], 'call×2'],
  ['rest',       '403 fails at once',                   at('call', '403-json'),                 WAIT,                            '1',        '403', 'call'],
  ['rest',       '400 fails at once',                   says('call', 400, { error: { message: 'Bad filter.' } }), WAIT,          '1',        'Bad filter.', 'call'],
  ['rest',       'a response after the deadline',       at('call', 'delay', { delayMs: 180_000 }), WAIT,                         '1',        [], 'call'],
  ['rest',       'DNS failure: a poll is enough',       {},                                     { ...WAIT, 'environment-url': 'https://nowhere.invalid', 'wait-timeout-minutes': '10' }, '1', 'could not be resolved', ''],
  ['rest',       'wall clock jumps an hour ahead',      { ...first(4, 'call', '503-html'), jumpHours: 1 }, { 'wait-timeout-minutes': '5', 'poll-seconds': '30' }, '0', [], 'call×5'],
  ['rest',       'SIGTERM',                             { ...at('call', '503-html'), signals: [{ signal: 'SIGTERM', when: ({ requests }) => requests.length > 0 }] }, WAIT, '1', 'interrupted (SIGTERM)', 'call'],
  // An environment that is starting
  ['token',      'starting: 503',                       { startingForMs: 30_000 },              WAIT,                            '0',        [], 'verify+ version'],
  ['token',      'starting: reset',                     { startingForMs: 30_000, startingAs: 'reset' }, WAIT,                    '0',        [], 'verify+ version'],
  ['token',      'starting: sign-in page',              { startingForMs: 30_000, startingAs: 'html' }, WAIT,                     '0',        [], 'verify+ version'],
  ['token',      'starting for ever',                   { startingForMs: 9e9, startingAs: '502-html' }, WAIT,                    '1',        '502', 'verify+'],
  ['token',      '403 fails at once',                   at('verify', '403'),                    WAIT,                            '1',        '403', 'verify'],
  ['token',      'SIGINT',                              { startingForMs: 9e9, signals: [{ signal: 'SIGINT', when: ({ requests }) => requests.length > 0 }] }, WAIT, '1', 'interrupted (SIGINT)', 'verify'],
];
