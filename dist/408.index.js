export const id = 408;
export const ids = [408];
export const modules = {

/***/ 217:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ opened),
/* harmony export */   s: () => (/* binding */ unwrapAction)
/* harmony export */ });
/* harmony import */ var _json_parse_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8103);
/* harmony import */ var _json_narrow_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5345);


/**
 * The result of an OData action: the bare JSON, its `value`, or the `value` within that, as F&O's documentation prints
 * it both ways.
 */
function unwrapAction(json) {
    let value = json;
    for (let depth = 0; depth < 2 && Object.hasOwn((0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_1__/* .membersOf */ .lS)(value), 'value'); depth += 1)
        value = (0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_1__/* .membersOf */ .lS)(value)['value'];
    return value;
}
/** JSON that travels inside a string, opened; anything else as it is. */
function opened(value) {
    if (typeof value !== 'string')
        return value;
    try {
        return (0,_json_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .qF)(value);
    }
    catch {
        return value;
    }
}


/***/ }),

/***/ 4180:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bL: () => (/* binding */ executionStanding),
/* harmony export */   d2: () => (/* binding */ rowsFailed),
/* harmony export */   gi: () => (/* binding */ entityStanding),
/* harmony export */   m: () => (/* binding */ messageStanding)
/* harmony export */ });
const STANDINGS = {
    unknown: { kind: 'pending' },
    notrun: { kind: 'pending' },
    queued: { kind: 'pending' },
    executing: { kind: 'pending' },
    succeeded: { kind: 'ended', outcome: 'finished' },
    partiallysucceeded: { kind: 'ended', outcome: 'partially-succeeded' },
    failed: { kind: 'ended', outcome: 'error' },
    canceled: { kind: 'ended', outcome: 'canceled' },
    cancelled: { kind: 'ended', outcome: 'canceled' },
};
/** @param status the name that GetExecutionSummaryStatus returns */
function executionStanding(status) {
    const name = status.toLowerCase();
    return Object.hasOwn(STANDINGS, name) ? (STANDINGS[name] ?? { kind: 'unknown' }) : { kind: 'unknown' };
}
/**
 * What the status of a recurring integration's message means, as Microsoft's page on GetMessageStatus lists them: `failed`
 * ones will have no execution, `processed` is over without one.
 */
function messageStanding(status) {
    const name = status.toLowerCase();
    if (name === 'processed')
        return 'processed';
    return ['processedwitherrors', 'preprocessingerror', 'postprocessingfailed'].includes(name) ? 'failed' : 'pending';
}
/**
 * What a status of an entity means, of the enum DmfBatchJobStatus: Finished, NotRun, None, Error, Aborted and the empty
 * one were seen; any other is taken for one under way.
 */
function entityStanding(status) {
    const name = status.toLowerCase();
    if (name === 'finished')
        return 'done';
    return name === 'error' || name === 'aborted' ? 'failed' : 'pending';
}
/** Rows of an entity that were staged and neither created nor updated. */
const rowsFailed = ({ staged, created, updated }) => Math.max(0, staged - created - updated);


/***/ }),

/***/ 9170:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ DATA_MANAGEMENT),
/* harmony export */   e: () => (/* binding */ literal)
/* harmony export */ });
/** Where F&O's data management actions are called: Microsoft's documentation of the data management package REST API. */
const DATA_MANAGEMENT = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.';
/** A string in `$filter`: quotes are doubled. */
const literal = (text) => `'${text.replaceAll("'", "''")}'`;


/***/ }),

/***/ 6043:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ drive)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7406);
/* harmony import */ var _fno_read_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(983);
/* harmony import */ var _poll_until_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9678);
/* harmony import */ var _message_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9208);




/** Polls, carries out the effects of a machine and hands it what comes of them, until it ends. @returns its last state */
async function drive(wait, { fno, clock, log, signal, show, timeoutMs }) {
    let { state } = wait.begun;
    const carryOut = async (effects, reader, say) => {
        for (const effect of effects) {
            switch (effect.kind) {
                case 'say':
                    say((0,_message_js__WEBPACK_IMPORTED_MODULE_3__/* .render */ .XX)(effect.message, show));
                    break;
                case 'warn':
                    log.warning((0,_message_js__WEBPACK_IMPORTED_MODULE_3__/* .render */ .XX)(effect.message, show));
                    break;
                case 'act':
                    return observe(await wait.act(effect.act, reader), reader, say);
                case 'poll':
                    return effect;
                case 'end':
                    return undefined;
            }
        }
        return undefined;
    };
    const observe = (observation, reader, say) => {
        const stepped = wait.step(state, observation, clock.moment());
        state = stepped.state;
        return carryOut(stepped.effects, reader, say);
    };
    const sayAlone = (line) => {
        log.info(line);
    };
    const observeEnd = async (ending) => {
        await observe(ending, { fno, clock, signal: new AbortController().signal, attempts: 'once' }, sayAlone);
        return state;
    };
    let next = await carryOut(wait.begun.effects, { fno, clock, signal, attempts: 'once' }, sayAlone);
    try {
        const ended = await (0,_poll_until_js__WEBPACK_IMPORTED_MODULE_2__/* .pollUntil */ .g)({
            clock,
            log,
            signal,
            timeoutMs,
            progress: () => (0,_message_js__WEBPACK_IMPORTED_MODULE_3__/* .render */ .XX)(wait.progress(state, clock.moment()), show),
            async poll(cut, say) {
                if (!next)
                    return { kind: 'over', value: undefined };
                const reader = { fno, clock, signal: cut, attempts: next.attempts };
                let obstacle;
                try {
                    const observation = await wait.read(next.read, reader);
                    cut.throwIfAborted();
                    next = await observe(observation, reader, say);
                }
                catch (thrown) {
                    cut.throwIfAborted();
                    if (!(thrown instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Outage */ .ad || thrown instanceof _fno_read_js__WEBPACK_IMPORTED_MODULE_1__/* .OddResponse */ .Zi))
                        throw thrown;
                    const { message, withoutRemedy } = thrown;
                    const odd = thrown instanceof _fno_read_js__WEBPACK_IMPORTED_MODULE_1__/* .OddResponse */ .Zi;
                    obstacle = { message, withoutRemedy, retryAfterMs: odd ? undefined : thrown.retryAfterMs };
                    next = await observe({ kind: 'no-response', message, odd }, reader, say);
                }
                return next
                    ? { kind: 'again', gapMs: next.gapMs, wakeAt: next.wakeAt, obstacle }
                    : { kind: 'over', value: undefined };
            },
        });
        return ended.kind === 'over' ? state : await observeEnd({ kind: 'deadline', last: ended.last?.message });
    }
    catch (thrown) {
        if (thrown instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Interrupted */ .j$)
            return observeEnd({ kind: 'interrupted' });
        if (thrown instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR)
            return observeEnd({ kind: 'failure', message: thrown.message });
        throw thrown;
    }
}


