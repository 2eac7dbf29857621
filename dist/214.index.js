export const id = 214;
export const ids = [214];
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
            unended: () => fno.unended(),
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

/***/ 1027:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lu: () => (/* binding */ shareText),
/* harmony export */   Ud: () => (/* binding */ etaText),
/* harmony export */   ko: () => (/* binding */ etaOf),
/* harmony export */   nI: () => (/* binding */ serverTime)
/* harmony export */ });
/* harmony import */ var _clock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1053);
/* harmony import */ var _report_duration_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(598);
/* harmony import */ var _item_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2048);



/** A moment of the wait by the environment's clock. */
const serverTime = ({ time, at }, moment) => ({
    epochMs: time.epochMs + (0,_clock_js__WEBPACK_IMPORTED_MODULE_0__/* .msBetween */ .z4)(at, moment),
});
/** From so long a run on, seconds say nothing. */
const MINUTES_MS = 2 * 60_000;
/**
 * When the run under way should end, going by the run before: `about 02:47 UTC`.
 *
 * @returns `undefined` if the job is not executing, or it is not known how long its last run took
 */
function etaOf(item, server, now) {
    const expected = (0,_item_js__WEBPACK_IMPORTED_MODULE_1__/* .expectedEnd */ .ST)(item, now);
    if (!server || !expected || !/^executing$/i.test(item.job?.status.wire ?? ''))
        return undefined;
    const { atMs: leftMs, durationMs: tookMs } = expected;
    const today = serverTime(server, now);
    const [day = '', time = ''] = new Date(today.epochMs + leftMs).toISOString().split(/[T.]/);
    const isToday = new Date(today.epochMs).toISOString().startsWith(day);
    const clock = tookMs < MINUTES_MS ? time : time.slice(0, 5);
    return { at: `about ${isToday ? '' : `${day} `}${clock} UTC`, leftMs, tookMs };
}
/** `expected about 02:47 UTC, in 12 min; the last run took 35 min`; empty if it is not known. */
function etaText(item, server, now) {
    const eta = etaOf(item, server, now);
    if (!eta)
        return '';
    const left = eta.leftMs > 0 ? `in ${aboutDuration(eta.leftMs)}` : `${aboutDuration(-eta.leftMs)} ago`;
    return `expected ${eta.at}, ${left}; the last run took ${(0,_report_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(eta.tookMs)}`;
}
const aboutDuration = (ms) => (0,_report_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a)(ms < MINUTES_MS ? Math.round(ms / 1_000) * 1_000 : Math.round(ms / 60_000) * 60_000);
/** How far a job under way is, going by its last run, as the end of a sentence; empty if that is not known. */
function shareText(item, server, now) {
    const eta = etaOf(item, server, now);
    if (!eta)
        return '';
    const share = eta.tookMs > 0 ? (eta.tookMs - eta.leftMs) / eta.tookMs : Infinity;
    const done = share <= 1 ? `about ${Math.round(share * 100)}%` : 'longer than usual';
    return `, ${done} (${etaText(item, server, now)})`;
}


/***/ }),

/***/ 2048:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ST: () => (/* binding */ expectedEnd),
/* harmony export */   SZ: () => (/* binding */ newItem),
/* harmony export */   nT: () => (/* binding */ isOpen),
/* harmony export */   qr: () => (/* binding */ noteSeen),
/* harmony export */   td: () => (/* binding */ prolonged),
/* harmony export */   yz: () => (/* binding */ isRun)
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
/** Whether the job was under way then. */
const isRun = ({ status }) => (0,_fno_batch_status_js__WEBPACK_IMPORTED_MODULE_2__/* .standingOf */ .Y)(status.wire).kind === 'running';
/** Notes what a poll shows. @returns whether the status has changed */
function noteSeen(item, job, now) {
    const isChanged = item.job?.status.wire !== job.status.wire;
    const isRunning = isRun(job);
    // Once it was seen running, its dates are those of that run.
    if (!isRunning && !item.segments.some(isRun))
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
    if (!runningSince || durationMs === undefined)
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
/** @returns the row with one more response that does not fit the request */
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

/***/ 4826:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  n: () => (/* binding */ executionSummary),
  d: () => (/* binding */ jobsSummary)
});

