export const id = 408;
export const ids = [408];
export const modules = {

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
/** Groups errors that differ in numbers, ids and quoted values alone, the most frequent first: thousands become a dozen lines. */
function groupErrors(errors) {
    const groups = new Map();
    for (const { Field, ErrorMessage } of errors) {
        const message = onOneLine(ErrorMessage);
        const masked = maskValues(message);
        const group = groups.get(masked) ?? { message, count: 0, fields: [] };
        if (group.message !== message)
            group.message = masked;
        group.count += 1;
        if (Field && !group.fields.includes(Field))
            group.fields.push(Field);
        groups.set(masked, group);
    }
    return [...groups.values()].sort((a, b) => b.count - a.count);
}
const onOneLine = (text) => text.split(/\s+/).filter(Boolean).join(' ');
/** Replaces quoted values, and every number, date and id (anything with a digit), by an ellipsis. */
const maskValues = (message) => maskQuoted(message).replace(/[\p{L}\p{N}_]+(?:[-.,:/\\]{1,2}[\p{L}\p{N}_]+)*/gu, (token) => /\p{N}/u.test(token) ? '…' : token);
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
    const text = onOneLine(message);
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
    const others = groups.slice(limit);
    if (others.length === 0)
        return lines;
    const count = others.reduce((sum, group) => sum + group.count, 0);
    return [...lines, [`and ${others.length} more kinds of error (${count.toLocaleString('en-US')} errors)`]];
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

// EXTERNAL MODULE: ./build/src/operations/batch-wait/summary.js + 1 modules
var summary = __webpack_require__(5050);
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
    const name = text(nameOf(state));
    const story = {
        about: entities.length === 0 ? name : aboutEntities(entities),
        blocks: (0,summary/* executionSummary */.n)(name, { segments, entities, errorLines: lines }, wallTime),
    };
    if (!accepted.includes(outcome))
        return failed(message, outputs, story);
    log.info(message);
    return ok(outputs, story);
}
const NAMED = 3;
function aboutEntities(entities) {
    const more = entities.length > NAMED ? ` and ${entities.length - NAMED} more` : '';
    return `${entities
        .slice(0, NAMED)
        .map(({ entity }) => entity.wire)
        .join(', ')}${more}`;
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


/***/ })

};