/***/ }),

/***/ 6408:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  waitForExecution: () => (/* binding */ waitForExecution)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./build/src/clock.js + 1 modules
var src_clock = __webpack_require__(1053);
// EXTERNAL MODULE: ./build/src/errors.js
var src_errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/json/narrow.js
var narrow = __webpack_require__(5345);
// EXTERNAL MODULE: ./build/src/server-text.js
var server_text = __webpack_require__(1348);
// EXTERNAL MODULE: ./build/src/fno/action.js
var action = __webpack_require__(217);
// EXTERNAL MODULE: ./build/src/fno/read.js
var read = __webpack_require__(983);
// EXTERNAL MODULE: ./build/src/fno/batch/job.js
var job = __webpack_require__(3583);
// EXTERNAL MODULE: ./build/src/fno/rows.js
var fno_rows = __webpack_require__(9810);
// EXTERNAL MODULE: ./build/src/fno/wire.js
var wire = __webpack_require__(9170);
;// CONCATENATED MODULE: ./build/src/fno/data-management/execution-errors.js
const KEYS = ['RecordId', 'Field', 'ErrorMessage'];
/**
 * Reads the list of GetExecutionErrors. Its messages can hold unescaped quotes and line breaks, so that it is no JSON;
 * it is then split between its records, which read all errors of a real run.
 */
