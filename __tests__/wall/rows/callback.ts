import { at, first, type Row, says, type World } from '../row.ts';

const TO = { 'callback-url': '<callback>' };
const failing: World = { life: 'Executing 5 Error' };

/** The POST that tells how it ended: whatever becomes of it, the outcome stays. */
// prettier-ignore
export const rows: readonly Row[] = [
  ['batch-wait', 'all is well',                         {},                                     TO,                              '0 finished', [], 'poll+ callback'],
  ['batch-wait', 'tells a failure',                     failing,                                TO,                              '1 error',  [], 'poll+ callback'],
  ['batch-wait', 'reset, once',                         first(1, 'callback', 'reset'),          TO,                              '0 finished', [], 'poll+ callback×2'],
  ['batch-wait', 'reset for ever',                      at('callback', 'reset'),                { ...TO, 'max-retries': '1' },   '0 finished', 'could not be posted', 'poll+ callback×2'],
  ['batch-wait', 'body cut, once',                      first(1, 'callback', 'cut'),            TO,                              '0 finished', [], 'poll+ callback×2'],
  ['batch-wait', 'hang for ever',                       at('callback', 'hang'),                 TO,                              '0 finished', ['could not be posted', '!request-timeout-seconds'], 'poll+ callback'],
  ['batch-wait', '429, once',                           first(1, 'callback', 'throttle', { retryAfterSeconds: 1 }), TO,          '0 finished', [], 'poll+ callback×2'],
  ['batch-wait', '503, once',                           first(1, 'callback', '503-html'),       TO,                              '0 finished', [], 'poll+ callback×2'],
  ['batch-wait', '500',                                 at('callback', '500-xpp'),              TO,  '0 finished', 'returned 500', 'poll+ callback'],
  ['batch-wait', '401',                                 { ...failing, ...at('callback', 'empty-401') }, TO,                      '1 error',  'log:returned 401', 'poll+ callback'],
  ['batch-wait', '404 as HTML',                         at('callback', '404-html'),             TO,                              '0 finished', 'returned 404', 'poll+ callback'],
  ['batch-wait', 'redirect elsewhere',                  at('callback', 'redirect-elsewhere'),   TO,                              '0 finished', 'returned 302', 'poll+ callback'],
  ['batch-wait', 'hostile text in the response',        at('callback', 'hostile-text'),         TO,                              '0 finished', 'returned 400', 'poll+ callback'],
  ['batch-wait', 'DNS failure',                         {},                                     { 'callback-url': 'https://hooks.nowhere.invalid/x?sig=very-secret-1' }, '0 finished', ['could not be resolved', '!`environment-url`'], 'poll+'],
  ['batch-wait', 'refused',                             {},                                     { 'callback-url': 'https://127.0.0.1:1/x', 'max-retries': '1' }, '0 finished', 'could not be posted', 'poll+'],
  ['batch-wait', 'bad inputs are told',                 {},                                     { ...TO, 'poll-seconds': 'often' }, '1 failed', '`poll-seconds`', 'callback'],
  ['batch-wait', 'a bad URL is a bad input',            {},                                     { 'callback-url': 'http://hooks.contoso.com/x' }, '1 failed', '`callback-url`', ''],
  ['batch-wait', 'SIGTERM while the callback hangs',    { ...at('callback', 'hang'), life: 'Executing', signals: [{ signal: 'SIGTERM', when: ({ requests }) => requests.length > 0 }] }, TO, '1 interrupted', 'log:could not be posted', 'poll callback'],
  ['batch-wait', 'SIGTERM behind the end of the job',   { ...at('callback', 'hang'), life: 'Canceled', signals: [{ signal: 'SIGTERM', when: ({ requests }) => requests.some(({ url }) => url.startsWith('/callback')) }] }, TO, '1 canceled', 'log:could not be posted', 'poll+ callback+'],
  ['batch-wait', 'after a sign-in page for ever',       at('poll', 'signin-html'),              { ...TO, 'wait-timeout-minutes': '1' }, '1 timeout', 'sign-in page', 'poll+ callback'],
  ['batch-wait', 'after GITHUB_OUTPUT is full',         { env: { GITHUB_OUTPUT: '/dev/full' } }, TO,                             '1',        'could not be written', 'poll+ callback'],
  ['batch-wait', 'secret in the response',              says('callback', 500, 'a-very-secret-signature'), TO,                    '0 finished', 'returned 500', 'poll+ callback'],
];