// EXTERNAL MODULE: ./build/src/clock.js + 1 modules
var clock = __webpack_require__(1053);
// EXTERNAL MODULE: ./build/src/fno/batch/status.js
var batch_status = __webpack_require__(1656);
// EXTERNAL MODULE: ./build/src/fno/data-management/status.js
var data_management_status = __webpack_require__(4180);
// EXTERNAL MODULE: ./build/src/report/count.js
var count = __webpack_require__(7315);
// EXTERNAL MODULE: ./build/src/report/duration.js
var duration = __webpack_require__(598);
;// CONCATENATED MODULE: ./build/src/report/gantt.js
/** GitHub draws no picture whose text is longer than 50,000 characters, and more rows and bars cannot be read. */
const LONGEST_PICTURE = 45_000;
const MOST_ROWS = 50;
const MOST_BARS = 40;
const LONGEST_NAME = 34;
const LONGEST_LABEL = 24;
/** A bar that is narrower than this part of the picture is not seen. */
const NARROWEST_PART = 60;
/** How much of the picture a letter of a label needs, and the ends of its bar. */
const LETTER_SHARE = 0.0085;
const ENDS_SHARE = 0.012;
/** What is written where a label has no room: Mermaid needs a text, and this one is not seen. */
const NO_LABEL = '#8203;';
const STATEMENT = /^(title|section|click|gantt|dateformat|axisformat|tickinterval|todaymarker|excludes|includes|inclusiveenddates|topaxis|weekday|weekend|accdescr|acctitle|vert)/i;
/** One line for each row, and room for its name at the left. */
const HEAD = ['---', 'displayMode: compact', 'config:', '  gantt:', '    leftPadding: 230', '---', 'gantt'];
const TAGS = { pending: '', active: 'active, ', done: 'done, ', failed: 'crit, ' };
const ganttBlock = (rows) => ({
    kind: 'picture',
    draw: (show) => gantt(rows, show),
});
/** A Gantt picture for Mermaid, a row for each of the first 50 rows, with their last bars; empty without rows. */
function gantt(rows, show) {
    const drawn = rows.filter(({ bars }) => bars.some(({ fromMs, toMs }) => toMs > fromMs)).slice(0, MOST_ROWS);
    if (drawn.length === 0)
        return '';
    const ends = drawn.flatMap(({ bars }) => bars.slice(-MOST_BARS).flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
    const beginMs = Math.min(...ends);
    const spanMs = Math.max(1_000, Math.max(...ends) - beginMs);
    const names = namesOf(drawn, show);
    // Mermaid draws times of the reader's zone: written without a zone they are shown as they stand here.
    const title = `  title ${timeOf(beginMs).slice(0, 10)}, times in UTC`;
    const head = [...HEAD, title, '  dateFormat YYYY-MM-DD HH:mm:ss.SSS', ...axis(spanMs), '  todayMarker off'];
    let picture = ['```mermaid', ...head].join('\n');
    for (const [row, { bars }] of drawn.entries()) {
        const labelled = bars.slice(-MOST_BARS).map((bar) => ({ ...bar, label: plain(show(bar.label), LONGEST_LABEL) }));
        const seen = visible(labelled, spanMs);
        const lines = seen.map((bar, index) => {
            const label = hasRoom(bar, seen[index + 1], beginMs, spanMs) ? bar.label : NO_LABEL;
            return `    ${label} :${TAGS[bar.kind]}${timeOf(bar.fromMs)}, ${timeOf(bar.toMs)}`;
        });
        const longer = [picture, `  section ${names[row] ?? ''}`, ...lines].join('\n');
        if (longer.length > LONGEST_PICTURE)
            break;
        picture = longer;
    }
    return `${picture}\n\`\`\``;
}
const timeOf = (ms) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
/** Names no two of which are alike: one that is becomes shorter, and its id follows. */
function namesOf(rows, show) {
    const whole = rows.map(({ name }) => plain(show(name), LONGEST_NAME));
    return rows.map(({ name, id = '' }, index) => {
        const isUnlike = whole.every((other, at) => at === index || other !== whole[index]);
        if (isUnlike || id === '')
            return whole[index] ?? '';
        const suffix = ` (${show(id, 20)})`;
        return `${plain(show(name), LONGEST_NAME - suffix.length)}${plain(suffix, suffix.length)}`;
    });
}
/** The part of the picture that a label needs inside its bar. Mermaid measures codes of characters as seven letters. */
const labelShare = ({ label }) => label.replace(/#\d+;/g, '-------').length * LETTER_SHARE + ENDS_SHARE;
/**
 * Bars wide enough to be seen, each beginning where the one before ends. A pending time without room for its label is left
 * out, unless it is all there is.
 */
function visible(bars, spanMs) {
    const wide = bars.filter((bar) => bar.kind !== 'pending' || (bar.toMs - bar.fromMs) / spanMs >= labelShare(bar));
    const narrowestMs = spanMs / NARROWEST_PART;
    let endMs = -Infinity;
    return (wide.length > 0 ? wide : bars.slice(-1)).map((bar) => {
        const fromMs = Math.round(Math.max(bar.fromMs, endMs));
        endMs = Math.round(Math.max(bar.toMs, fromMs + narrowestMs));
        return { ...bar, fromMs, toMs: endMs };
    });
}
/**
 * Whether a label can be read. Mermaid writes one that its bar does not hold beside it: to the right, over the next bar,
 * and near the right edge to the left, over the bar before.
 */
function hasRoom(bar, next, beginMs, spanMs) {
    if (next === undefined)
        return true;
    const share = (ms) => ms / spanMs;
    const isWrittenHere = share(next.toMs - next.fromMs) < labelShare(next) && share(next.toMs - beginMs) > 0.8;
    return share(bar.toMs - bar.fromMs) > labelShare(bar) + (isWrittenHere ? 2 * labelShare(next) : 0);
}
const UNITS = { millisecond: 1, second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const TICKS = [
    ...[100, 200, 500].map((count) => ({ count, unit: 'millisecond' })),
    ...[1, 2, 5, 10, 15, 30].map((count) => ({ count, unit: 'second' })),
    ...[1, 2, 5, 10, 15, 30].map((count) => ({ count, unit: 'minute' })),
    ...[1, 2, 3, 6, 12].map((count) => ({ count, unit: 'hour' })),
    ...[1, 2, 7].map((count) => ({ count, unit: 'day' })),
];
const MOST_TICKS = 8;
const FORMATS = { millisecond: '%H:%M:%S.%L', second: '%H:%M:%S', minute: '%H:%M', hour: '%H:%M', day: '%b %d' };
/** So few ticks that their labels do not touch each other. */
function axis(spanMs) {
    const fitting = TICKS.find(({ count, unit }) => spanMs <= MOST_TICKS * count * UNITS[unit]);
    const { count, unit } = fitting ?? { count: Math.ceil(spanMs / (MOST_TICKS * UNITS.day)), unit: 'day' };
    const format = unit === 'hour' && spanMs >= UNITS.day ? '%b %d %H:%M' : FORMATS[unit];
    return [`  axisFormat ${format}`, `  tickInterval ${count}${unit}`];
}
/**
 * Text as itself, and not too long: what Mermaid, YAML or Markdown would read as more than text is written as Mermaid's code
 * of the character (https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters).
 */
function plain(text, longest) {
    const letters = Array.from(text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]+/gu, ' ').replace(/ +/g, ' '));
    const kept = letters.length > longest ? [...letters.slice(0, longest - 1), '…'] : letters;
    const coded = kept.map((letter, index) => /[^\w ()+,./\u0080-\u{10ffff}-]/u.test(letter) || (index === 0 && STATEMENT.test(text))
        ? `#${letter.codePointAt(0) ?? 0};`
        : letter);
    return coded.join('').trimEnd() || '-';
}

// EXTERNAL MODULE: ./build/src/operations/batch-wait/item.js
var batch_wait_item = __webpack_require__(2048);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/bars.js



const isOpen = ({ status }) => {
    const { kind } = (0,batch_status/* standingOf */.Y)(status.wire);
    return kind !== 'ended' && kind !== 'withheld';
};
/** The dates of a job are those of an earlier run until its own is under way, or has ended. */
function runOf({ job, baseline, segments, isStale }, outcome) {
    if (!job || isStale)
        return {};
    if ((0,batch_wait_item/* isRun */.yz)(job))
        return { began: job.start };
    const isOver = ['finished', 'error', 'canceled', 'not-run', 'ended-unknown'].includes(outcome);
    const isWatched = baseline?.started === true || segments.some(isOpen);
    const isEarlier = isWatched && job.end?.epochMs === baseline?.job.end?.epochMs;
    return isOver && !isEarlier ? { began: job.start, ended: job.end } : {};
}
function lookOfJob(status) {
    const standing = (0,batch_status/* standingOf */.Y)(status);
    switch (standing.kind) {
        case 'running':
            return { kind: 'active', isEnd: false };
        case 'ended':
            return { kind: standing.outcome === 'finished' ? 'done' : 'failed', isEnd: true };
        case 'withheld':
            return undefined;
        case 'waiting':
        case 'ready':
        case 'unknown':
            return { kind: 'pending', isEnd: false };
    }
}
function lookOfExecution(status) {
    const standing = (0,data_management_status/* executionStanding */.bL)(status);
    if (standing.kind === 'ended')
        return { kind: standing.outcome === 'finished' ? 'done' : 'failed', isEnd: true };
    return { kind: /^executing$/i.test(status) ? 'active' : 'pending', isEnd: false };
}
/**
 * The bars of a wait: the runs that were seen in it, each in the colour of its end. A status of before the first run is left
 * out, and so is one that ends a run: the run itself is drawn as it ended.
 */
function barsOf(segments, lookOf, timeOf) {
    const bars = [];
    for (const { status, from, to } of segments) {
        const look = lookOf(status.wire);
        const last = bars.at(-1);
        const [label, fromMs, toMs] = [status.wire || 'no status', timeOf(from), timeOf(to)];
        if (!look || (look.isEnd && !last))
            continue;
        if (look.isEnd && last?.kind === 'active')
            Object.assign(last, { label, kind: look.kind, toMs: fromMs });
        else
            bars.push({ label, kind: look.kind, fromMs, toMs: look.isEnd ? fromMs : toMs });
    }
    return bars;
}
/** The bars of a batch job: its last run by F&O's own dates, which know it better than polls do. */
function jobBars(item, outcome, timeOf) {
    const bars = barsOf(item.segments, lookOfJob, timeOf);
    const { began, ended } = runOf(item, outcome);
    if (!began)
        return bars;
    const last = bars.at(-1);
    if (!last) {
        const status = item.job?.status.wire ?? '';
        const kind = lookOfJob(status)?.kind ?? 'pending';
        return ended ? [{ label: status, kind, fromMs: began.epochMs, toMs: Math.max(ended.epochMs, began.epochMs) }] : [];
    }
    if (last.kind === 'pending')
        return bars;
    const before = bars.at(-2);
    last.fromMs = Math.max(Math.min(began.epochMs, last.toMs), before?.fromMs ?? -Infinity);
    if (ended)
        last.toMs = Math.max(ended.epochMs, last.fromMs);
    if (before && (before.kind === 'pending' || before.toMs > last.fromMs))
        before.toMs = last.fromMs;
    return bars;
}
/**
 * The bars of an execution of data management.
 *
 * @param dates of its entities, for one that had ended when it was first seen
 */
function executionBars(segments, dates, timeOf) {
    const bars = barsOf(segments, lookOfExecution, timeOf);
    const status = segments.at(-1)?.status.wire ?? '';
    if (bars.length > 0 || dates.length === 0)
        return bars;
    const times = dates.map(({ epochMs }) => epochMs);
    return [{ label: status, kind: lookOfExecution(status).kind, fromMs: Math.min(...times), toMs: Math.max(...times) }];
}

// EXTERNAL MODULE: ./build/src/operations/batch-wait/eta.js
var batch_wait_eta = __webpack_require__(1027);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/summary.js









/** More rows are no help to a reader, and the summary has a limit. */
const summary_MOST_ROWS = 500;
const JOB_HEAD = [
    '',
    'Batch job',
    'Legal entity',
    'RecId',
    'Status',
    'Began (UTC)',
    'Ended (UTC)',
    'Duration',
    'Expected',
];
/**
 * The summary's table of batch jobs and their picture.
 *
 * @param accepted the outcomes that are a success
 */
function jobsSummary(rows, accepted, context) {
    const cells = rows.slice(0, summary_MOST_ROWS).map(({ item, outcome }) => {
        const { job, recId } = item;
        const run = runOf(item, outcome);
        return [
            { label: accepted.includes(outcome) ? '✅' : '❌' },
            job?.description.wire ?? '',
            job?.company.wire ?? '',
            recId,
            statusOf(item, outcome),
            { label: dateText(run.began, context) },
            { label: dateText(run.ended, context) },
            { label: durationOf(item, run, context) },
            { label: expectedOf(item, context) },
        ];
    });
    const { server } = context;
    const timeOf = (moment) => (server ? (0,batch_wait_eta/* serverTime */.nI)(server, moment).epochMs : 0);
    const picture = rows.map(({ item, outcome }) => ({
        name: item.job?.description.wire || item.recId,
        id: item.recId,
        bars: jobBars(item, outcome, timeOf),
    }));
    return [
        { kind: 'table', head: JOB_HEAD, rows: cells },
        { kind: 'text', text: rows.length > summary_MOST_ROWS ? `And ${rows.length - summary_MOST_ROWS} more jobs.` : '' },
        ganttBlock(picture),
    ];
}
/** F&O's own status, and the outcome if that is another: `Executing (timeout)`. */
function statusOf({ job, requeues }, outcome) {
    const status = job?.status.wire ?? '';
    const standing = (0,batch_status/* standingOf */.Y)(status);
    const isSaid = standing.kind === 'ended' && standing.outcome === outcome;
    const restarts = requeues > 0 ? `, ${requeues} ${requeues === 1 ? 'restart' : 'restarts'}` : '';
    return `${status}${isSaid ? '' : ` (${outcome})`}${restarts}`.trimStart();
}
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `26 Nov 15:03:53`, with the year where it is another. A date and a time alone never break over two lines. */
function dateText(date, { server, now }) {
    if (!date)
        return '';
    const [year = '', month = '', day = '', time = ''] = new Date(date.epochMs).toISOString().split(/[-T.]/);
    const isThisYear = server && new Date((0,batch_wait_eta/* serverTime */.nI)(server, now).epochMs).toISOString().startsWith(year);
    const name = MONTHS[Number(month) - 1] ?? '';
    return `${Number(day)}\u00a0${name}${isThisYear ? '' : `\u00a0${year}`} ${time}`;
}
/** How long its run took, or has taken until now. */
function durationOf(item, { began, ended }, { server, now }) {
    if (began && ended)
        return (0,duration/* formatDuration */.a)(ended.epochMs - began.epochMs);
    if (!(0,batch_wait_item/* isOpen */.nT)(item))
        return '';
    const [first] = item.segments;
    if (began && server)
        return `${(0,duration/* formatDuration */.a)((0,batch_wait_eta/* serverTime */.nI)(server, now).epochMs - began.epochMs)} so far`;
    return first ? `${(0,duration/* formatDuration */.a)((0,clock/* msBetween */.z4)(first.from, now))} so far` : '';
}
/** When it should end, or else how long its last run took; of a run that had ended at the first poll that is not known. */
function expectedOf(item, { server, now }) {
    const eta = (0,batch_wait_item/* isOpen */.nT)(item) ? (0,batch_wait_eta/* etaOf */.ko)(item, server, now) : undefined;
    if (eta)
        return `${eta.at} (${(0,duration/* formatDuration */.a)(eta.tookMs)})`;
    const isWatched = item.segments.some(batch_wait_item/* isRun */.yz);
    return isWatched && item.lastRunMs !== undefined ? (0,duration/* formatDuration */.a)(item.lastRunMs) : '';
}
/** The summary of an execution: its entities, what F&O reported, and the picture. */
function executionSummary(name, seen, wallTime) {
    const { segments, entities, errorLines } = seen;
    const cells = entities
        .slice(0, summary_MOST_ROWS)
        .map((entity) => [
        { label: signOf(entity) },
        entity.entity.wire,
        entity.stagingStatus.wire,
        entity.targetStatus.wire,
        ...[entity.staged, entity.created, entity.updated].map(count/* formatCount */.B),
        { label: entity.began && entity.ended ? (0,duration/* formatDuration */.a)(entity.ended.epochMs - entity.began.epochMs) : '' },
    ]);
    const head = ['', 'Entity', 'Staging', 'Target', 'Staged', 'Created', 'Updated', 'Duration'];
    const dates = entities.flatMap(({ began, ended }) => [began ?? [], ended ?? []].flat());
    const bars = executionBars(segments, dates, (moment) => wallTime(moment).epochMs);
    return [
        { kind: 'table', head, rows: cells },
        { kind: 'text', text: entities.length > summary_MOST_ROWS ? `And ${entities.length - summary_MOST_ROWS} more entities.` : '' },
        { kind: 'list', items: errorLines },
        ganttBlock([{ name, bars }]),
    ];
}
function signOf(entity) {
    const standings = [entity.stagingStatus, entity.targetStatus].map(({ wire }) => (0,data_management_status/* entityStanding */.gi)(wire));
    if (standings.includes('failed') || (standings.includes('done') && (0,data_management_status/* rowsFailed */.d2)(entity) > 0))
        return '❌';
    return standings.every((standing) => standing === 'done') ? '✅' : '';
}


/***/ })

};