function parseExecutionErrors(list) {
    const trimmed = list.replace(/^\ufeff/, '').trim();
    if (trimmed === '' || trimmed === '""' || trimmed === 'null')
        return [];
    try {
        const parsed = JSON.parse(trimmed);
        const rows = Array.isArray(parsed) ? parsed : [parsed];
        return rows.map(fromRow);
    }
    catch {
        return trimmed
            .replace(/^\[/, '')
            .replace(/\]$/, '')
            .split(/(?<=\})\s*,\s*(?=\{\s*"RecordId")/)
            .filter((record) => record.trim() !== '')
            .map(fromBrokenRecord);
    }
}
function fromRow(row) {
    if (typeof row !== 'object' || row === null) {
        return { RecordId: '', Field: '', ErrorMessage: typeof row === 'string' ? row : JSON.stringify(row) };
    }
    const text = (key) => {
        const value = row[key];
        return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
    };
    const error = { RecordId: text('RecordId'), Field: text('Field'), ErrorMessage: text('ErrorMessage') };
    return KEYS.some((key) => error[key] !== '') ? error : { ...error, ErrorMessage: JSON.stringify(row) };
}
const PLACES = {
    RecordId: /"RecordId"\s*:\s*/,
    Field: /"Field"\s*:\s*/,
    ErrorMessage: /"ErrorMessage"\s*:\s*/,
};
/** Each value reaches from its key to the next key, whatever quotes stand between. */
function fromBrokenRecord(record) {
    const places = KEYS.map((key) => ({ key, match: PLACES[key].exec(record) }))
        .flatMap(({ key, match }) => (match ? [{ key, from: match.index, to: match.index + match[0].length }] : []))
        .sort((a, b) => a.from - b.from);
    const error = { RecordId: '', Field: '', ErrorMessage: places.length > 0 ? '' : record.trim() };
    for (const [index, { key, to }] of places.entries()) {
        error[key] = unquoted(record.slice(to, places[index + 1]?.from ?? record.length));
    }
    return error;
}
function unquoted(piece) {
    const text = piece
        .trim()
        .replace(/[,}]\s*$/, '')
        .trim()
        .replace(/^"|"$/g, '');
    try {
        return JSON.parse(`"${text}"`);
    }
    catch {
        const escapes = { n: '\n', r: '\r', t: '\t' };
        return text.replace(/\\(["\\/nrt])/g, (_, letter) => escapes[letter] ?? letter);
    }
}
/** Groups errors, the most frequent first: thousands become a dozen lines. */
function groupErrors(errors) {
    const groups = new Map();
    for (const { Field, ErrorMessage } of errors) {
        const message = maskQuoted(ErrorMessage);
        const group = groups.get(message) ?? { message, count: 0, fields: [] };
        group.count += 1;
        if (Field && !group.fields.includes(Field))
            group.fields.push(Field);
        groups.set(message, group);
    }
    return [...groups.values()].sort((a, b) => b.count - a.count);
}
const CLOSING = {
    '"': ['"'],
    '“': ['”'],
    '„': ['“', '”'],
    '«': ['»'],
    "'": ["'"],
};
const isWordCharacter = (char) => /[\p{L}\p{N}]/u.test(char);
/** Replaces what stands in quotes by an ellipsis. An apostrophe within a word quotes nothing. */
function maskQuoted(message) {
    const text = message.split(/\s+/).filter(Boolean).join(' ');
    /** Where the next of a closing mark stands: each is looked for once, however many open. */
    const nextAt = new Map();
    const next = (mark, from) => {
        let found = nextAt.get(mark) ?? -1;
        if (found < from) {
            found = text.indexOf(mark, from);
            while (mark === "'" && found >= 0 && /\p{L}/u.test(text.charAt(found + 1)))
                found = text.indexOf(mark, found + 1);
            if (found < 0)
                found = Infinity;
            nextAt.set(mark, found);
        }
        return found;
    };
    let masked = '';
    for (let at = 0; at < text.length; at += 1) {
        const char = text.charAt(at);
        const opens = char !== "'" || at === 0 || !isWordCharacter(text.charAt(at - 1));
        const end = opens ? Math.min(...(CLOSING[char] ?? []).map((mark) => next(mark, at + 1)), Infinity) : Infinity;
        if (end === Infinity)
            masked += char;
        else {
            masked += char === "'" ? "'…'" : '"…"';
            at = end;
        }
    }
    return masked;
}

;// CONCATENATED MODULE: ./build/src/fno/data-management/execution.js








const NO_GUID = /^[0{}-]*$/;
const execution_action = (name, parameters) => ({
    method: 'POST',
    path: `${wire/* DATA_MANAGEMENT */.$}${name}`,
    body: JSON.stringify(parameters),
});
/** @throws OddResponse if the value of an action is no text */
function textOf(response, request) {
    const value = (0,narrow/* asText */.e1)((0,action/* unwrapAction */.s)((0,read/* jsonOf */.o_)(response, request)));
    if (value === undefined)
        throw new read/* OddResponse */.Zi(`${(0,read/* nameOf */.Vb)(request)} returned something other than text.`);
    return new server_text/* ServerText */.p6(value.trim());
}
/**
 * Asks for the status of an execution (GetExecutionSummaryStatus).
 *
 * @returns its status by F&O's name, or `not-found`, which F&O returns for a while of a new one, with its message
 */
async function executionStatus(reader, executionId) {
    const request = execution_action('GetExecutionSummaryStatus', { executionId });
    const isNotFound = (status, text) => status === 400 && /were not found/i.test(text);
    const response = await (0,read/* readText */.yR)(reader, request, isNotFound);
    if (response.status === 400)
        return { kind: 'not-found', message: response.serverMessage() };
    return { kind: 'status', status: textOf(response, request) };
}
/** @returns the execution of a recurring integration's message; `undefined` while it has none */
async function executionOfMessage(reader, messageId) {
    const request = execution_action('GetExecutionIdByMessageId', { _messageId: messageId });
    const response = await (0,read/* readText */.yR)(reader, request, isUnknown);
    const id = isUnknown(response.status) ? '' : textOf(response, request).wire;
    return NO_GUID.test(id) ? undefined : id;
}
/** @returns the status of a message (GetMessageStatus) by F&O's name; `undefined` if F&O does not know the message */
async function messageStatus(reader, messageId) {
    const request = execution_action('GetMessageStatus', { messageId });
    const response = await (0,read/* readText */.yR)(reader, request, isUnknown);
    return isUnknown(response.status) ? undefined : textOf(response, request);
}
const isUnknown = (status) => status === 400 || status === 404;
const FIELDS = 'DefinitionGroupId,EntityName,StagingStatus,TargetStatus,StagingStartDateTime,TargetEndDateTime,StagingRecordsCreatedCount,TargetRecordsCreatedCount,TargetRecordsUpdatedCount';
/** Reads how far each entity of an execution has come (DataManagementExecutionJobDetails). */
async function entityProgress(reader, executionId) {
    const filter = encodeURIComponent(`JobId eq ${(0,wire/* literal */.e)(executionId)}`);
    const path = `/data/DataManagementExecutionJobDetails?$filter=${filter}&$select=${FIELDS}&cross-company=true`;
    const { rows } = await (0,fno_rows/* readRows */.a)(reader, path);
    return rows.map(narrow/* membersOf */.lS).map((row) => ({
        definitionGroup: (0,narrow/* asText */.e1)(row['DefinitionGroupId']) ?? '',
        entity: (0,fno_rows/* textIn */.r)(row['EntityName']),
        stagingStatus: (0,fno_rows/* textIn */.r)(row['StagingStatus']),
        targetStatus: (0,fno_rows/* textIn */.r)(row['TargetStatus']),
        staged: count(row['StagingRecordsCreatedCount']),
        created: count(row['TargetRecordsCreatedCount']),
        updated: count(row['TargetRecordsUpdatedCount']),
        began: (0,job/* dateOf */.Q$)(row['StagingStartDateTime']),
        ended: (0,job/* dateOf */.Q$)(row['TargetEndDateTime']),
    }));
}
const count = (value) => (Number.isFinite(Number(value)) ? Number(value) : 0);
/** Whether a data project exports: its target is a file, whose rows F&O may not count. `false` if that cannot be read. */
async function execution_isExport(reader, definitionGroup) {
    const filter = encodeURIComponent(`Name eq ${(0,wire/* literal */.e)(definitionGroup)}`);
    const path = `/data/DataManagementDefinitionGroups?$filter=${filter}&$select=Name,OperationType&cross-company=true`;
    const { rows } = await (0,fno_rows/* readRows */.a)(reader, path);
    return rows.length > 0 && rows.every((row) => (0,narrow/* asText */.e1)((0,narrow/* membersOf */.lS)(row)['OperationType']) === 'Export');
}
/** Reads what F&O reported of an execution (GetExecutionErrors); it may report nothing of a failure. */
async function executionErrors(reader, executionId) {
    const request = execution_action('GetExecutionErrors', { executionId });
    const list = (0,action/* opened */.S)((0,action/* unwrapAction */.s)((0,read/* jsonOf */.o_)(await (0,read/* readText */.yR)(reader, request), request)));
    return parseExecutionErrors((0,narrow/* asText */.e1)(list) ?? JSON.stringify(list ?? []));
}

// EXTERNAL MODULE: ./build/src/fno/data-management/status.js
var data_management_status = __webpack_require__(4180);
// EXTERNAL MODULE: ./build/src/operations/deadline.js
var operations_deadline = __webpack_require__(2562);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/drive.js
var drive = __webpack_require__(6043);
// EXTERNAL MODULE: ./build/src/report/duration.js
var duration = __webpack_require__(598);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/message.js
var batch_wait_message = __webpack_require__(9208);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/execution-messages.js






const JOB_HISTORY = 'Data management > Job history';
const MANAGE_MESSAGES = 'Data management > Manage messages';
const nameOf = ({ wanted, executionId }) => executionId === undefined && wanted.kind === 'message'
    ? [`Message ${wanted.messageId}`]
    : ['Execution ', new server_text/* ServerText */.p6(executionId ?? '')];
const messageProcessedBy = ({ wanted }, executionId) => (0,batch_wait_message/* message */.iU) `Message ${wanted.kind === 'message' ? wanted.messageId : ''} is processed by execution ${new server_text/* ServerText */.p6(executionId)}.`;
const execution_messages_messageStatus = (state, status) => (0,batch_wait_message/* message */.iU) `${nameOf(state)}: ${status}; F&O has not started an execution for it yet.`;
const messageNotKnown = (state) => (0,batch_wait_message/* message */.iU) `${nameOf(state)} is not known to F&O yet. Checking again for up to 5 min.`;
const noSuchMessage = (state) => (0,batch_wait_message/* message */.iU) `${nameOf(state)} was not known to F&O for 5 minutes. Check the message ID in ${MANAGE_MESSAGES}.`;
const messageFailed = (state, status) => (0,batch_wait_message/* message */.iU) `${nameOf(state)} ended as ${status} before an execution was created. See its history in ${MANAGE_MESSAGES}.`;
const messageProcessed = (state) => (0,batch_wait_message/* message */.iU) `${nameOf(state)} was processed; F&O names no execution for it.`;
function statusLine(state) {
    const before = state.segments.at(-2);
    const current = state.segments.at(-1);
    if (!current)
        return nameOf(state);
    const seen = before
        ? (0,batch_wait_message/* message */.iU) ` (${before.status} was seen for ${(0,duration/* formatDuration */.a)((0,src_clock/* msBetween */.z4)(before.from, current.from))})`
        : '';
    return (0,batch_wait_message/* message */.iU) `${nameOf(state)}: ${current.status}${seen}`;
}
const unknownStatus = (state) => (0,batch_wait_message/* message */.iU) `${nameOf(state)} has the status "${state.status ?? ''}", which this version does not know. It is treated as still open and never counts as success.`;
const notFoundYet = (state) => (0,batch_wait_message/* message */.iU) `${nameOf(state)} is not found yet, which is normal for a new one. Checking again for up to 5 min.`;
const noSuchExecution = (state, said) => (0,batch_wait_message/* message */.iU) `${nameOf(state)} was not found for 5 minutes. F&O says: ${said.replace(/\.$/, '')}. Check the execution ID in ${JOB_HISTORY}.`;
/** How far the entities of an execution are; empty if nothing is known. */
function entitiesText({ entities }) {
    if (entities.length === 0)
        return '';
    const ended = (status) => (0,data_management_status/* entityStanding */.gi)(status.wire) !== 'pending';
    const staged = entities.filter(({ stagingStatus }) => ended(stagingStatus)).length;
    const written = entities.filter(({ targetStatus }) => ended(targetStatus)).length;
    const rows = entities.reduce((sum, { created, updated }) => sum + created + updated, 0);
    return `${staged} of ${entities.length} entities staged, ${written} written, ${rows.toLocaleString('en-US')} rows`;
}
function progressLine(state, now) {
    const entities = entitiesText(state);
    return (0,batch_wait_message/* message */.iU) `Waiting for ${(0,duration/* formatDuration */.a)((0,src_clock/* msBetween */.z4)(state.begun, now))}: ${nameOf(state)} is ${statusOf(state)}${entities && `; ${entities}`}`;
}
const statusOf = ({ status }) => (status ? [status] : ['not visible yet']);
/** The lines on what F&O reported: one for each kind of error, the most frequent first. */
function errorLines(errors, limit) {
    const groups = groupErrors(errors);
    const lines = groups.slice(0, limit).map(({ count, message: text, fields }) => {
        const named = (0,batch_wait_message/* joined */.oR)(fields.slice(0, 3).map((field) => [new server_text/* ServerText */.p6(field)]), ', ');
        const where = fields.length > 0 ? (0,batch_wait_message/* message */.iU) ` (${named}${fields.length > 3 ? ', …' : ''})` : '';
        return (0,batch_wait_message/* message */.iU) `${count.toLocaleString('en-US')} × ${{ long: new server_text/* ServerText */.p6(text || '(no message)') }}${where}`;
    });
    return groups.length > limit ? [...lines, [`and ${groups.length - limit} more kinds of error`]] : lines;
}
/** How it ended with an execution, and what to do about it. */
function messageFor(state, timeoutMs) {
    const { ended, segments, status, lastObstacle } = state;
    const name = nameOf(state);
    if (ended?.because)
        return ended.because;
    const [first, last] = [segments[0], segments.at(-1)];
    const watched = first && last ? (0,src_clock/* msBetween */.z4)(first.from, last.to) : 0;
    const after = watched > 0 ? `, ${(0,duration/* formatDuration */.a)(watched)} after it was first seen` : '';
    switch (ended?.outcome) {
        case 'finished':
            return (0,batch_wait_message/* message */.iU) `${name} succeeded${after}.`;
        case 'partially-succeeded':
            return (0,batch_wait_message/* message */.iU) `${name} succeeded only in part${after}. ${(0,batch_wait_message/* joined */.oR)([failuresText(state), errorsText(state)], ' ')}`;
        case 'error':
            return (0,batch_wait_message/* message */.iU) `${name} failed${after}. ${errorsText(state)}`;
        case 'canceled':
            return (0,batch_wait_message/* message */.iU) `${name} was canceled in F&O${after}. See ${JOB_HISTORY}.`;
        case 'deleted':
            return (0,batch_wait_message/* message */.iU) `${name} no longer exists: it was cleaned up during the wait, so how it ended is not known. See ${JOB_HISTORY}.`;
        case 'pending':
            return (0,batch_wait_message/* message */.iU) `${name} is ${statusOf(state)}.`;
        case 'timeout': {
            const obstacle = lastObstacle
                ? `, and the last polls had no valid response: ${lastObstacle.replace(/\.$/, '')}`
                : '';
            const late = (0,batch_wait_message/* message */.iU) `${name} is still ${statusOf(state)} after ${(0,duration/* formatDuration */.a)(timeoutMs)}${obstacle}.`;
            return status
                ? (0,batch_wait_message/* message */.iU) `${late} It continues in F&O. Raise \`wait-timeout-minutes\` if it needs longer.`
                : (0,batch_wait_message/* message */.iU) `${late} Check the ID in ${JOB_HISTORY}, or raise \`wait-timeout-minutes\` if it needs longer.`;
        }
        case 'interrupted':
            return (0,batch_wait_message/* message */.iU) `${name} was ${statusOf(state)} when the step was interrupted.${status ? ' It continues in F&O.' : ''}`;
        case 'failed':
        case 'not-run':
        case 'withheld':
        case 'scheduled':
        case 'ended-unknown':
        case undefined:
            return (0,batch_wait_message/* message */.iU) `${name} has the status ${statusOf(state)}, which this version does not know.`;
    }
}
/** Which entities say that it succeeded only in part. */
function failuresText({ entities }) {
    const failed = entities.filter((entity) => (0,data_management_status/* rowsFailed */.d2)(entity) > 0 ||
        [entity.stagingStatus, entity.targetStatus].some(({ wire }) => (0,data_management_status/* entityStanding */.gi)(wire) === 'failed'));
    const named = failed.slice(0, 3).map((entity) => {
        const rows = (0,data_management_status/* rowsFailed */.d2)(entity);
        return (0,batch_wait_message/* message */.iU) `${entity.entity}${rows > 0 ? ` (${rows.toLocaleString('en-US')} rows failed)` : ''}`;
    });
    if (named.length === 0)
        return [];
    return (0,batch_wait_message/* message */.iU) `Entities with failures: ${(0,batch_wait_message/* joined */.oR)(named, ', ')}${failed.length > 3 ? `, and ${failed.length - 3} more` : ''}.`;
}
function errorsText({ errors, ended }) {
    if (errors === undefined)
        return [`Its errors could not be read. See ${JOB_HISTORY}.`];
    if (errors.length === 0) {
        const why = ended?.outcome === 'error' ? ', as happens if a file does not fit its mapping' : '';
        return [`F&O reported no errors for it${why}. See ${JOB_HISTORY} > Execution log.`];
    }
    const most = errorLines(errors, 1)[0] ?? [];
    return (0,batch_wait_message/* message */.iU) `F&O reported ${errors.length.toLocaleString('en-US')} ${errors.length === 1 ? 'error' : 'errors, most often'}: ${most}. All are in \`errors-file\`; see also ${JOB_HISTORY}.`;
}

// EXTERNAL MODULE: ./build/src/operations/batch-wait/item.js
var item = __webpack_require__(2048);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/odd-row.js
var odd_row = __webpack_require__(9375);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/schedule.js
var schedule = __webpack_require__(4754);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/execution-machine.js






/** "Were not found" is what F&O says of a new execution for a while. */
const NEW_FOR_MS = 5 * 60_000;
const INFORM_MS = 50_000;
function beginExecution(wanted, rules, now) {
    const state = {
        wanted,
        begun: now,
        executionId: wanted.kind === 'execution' ? wanted.executionId : undefined,
        known: now,
        status: undefined,
        segments: [],
        entities: [],
        errors: undefined,
        informed: now,
        missingSince: undefined,
        odd: undefined,
        ended: undefined,
        lastObstacle: undefined,
    };
    return { state, effects: [nextEffect({ state, effects: [], rules, now })] };
}
/** What follows from an observation: the rules about executions of data management. */
function stepExecution(before, seen, rules, now) {
    const turn = { state: { ...before }, effects: [], rules, now };
    const { state } = turn;
    if (seen.kind !== 'no-response')
        state.odd = undefined;
    switch (seen.kind) {
        case 'message':
            takeMessage(turn, seen);
            break;
        case 'status':
            takeStatus(turn, seen.status);
            if (seen.entities)
                Object.assign(state, { entities: seen.entities, informed: now });
            break;
        case 'not-found':
            takeNotFound(turn, seen.message);
            break;
        case 'details':
            takeDetails(state, seen);
            break;
        case 'no-response':
            takeNoResponse(turn, seen);
            break;
        case 'deadline':
            state.ended ??= { outcome: 'timeout' };
            state.lastObstacle = seen.last;
            break;
        case 'interrupted':
            state.ended ??= { outcome: 'interrupted' };
            break;
        case 'failure':
            state.ended ??= { outcome: 'failed', because: [seen.message] };
    }
    if (rules.once && !state.ended && !(seen.kind === 'message' && seen.executionId !== undefined)) {
        const isUnknown = state.status && state.executionId && (0,data_management_status/* executionStanding */.bL)(state.status.wire).kind === 'unknown';
        state.ended = isUnknown ? { outcome: 'failed' } : { outcome: 'pending' };
    }
    turn.effects.push(nextEffect(turn));
    return { state, effects: turn.effects };
}
const say = ({ effects }, message) => effects.push({ kind: 'say', message });
function nextEffect({ state, rules, now }) {
    if (state.ended)
        return { kind: 'end' };
    const { wanted, executionId, begun } = state;
    const read = executionId === undefined && wanted.kind === 'message'
        ? wanted
        : { kind: 'execution', executionId: executionId ?? '', informs: (0,src_clock/* msBetween */.z4)(state.informed, now) >= INFORM_MS };
    const isNew = executionId !== undefined && wanted.kind === 'message' && state.segments.length === 0;
    return {
        kind: 'poll',
        read,
        attempts: rules.once ? 'retry' : 'once',
        gapMs: isNew ? 0 : (rules.fixedGapMs ?? (0,schedule/* gapMs */.v)((0,src_clock/* msBetween */.z4)(begun, now), [])),
    };
}
function takeMessage(turn, seen) {
    const { state, rules, now } = turn;
    const { executionId, status } = seen;
    if (executionId !== undefined) {
        Object.assign(state, { executionId, known: now, status: undefined, missingSince: undefined });
        say(turn, messageProcessedBy(state, executionId));
        return;
    }
    if (status === undefined || status.wire === '') {
        if (!state.missingSince)
            say(turn, messageNotKnown(state));
        state.missingSince ??= now;
        if ((0,src_clock/* msBetween */.z4)(state.missingSince, now) < NEW_FOR_MS)
            return;
        state.ended = state.status ? { outcome: 'deleted' } : { outcome: 'failed', because: noSuchMessage(state) };
        return;
    }
    state.missingSince = undefined;
    if (state.status?.wire !== status.wire) {
        say(turn, execution_messages_messageStatus(state, status));
        state.known = now;
    }
    state.status = status;
    const standing = (0,data_management_status/* messageStanding */.m)(status.wire);
    if (standing === 'failed')
        state.ended = { outcome: 'error', because: messageFailed(state, status) };
    // Its execution may become visible later.
    const isAlone = rules.once || (0,src_clock/* msBetween */.z4)(state.known, now) >= NEW_FOR_MS;
    if (standing === 'processed' && isAlone) {
        state.ended = { outcome: 'finished', because: messageProcessed(state) };
    }
}
function takeStatus(turn, status) {
    const { state, now } = turn;
    const isNew = state.segments.at(-1)?.status.wire !== status.wire;
    Object.assign(state, { status, missingSince: undefined, segments: (0,item/* prolonged */.td)(state.segments, status, now) });
    const standing = (0,data_management_status/* executionStanding */.bL)(status.wire);
    if (isNew)
        say(turn, statusLine(state));
    if (isNew && standing.kind === 'unknown')
        turn.effects.push({ kind: 'warn', message: unknownStatus(state) });
    if (standing.kind === 'ended')
        state.ended = { outcome: standing.outcome };
}
function takeNotFound(turn, said) {
    const { state, now } = turn;
    if (!state.missingSince)
        say(turn, notFoundYet(state));
    state.missingSince ??= now;
    const isSeen = state.segments.length > 0;
    if ((0,src_clock/* msBetween */.z4)(isSeen ? state.missingSince : state.known, now) < NEW_FOR_MS)
        return;
    state.ended = isSeen ? { outcome: 'deleted' } : { outcome: 'failed', because: noSuchExecution(state, said) };
}
function takeDetails(state, seen) {
    state.entities = seen.entities ?? state.entities;
    state.errors = seen.errors;
    const failed = (seen.entities ?? []).some((entity) => [entity.stagingStatus, entity.targetStatus].some(({ wire }) => (0,data_management_status/* entityStanding */.gi)(wire) === 'failed') ||
        (!seen.isExport && (0,data_management_status/* rowsFailed */.d2)(entity) > 0));
    if (state.ended?.outcome === 'finished' && failed)
        state.ended = { outcome: 'partially-succeeded' };
}
function takeNoResponse({ state, rules, now }, { message, odd }) {
    state.odd = odd ? (0,odd_row/* oneMoreOdd */.t)(state.odd, now) : undefined;
    const isFirst = state.status === undefined && state.missingSince === undefined;
    const isEnough = state.odd && (isFirst || (0,odd_row/* isTooOdd */.C)(state.odd, now));
    if (rules.once || isEnough)
        state.ended = { outcome: 'failed', because: [message] };
}

// EXTERNAL MODULE: ./build/src/operations/batch-wait/summary.js
var batch_wait_summary = __webpack_require__(7867);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/execution.js












/** The end of a wait may be read about, but not for long. */
const READING_MS = 120_000;
const LINES_IN_LOG = 12;
const LINES_IN_SUMMARY = 30;
/** Waits for an execution of data management, and reports what F&O says about it. */
async function waitForExecution(wanted, { rules, accepted, timeoutMs }, tools, { ok, failed }) {
    const { fno, clock, log } = tools;
    const { show } = fno;
    const begun = clock.moment();
    const wallTime = (0,src_clock/* wallTimeOf */.P5)(clock);
    const text = (message) => (0,batch_wait_message/* render */.XX)(message, show);
    let state = await (0,drive/* drive */.r)(executionWait(wanted, rules, tools), { ...tools, show, timeoutMs });
    if (isOver(state))
        state = stepExecution(state, await readDetails(state, tools), rules, clock.moment()).state;
    const { errors, executionId = '', segments, entities } = state;
    const outcome = state.ended?.outcome ?? 'failed';
    const outputs = {
        outcome,
        status: state.status?.wire ?? '',
        jobs: '[]',
        'elapsed-seconds': String(Math.round((0,src_clock/* msSince */.XR)(clock, begun) / 1000)),
    };
    if (errors) {
        outputs['error-count'] = String(errors.length);
        if (errors.length > 0 || outcome !== 'finished') {
            const file = (0,external_node_path_.join)(tools.tempFolder, `dmf-errors-${executionId.replace(/[^\w-]/g, '_')}.json`);
            try {
                await (0,promises_.writeFile)(file, `${JSON.stringify(errors, undefined, 1)}\n`, { mode: 0o600 });
                outputs['errors-file'] = file;
            }
            catch (thrown) {
                log.warning(`\`errors-file\` could not be written: ${(0,src_errors/* messageOf */.bD)(thrown)}.`);
            }
        }
        for (const line of errorLines(errors, LINES_IN_LOG))
            log.info(text(line));
    }
    const message = text(messageFor(state, timeoutMs ?? 0));
    const lines = errorLines(errors ?? [], LINES_IN_SUMMARY).map(text);
    const summary = (0,batch_wait_summary/* executionSummary */.n)(text(nameOf(state)), { segments, entities, errorLines: lines }, wallTime);
    if (!accepted.includes(outcome))
        return failed(message, outputs, summary);
    log.info(message);
    return ok(outputs, summary);
}
function executionWait(wanted, rules, { clock, log }) {
    return {
        begun: beginExecution(wanted, rules, clock.moment()),
        step: (state, observation, now) => stepExecution(state, observation, rules, now),
        progress: progressLine,
        async read(read, reader) {
            if (read.kind === 'message') {
                // In this order: a message that is processed has its execution by then, if it has one at all.
                const status = await messageStatus(reader, read.messageId);
                return { kind: 'message', status, executionId: await executionOfMessage(reader, read.messageId) };
            }
            const seen = await executionStatus(reader, read.executionId);
            if (seen.kind === 'not-found')
                return seen;
            if (!read.informs)
                return { ...seen, entities: undefined };
            const entities = await tried(() => entityProgress(reader, read.executionId), (reason) => {
                log.debug(reason);
            });
            return { ...seen, entities };
        },
        act: (none) => none,
    };
}
/** What only informs may fail, unless the wait is cut. @param note takes the reason */
async function tried(read, note) {
    try {
        return await read();
    }
    catch (thrown) {
        if (!(thrown instanceof src_errors/* Failure */.HR) || thrown instanceof src_errors/* DeadlinePassed */.Xp || thrown instanceof src_errors/* Interrupted */.j$)
            throw thrown;
        note(thrown.message);
        return undefined;
    }
}
const isOver = ({ ended, executionId, segments }) => executionId !== undefined &&
    segments.length > 0 &&
    ['finished', 'partially-succeeded', 'error', 'canceled'].includes(ended?.outcome ?? '');
/** Reads the last state of the entities, and the errors. */
async function readDetails({ executionId = '', ended }, { fno, clock, log, signal }) {
    const deadline = (0,operations_deadline/* setDeadline */.rU)(clock, READING_MS, signal);
    const reader = { fno, clock, signal: deadline.signal, attempts: 'retry' };
    const read = async (what, ask) => {
        try {
            return await (0,operations_deadline/* cutBy */.gw)(deadline.signal, ask());
        }
        catch (thrown) {
            const isTooLate = deadline.signal.aborted && !signal.aborted;
            const reason = isTooLate ? `F&O did not respond within ${READING_MS / 1_000} s.` : (0,src_errors/* messageOf */.bD)(thrown);
            const doubt = what === 'entities' && ended?.outcome === 'finished';
            const line = `The ${what} could not be read${doubt ? ', so rows that failed would not be noticed' : ''}: ${reason}`;
            if (doubt)
                log.warning(line);
            else
                log.info(line);
            return undefined;
        }
    };
    try {
        const errors = await read('errors', () => executionErrors(reader, executionId));
        const entities = await read('entities', () => entityProgress(reader, executionId));
        // Only where it matters: the rows of an export need not be counted as written.
        const suspect = ended?.outcome === 'finished'
            ? entities?.find((entity) => (0,data_management_status/* rowsFailed */.d2)(entity) > 0 && entity.created + entity.updated === 0)
            : undefined;
        const isExport = suspect !== undefined &&
            (await read('data project', () => execution_isExport(reader, suspect.definitionGroup))) === true;
        return { kind: 'details', errors, entities, isExport };
    }
    finally {
        deadline.dispose();
    }
}


/***/ }),

