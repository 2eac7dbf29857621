import type { Row } from '../row.ts';

const utf16 = (text: string) => Buffer.from(text, 'utf16le').toString('base64');
const SECRET = { token: '', 'tenant-id': '<tenant>', 'client-id': '<client>', 'authority-host': '<simulator>' };
const PATH = '/data/CustomerGroups';
const ZIP = Buffer.from('504b0304140000000800', 'hex');
const windows = Buffer.from('\ufeff{"a":"x"}', 'utf16le');

/** Values as people paste them: all that is wrong is told, and nothing is sent. */
// prettier-ignore
export const rows: readonly Row[] = [
  // Expressions that ask nothing
  ['rest', 'expect: a single =',                        {}, { expect: "Status = 'Finished'" },                     '1 failed', '`expect`', ''],
  ['rest', 'expect: a literal',                         {}, { expect: "'Finished'" },                              '1 failed', '`expect`', ''],
  ['rest', 'expect: a whole line in double quotes',     {}, { expect: '"Status == \'Finished\'"' },                '1 failed', '`expect`', ''],
  ['rest', "expect: || 'Ended' at the top",             {}, { expect: "Status == 'Finished' || 'Ended'" },         '1 failed', '`expect`', ''],
  ['rest', 'expect: a multi-select',                    {}, { expect: '[Status, Name]' },                          '1 failed', '`expect`', ''],
  ['rest', 'expect: a missing comma',                   {}, { expect: '{a: b c: d}' },                             '1 failed', '`expect`', ''],
  ['rest', 'expect: an open quote',                     {}, { expect: "Status == 'Finished" },                     '1 failed', '`expect`', ''],
  ['rest', 'expect: a comparison with "Error"',         {}, { expect: 'Status != "Error"' },                       '1 failed', "'Error'", ''],
  ['rest', 'extract: a bare literal',                   {}, { extract: '`1`' },                                    '1 failed', '`extract`', ''],
  // Lines of `query` that F&O would ignore
  ['rest', 'query: filter without $',                   {}, { query: "filter=dataAreaId eq 'usmf'" },              '1 failed', '`$filter`', ''],
  ['rest', 'query: a line in quotes',                   {}, { query: '"$filter=Name eq 1"' },                      '1 failed', '`query`', ''],
  ['rest', 'query: a dash before it',                   {}, { query: '- $top=1' },                                 '1 failed', '`query`', ''],
  ['rest', 'query: a backslash before $',               {}, { query: '\\$filter=Name eq 1' },                      '1 failed', '`$filter`', ''],
  ['rest', 'query: %24filter',                          {}, { query: '%24filter=Name eq 1' },                      '1 failed', '`$filter`', ''],
  ['rest', 'query: crosscompany',                       {}, { query: 'crosscompany=true' },                        '1 failed', 'cross-company', ''],
  ['rest', 'query: a block folded by >',                {}, { query: '$top=1 $select=Name' },                      '1 failed', '`query`', ''],
  ['rest', 'headers: a block folded by >',              {}, { headers: 'Prefer: odata.maxpagesize=5 If-Match: *' }, '1 failed', '`headers`', ''],
  // Secrets that cannot be one
  ['rest', 'token in quotes',                           {}, { token: '"eyJ0eXAi.e30.aaaabbbb"' },                  '1 failed', 'in quotes', ''],
  ['token', 'client-secret as JSON of a credential',    {}, { ...SECRET, 'client-secret': '{"clientSecret":"abc8Q~secret"}' }, '1 failed', 'JSON object', ''],
  ['token', 'client-secret of asterisks',               {}, { ...SECRET, 'client-secret': '***' },                 '1 failed', 'asterisks', ''],
  ['token', 'client-secret as $NAME',                   {}, { ...SECRET, 'client-secret': '$CLIENT_SECRET' },      '1 failed', 'name of a variable', ''],
  ['token', 'client-secret in UTF-16 in base64',        {}, { ...SECRET, 'client-secret': utf16('abc8Q~a-secret-value') }, '1 failed', 'UTF-16', ''],
  ['token', 'client-secret with U+200B',                {}, { ...SECRET, 'client-secret': 'abc8Q~a\u200bsecret' }, '1 failed', 'U+200B', ''],
  ['token', 'certificate that is cut',                  {}, { ...SECRET, certificate: '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg' }, '1 failed', '`certificate`', ''],
  ['token', 'tenant-id that is none',                   {}, { ...SECRET, 'client-secret': 'abc8Q~secret-value', 'tenant-id': 'contoso tenant' }, '1 failed', '`tenant-id`', ''],
  ['token', 'client-id that is none',                   {}, { ...SECRET, 'client-secret': 'abc8Q~secret-value', 'client-id': 'my-app' }, '1 failed', '`client-id`', ''],
  ['token', 'secret that came empty',                   {}, { token: '', 'tenant-id': '<tenant>', 'client-id': '<client>', auth: 'client-secret' }, '1 failed', '`client-secret`', ''],
  ['rest', 'two credentials',                           {}, { ...SECRET, 'client-secret': 'abc8Q~secret-value', 'refresh-token': '1.ARoA-token', auth: 'certificate' }, '1 failed', '`certificate`', ''],
  // Identifiers and numbers
  ['batch-wait', 'RecId as a float of a sheet',         {}, { 'batch-job-recid': '5.63714457612346E+18' },         '1 failed', 'quotes', ''],
  ['batch-wait', 'RecId with a decimal',                {}, { 'batch-job-recid': '5637144576.0' },                 '1 failed', 'quotes', ''],
  ['batch-wait', 'RecId with thousands separators',     {}, { 'batch-job-recid': '5,637,144,576' },                '1 failed', '5637144576', ''],
  ['batch-wait', 'two ways to name a job',              {}, { 'batch-job-description': 'Nightly' },                '1 failed', '`batch-job-recid`', ''],
  ['batch-wait', 'accept-outcome: failed',              {}, { 'accept-outcome': 'failed' },                        '1 failed', '`accept-outcome`', ''],
  ['batch-wait', 'requeue-limit: 6',                    {}, { 'requeue-limit': '6' },                              '1 failed', '`requeue-limit`', ''],
  ['batch-wait', 'started-after: yesterday',            {}, { 'started-after': 'yesterday' },                      '1 failed', '`started-after`', ''],
  ['dmf-init', 'environment-url with a path of a page', {}, { 'environment-url': 'https://contoso.operations.dynamics.com/?cmp=usmf' }, '1 failed', '`environment-url`', ''],
  ['dmf-init', 'environment-url over http',             {}, { 'environment-url': 'http://contoso.operations.dynamics.com' }, '1 failed', '`environment-url`', ''],
  ['dmf-init', 'environment-url that came empty',       {}, { 'environment-url': '' },                             '1 failed', '`environment-url`', ''],
  ['token', 'scope with //.default',                    {}, { ...SECRET, 'client-secret': 'abc8Q~secret-value', scope: '<simulator>//.default' }, '1 failed', '`scope`', ''],
  // Paths, files, headers
  ['rest', 'shell syntax in response-file',             {}, { 'response-file': '$RUNNER_TEMP/x.json' },            '1 failed', '`response-file`', ''],
  ['rest', 'shell syntax in payload-file',              {}, { 'payload-file': '~/x.json', method: 'POST' },        '1 failed', '`payload-file`', ''],
  ['rest', 'response-file: /dev/null',                  {}, { 'response-file': '/dev/null' },                      '1 failed', '`response-file`', ''],
  ['rest', 'payload-file in UTF-16 of PowerShell',      { files: { 'p.json': windows } }, { 'payload-file': 'p.json', method: 'POST' }, '1 failed', 'UTF-16', ''],
  ['rest', 'payload-file that is a zip',                { files: { 'p.zip': ZIP } }, { 'payload-file': 'p.zip', method: 'POST' }, '1 failed', 'application/zip', ''],
  ['rest', 'payload that is not JSON',                  {}, { payload: "{'a': 1}" },                               '1 failed', '`payload`', ''],
  ['rest', 'payload-file that is not there',            {}, { 'payload-file': 'nowhere.json', method: 'POST' },    '1 failed', 'nowhere.json', ''],
  ['rest', 'path with a #',                             {}, { path: `${PATH}#x` },                                 '1 failed', '`path`', ''],
  ['rest', 'path of another host under a bearer',       {}, { path: 'https://attacker.example/data/X' },           '1 failed', '`auth: none`', ''],
  ['rest', 'a header line without a colon',             {}, { headers: 'Prefer' },                                 '1 failed', '`headers`', ''],
  ['rest', 'an input of another operation',             {}, { 'batch-job-recid': '5637144576' },                   '1 failed', '`batch-job-recid`', ''],
  ['rest', 'a name that is nearly one',                 {}, { 'accept-statuses': '404' },                          '1 failed', '`accept-status`', ''],
  ['rest', 'dots in the key of a DELETE',               {}, { method: 'DELETE', path: "/data/D('a/../../D('b')" }, '1 failed', 'another record', ''],
  ['rest', 'expect: @odata.count without quotes',       {}, { expect: '@odata.count > `0`' },                      '1 failed', '"@odata.count"', ''],
  ['rest', 'expect: $count',                            {}, { expect: '$count > `0`' },                            '1 failed', 'length(value)', ''],
  ['batch-wait', 'variables that came empty',           {}, { 'environment-url': '', 'batch-job-recid': '', token: '' }, '1 failed', ['`environment-url`', 'Dependabot'], ''],
  // Proxies
  ['rest', 'proxy: socks5',                             { env: { https_proxy: 'socks5://127.0.0.1:1080' } }, {},   '1 failed', 'socks5://', ''],
  ['rest', 'proxy: a password with #',                  { env: { https_proxy: 'http://user:hunter#two@127.0.0.1:1' } }, {}, '1 failed', ['`https_proxy`', '!hunter'], ''],
  ['rest', 'proxy: host:port that refuses',             { env: { https_proxy: '127.0.0.1:1' } }, { 'environment-url': 'https://contoso.operations.dynamics.com', 'max-retries': '0' }, '1', '`https_proxy`', ''],
  ['rest', 'proxy: no_proxy with blanks, semicolons',   { env: { https_proxy: '127.0.0.1:1', no_proxy: 'x.example; localhost ,y' } }, {}, '0', [], 'call'],
  ['rest', 'NODE_TLS_REJECT_UNAUTHORIZED=0',            { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }, {},        '0',        'NODE_TLS_REJECT_UNAUTHORIZED', 'call'],
];