/***/ 2048:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ST: () => (/* binding */ expectedEnd),
/* harmony export */   SZ: () => (/* binding */ newItem),
/* harmony export */   nT: () => (/* binding */ isOpen),
/* harmony export */   qr: () => (/* binding */ noteSeen),
/* harmony export */   td: () => (/* binding */ prolonged)
/* harmony export */ });
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1053);
/* harmony import */ var _fno_batch_job_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3583);
/* harmony import */ var _fno_batch_status_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1656);



const newItem = (recId, mayStart) => ({
    recId,
    job: undefined,
    baseline: undefined,
    plan: { kind: mayStart ? 'decide' : 'watch' },
    doubt: undefined,
    ended: undefined,
    isStale: false,
    missing: 0,
    requeues: 0,
    runningSince: undefined,
    lastRunMs: undefined,
    segments: [],
});
/** Enough for every picture; a job that changes its status for days must not fill the memory. */
const MOST_SEGMENTS = 40;
/** Prolongs the present segment, or begins one for a new status. */
function prolonged(segments, status, now) {
    const before = segments.slice(0, -1);
    const last = segments.slice(-1).map((segment) => ({ ...segment, to: now }));
    const isNew = status !== undefined && last[0]?.status.wire !== status.wire;
    return [...before, ...last, ...(isNew ? [{ status, from: now, to: now }] : [])].slice(-MOST_SEGMENTS);
}
/** Notes what a poll shows. @returns whether the status has changed */
function noteSeen(item, job, now) {
    const isChanged = item.job?.status.wire !== job.status.wire;
    const isRunning = (0,_fno_batch_status_js__WEBPACK_IMPORTED_MODULE_2__/* .standingOf */ .Y)(job.status.wire).kind === 'running';
    if (!isRunning)
        item.lastRunMs ??= (0,_fno_batch_job_js__WEBPACK_IMPORTED_MODULE_1__/* .lastRunMs */ .KT)(job);
    item.runningSince = isRunning ? (item.runningSince ?? now) : undefined;
    item.segments = prolonged(item.segments, job.status, now);
    item.missing = 0;
    item.job = job;
    return isChanged;
}
/** When the run under way should end, going by the run before, in milliseconds after `since`. */
function expectedEnd(item, since) {
    const { runningSince, lastRunMs: durationMs } = item;
    if (item.ended || !runningSince || durationMs === undefined)
        return undefined;
    return { atMs: (0,_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .msBetween */ .z4)(since, runningSince) + durationMs, durationMs };
}
/** Whether F&O will go on with it though the wait is over. */
function isOpen({ job, ended, plan, baseline }) {
    if (!job || (ended && !['timeout', 'interrupted', 'failed', 'pending'].includes(ended.outcome)))
        return false;
    switch ((0,_fno_batch_status_js__WEBPACK_IMPORTED_MODULE_2__/* .standingOf */ .Y)(job.status.wire).kind) {
        case 'waiting':
        case 'ready':
        case 'running':
            return true;
        case 'ended':
            return baseline?.started === true || plan.kind === 'starting';
        case 'withheld':
        case 'unknown':
            return false;
    }
}


/***/ }),

/***/ 9208:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   XX: () => (/* binding */ render),
/* harmony export */   iU: () => (/* binding */ message),
/* harmony export */   oR: () => (/* binding */ joined)
/* harmony export */ });
/* harmony import */ var _server_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1348);

/** Template tag: server texts and other messages stay parts of their own. */
function message(strings, ...values) {
    return strings.flatMap((text, index) => {
        const value = values[index];
        if (value === undefined)
            return [text];
        return [text, typeof value === 'number' ? String(value) : value];
    });
}
/** The messages that say something, in one text. */
const joined = (parts, separator) => parts.filter((part) => part.length > 0).flatMap((part, index) => (index > 0 ? [separator, part] : [part]));
/** How much of a status or a description stands in a message, and of what F&O says of an error. */
const NAME_LIMIT = 60;
const TEXT_LIMIT = 500;
function render(parts, show) {
    const rendered = parts.map((part) => {
        if (typeof part === 'string')
            return part;
        if (part instanceof _server_text_js__WEBPACK_IMPORTED_MODULE_0__/* .ServerText */ .p6)
            return show(part, NAME_LIMIT);
        return 'long' in part ? show(part.long, TEXT_LIMIT) : render(part, show);
    });
    return rendered.join('');
}


/***/ }),

/***/ 9375:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ isTooOdd),
/* harmony export */   t: () => (/* binding */ oneMoreOdd)
/* harmony export */ });
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1053);

const MOST_ODD = 3;
const LONGEST_ODD_MS = 60_000;
/** @returns the row with one more response that is no answer to what was asked */
const oneMoreOdd = (row, now) => ({
    since: row?.since ?? now,
    count: (row?.count ?? 0) + 1,
});
/** Whether no further poll will be given a better response. */
const isTooOdd = ({ since, count }, now) => count >= MOST_ODD && (0,_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .msBetween */ .z4)(since, now) >= LONGEST_ODD_MS;


/***/ }),

/***/ 4754:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ requeuePauseMs),
/* harmony export */   v: () => (/* binding */ gapMs)
/* harmony export */ });
/** Chosen so that what a poll itself takes does not break the bound; `npm run bench` shows both. */
const SHORTEST_GAP_MS = 1_750;
const PROPORTION = 0.055;
const LONGEST_GAP_MS = 27_000;
const WINDOW_PROPORTION = 0.05;
const WIDEST_WINDOW_MS = 300_000;
/**
 * The time from one poll to the next: quick at first, then in proportion to the time waited, so that the median lag stays
 * under 3 % of the wait (1 s at least) and no lag exceeds 30 s; half of that around the expected end of a run.
 *
 * @param waitedMs the moment of this poll, since the wait began, or since a job was last started
 * @param expectedEnds of the runs under way
 */
function gapMs(waitedMs, expectedEnds) {
    const ordinary = Math.min(LONGEST_GAP_MS, Math.max(SHORTEST_GAP_MS, waitedMs * PROPORTION));
    let gap = ordinary;
    for (const { atMs, durationMs } of expectedEnds) {
        const halfWindow = Math.min(durationMs * WINDOW_PROPORTION, WIDEST_WINDOW_MS);
        const untilWindow = atMs - halfWindow - waitedMs;
        if (untilWindow > 0)
            gap = Math.min(gap, Math.max(untilWindow, ordinary / 2));
        else if (waitedMs < atMs + halfWindow)
            gap = Math.min(gap, ordinary / 2);
    }
    return Math.max(gap, SHORTEST_GAP_MS);
}
/** The pause before a job that ended in Error is restarted for the nth time (from 1): 5 s, doubling to 60 s. */
function requeuePauseMs(nth) {
    return Math.min(60_000, 5_000 * 2 ** (nth - 1));
}


/***/ }),

/***/ 7867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ jobsSummary),
/* harmony export */   n: () => (/* binding */ executionSummary)
/* harmony export */ });
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1053);
/* harmony import */ var _fno_batch_job_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3583);
/* harmony import */ var _fno_batch_status_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1656);
/* harmony import */ var _fno_data_management_status_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4180);
/* harmony import */ var _report_duration_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(598);
/* harmony import */ var _item_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2048);






/** More rows are no help to a reader, and the summary has a limit. */
const MOST_ROWS = 500;
/**
 * The summary's table of batch jobs and their picture.
 *
 * @param formUrl the batch job form in the client
 */
function jobsSummary(rows, formUrl, wallTime) {
    const cells = rows
        .slice(0, MOST_ROWS)
        .map(({ item, outcome }) => [
        item.job?.description.wire ?? '',
        { text: item.recId, href: formUrl.href },
        item.job?.status.wire ?? '',
        outcome,
        durationOf(item),
        String(item.requeues),
    ]);
    const picture = rows.map(({ item }) => ({
        name: item.job?.description.wire || item.recId,
        bars: bars(item.segments, kindOfJob, wallTime),
    }));
    return [
        { kind: 'table', head: ['Job', 'RecId', 'Status', 'Outcome', 'Duration', 'Restarts'], rows: cells },
        { kind: 'text', text: rows.length > MOST_ROWS ? `And ${rows.length - MOST_ROWS} more jobs.` : '' },
        { kind: 'gantt', rows: picture },
    ];
}
/** How long its last run took, or how long one that is open has been watched. */
function durationOf(item) {
    const { job, segments } = item;
    const run = job && (0,_fno_batch_status_js__WEBPACK_IMPORTED_MODULE_2__/* .standingOf */ .Y)(job.status.wire).kind !== 'running' ? (0,_fno_batch_job_js__WEBPACK_IMPORTED_MODULE_1__/* .lastRunMs */ .KT)(job) : undefined;
    if (run !== undefined)
        return (0,_report_duration_js__WEBPACK_IMPORTED_MODULE_5__/* .formatDuration */ .a)(run);
    if (!(0,_item_js__WEBPACK_IMPORTED_MODULE_4__/* .isOpen */ .nT)(item))
        return '–';
    const [first, last] = [segments[0], segments.at(-1)];
    return first && last ? `${(0,_report_duration_js__WEBPACK_IMPORTED_MODULE_5__/* .formatDuration */ .a)((0,_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .msBetween */ .z4)(first.from, last.to))} so far` : '–';
}
function bars(segments, kindOf, wallTime) {
    return segments.map(({ status, from, to }) => ({
        label: status.wire || 'no status',
        kind: kindOf(status.wire),
        fromMs: wallTime(from).epochMs,
        toMs: wallTime(to).epochMs,
    }));
}
function kindOfJob(status) {
    const standing = (0,_fno_batch_status_js__WEBPACK_IMPORTED_MODULE_2__/* .standingOf */ .Y)(status);
    switch (standing.kind) {
        case 'running':
            return 'active';
        case 'ended':
            return standing.outcome === 'finished' ? 'done' : 'failed';
        case 'withheld':
            return 'failed';
        case 'waiting':
        case 'ready':
        case 'unknown':
            return 'pending';
    }
}
function kindOfExecution(status) {
    const standing = (0,_fno_data_management_status_js__WEBPACK_IMPORTED_MODULE_3__/* .executionStanding */ .bL)(status);
    if (standing.kind === 'ended')
        return standing.outcome === 'finished' ? 'done' : 'failed';
    return /^executing$/i.test(status) ? 'active' : 'pending';
}
/** The summary of an execution: its entities, what F&O reported, and the picture. */
function executionSummary(name, seen, wallTime) {
    const { segments, entities, errorLines } = seen;
    const cells = entities
        .slice(0, MOST_ROWS)
        .map((entity) => [
        entity.entity.wire,
        entity.stagingStatus.wire,
        entity.targetStatus.wire,
        ...[entity.staged, entity.created, entity.updated].map((count) => count.toLocaleString('en-US')),
        entity.began && entity.ended ? (0,_report_duration_js__WEBPACK_IMPORTED_MODULE_5__/* .formatDuration */ .a)(entity.ended.epochMs - entity.began.epochMs) : '–',
    ]);
    const head = ['Entity', 'Staging', 'Target', 'Staged', 'Created', 'Updated', 'Duration'];
    return [
        { kind: 'table', head, rows: cells },
        { kind: 'text', text: entities.length > MOST_ROWS ? `And ${entities.length - MOST_ROWS} more entities.` : '' },
        { kind: 'list', items: errorLines },
        { kind: 'gantt', rows: [{ name, bars: bars(segments, kindOfExecution, wallTime) }] },
    ];
}


/***/ })

};
