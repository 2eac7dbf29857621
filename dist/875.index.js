export const id = 875;
export const ids = [875];
export const modules = {

/***/ 3583:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KT: () => (/* binding */ lastRunMs),
/* harmony export */   Q$: () => (/* binding */ dateOf),
/* harmony export */   t7: () => (/* binding */ parseBatchJob)
/* harmony export */ });
/* harmony import */ var _json_exact_number_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2049);
/* harmony import */ var _json_narrow_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5345);
/* harmony import */ var _rows_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9810);



/** @returns the job of a row; `undefined` if it is not a row of BatchJobs */
function parseBatchJob(row) {
    const fields = (0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_1__/* .asObject */ .eB)(row);
    const recId = digitsOf(fields?.['BatchJobRecId']);
    if (!fields || recId === undefined)
        return undefined;
    return {
        recId,
        description: (0,_rows_js__WEBPACK_IMPORTED_MODULE_0__/* .textIn */ .r)(fields['JobDescription']),
        company: (0,_rows_js__WEBPACK_IMPORTED_MODULE_0__/* .textIn */ .r)(fields['CompanyAccounts']),
        status: (0,_rows_js__WEBPACK_IMPORTED_MODULE_0__/* .textIn */ .r)(fields['Status']),
        origStart: dateOf(fields['OrigStartDateTime']),
        start: dateOf(fields['StartDateTime']),
        end: dateOf(fields['EndDateTime']),
    };
}
function digitsOf(value) {
    const text = value instanceof _json_exact_number_js__WEBPACK_IMPORTED_MODULE_2__/* .ExactNumber */ .fh ? value.text : String(value);
    return /^\d+$/.test(text) ? text : undefined;
}
/** Date.parse takes far more than dates, and these texts are printed. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
/** Dates are never null in F&O: one that is not set lies in 1900, at 00:00 or 12:00. */
function dateOf(value) {
    const text = (0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_1__/* .asText */ .e1)(value);
    const epochMs = text !== undefined && ISO.test(text) ? Date.parse(text) : NaN;
    return text === undefined || Number.isNaN(epochMs) || epochMs < Date.UTC(1901) ? undefined : { text, epochMs };
}
/** How long the last run took, in milliseconds; `undefined` if its dates do not tell. */
function lastRunMs({ start, end }) {
    return start && end && end.epochMs >= start.epochMs ? end.epochMs - start.epochMs : undefined;
}


/***/ }),

/***/ 1656:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ standingOf)
/* harmony export */ });
const STANDINGS = {
    hold: { kind: 'withheld' },
    waiting: { kind: 'waiting' },
    scheduled: { kind: 'waiting' },
    ready: { kind: 'ready' },
    executing: { kind: 'running' },
    // $metadata and Microsoft's own tools differ in the number of l, in both words.
    canceling: { kind: 'running' },
    cancelling: { kind: 'running' },
    finished: { kind: 'ended', outcome: 'finished' },
    error: { kind: 'ended', outcome: 'error' },
    canceled: { kind: 'ended', outcome: 'canceled' },
    cancelled: { kind: 'ended', outcome: 'canceled' },
    notrun: { kind: 'ended', outcome: 'not-run' },
};
/** @param status the member's name as F&O wrote it; new members may appear */
function standingOf(status) {
    return Object.hasOwn(STANDINGS, status.toLowerCase())
        ? (STANDINGS[status.toLowerCase()] ?? { kind: 'unknown' })
        : { kind: 'unknown' };
}


/***/ }),

/***/ 1244:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ createPageLinks)
/* harmony export */ });
/* unused harmony export resolveLink */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _http_address_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3414);


const MOST_PAGES = 100_000;
/** @param first the page that was asked for */
function createPageLinks(first, mostPages = MOST_PAGES) {
    // Links can be long: of each page a digest is remembered.
    const seen = new Set([digestOf(first)]);
    let current = first;
    return {
        next(link) {
            const url = resolveLink(link, current);
            if (!(url instanceof URL))
                return url;
            const digest = digestOf(url);
            if (seen.has(digest))
                return { problem: 'to a page seen before, which would never end' };
            if (seen.size >= mostPages)
                return { problem: `to page ${mostPages + 1}, and no list has so many pages` };
            seen.add(digest);
            current = url;
            return url;
        },
    };
}
const digestOf = ({ pathname, search }) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
    .update(pathname + search)
    .digest('base64');
/**
 * A link from a server, of which only path and query are taken: the request goes to where the page came from.
 *
 * @returns the URL, or the end of a sentence about a link that leads anywhere else
 */
function resolveLink(link, current) {
    const url = URL.canParse(link, current.href) ? new URL(link, current) : undefined;
    if (!url)
        return { problem: 'that is not a URL' };
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
        return { problem: `that begins with ${url.protocol}` };
    if (url.username || url.password)
        return { problem: 'with a user name or password' };
    // Gateways end TLS, and F&O then writes http; the default port goes with it.
    const isRaised = url.protocol === 'http:' && !(0,_http_address_js__WEBPACK_IMPORTED_MODULE_1__/* .isLoopback */ .U9)(url);
    if (isRaised)
        url.protocol = 'https:';
    if (url.host !== current.host)
        return { problem: `to ${url.host}, which is not the host of the request` };
    return new URL(`${current.origin}${url.pathname}${url.search}`);
}


/***/ }),

/***/ 983:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lw: () => (/* binding */ Refused),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   Zi: () => (/* binding */ OddResponse),
/* harmony export */   o_: () => (/* binding */ jsonOf),
/* harmony export */   yR: () => (/* binding */ readText)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7406);
/* harmony import */ var _http_content_type_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(164);
/* harmony import */ var _http_receive_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2203);
/* harmony import */ var _http_retry_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6092);
/* harmony import */ var _http_status_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(9618);
/* harmony import */ var _json_parse_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8103);
/* harmony import */ var _response_error_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2139);
/* harmony import */ var _server_message_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(990);








/** The name of a request in messages: its path without the query, which may list many RecIds. */
const nameOf = ({ method, path }) => `${method} ${path.split('?')[0] ?? path}`;
/** A response that is no answer to what was asked, such as 401, 403, 404 or JSON of another shape. */
class OddResponse extends _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR {
    name = 'OddResponse';
}
/** 401 or 403: F&O does not know the application, or its user lacks the role. */
class Refused extends OddResponse {
    name = 'Refused';
}
/**
 * Sends a read, and takes the response as text.
 *
 * @param takes whether a response is of use though its status is no success
 * @throws Outage if a later poll may succeed: 408, 429, 5xx, a sign-in page, no response; OddResponse on another status
 */
async function readText({ fno, clock, signal, attempts }, request, takes = () => false) {
    const { method, path, body } = request;
    const name = nameOf(request);
    const response = await fno.send({
        method,
        url: fno.url(path),
        name,
        ...(body !== undefined && { body: { kind: 'text', text: body }, headers: _http_content_type_js__WEBPACK_IMPORTED_MODULE_1__/* .JSON_CONTENT */ .tO }),
        read: true,
        attempts,
        signal,
    }, _http_receive_js__WEBPACK_IMPORTED_MODULE_2__/* .intoMemory */ .a);
    const text = response.body.toString('utf8');
    const date = (0,_http_retry_js__WEBPACK_IMPORTED_MODULE_3__/* .dateOf */ .Q$)(response);
    if (!(0,_http_status_js__WEBPACK_IMPORTED_MODULE_7__/* .isSuccess */ .o)(response.status) && !takes(response.status, text)) {
        const { failure, remedy } = (0,_response_error_js__WEBPACK_IMPORTED_MODULE_5__/* .explainResponse */ .j8)({ name, read: true, url: fno.url(path) }, response, text, fno.show);
        const { status } = response;
        if (status === 401 || status === 403)
            throw new Refused(failure, { remedy });
        if (!(0,_http_status_js__WEBPACK_IMPORTED_MODULE_7__/* .mayPass */ .b)(status))
            throw new OddResponse(failure, { remedy });
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Outage */ .ad(failure, { remedy, retryAfterMs: (0,_http_retry_js__WEBPACK_IMPORTED_MODULE_3__/* .retryAfterOf */ .sT)(response, clock.wallTime()) });
    }
    return { status: response.status, text, date, serverMessage: () => (0,_server_message_js__WEBPACK_IMPORTED_MODULE_6__/* .readServerMessage */ .VQ)({}, text, fno.show).text };
}
/**
 * @returns the JSON of a successful response, numbers with every digit
 * @throws Outage if it is something else, OddResponse if it is F&O's `error`
 */
function jsonOf({ text, status, serverMessage }, request) {
    const name = nameOf(request);
    let json;
    try {
        json = (0,_json_parse_js__WEBPACK_IMPORTED_MODULE_4__/* .parseJson */ .qF)(text);
    }
    catch (thrown) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Outage */ .ad(`${name} returned something that is not JSON.`, { cause: thrown });
    }
    if ((0,_server_message_js__WEBPACK_IMPORTED_MODULE_6__/* .reportsError */ .WF)(json)) {
        const message = serverMessage();
        const end = /[.!?…]$/.test(message) ? '' : '.';
        throw new OddResponse(`${name} returned ${status}, but reports an error: ${message}${end}`);
    }
    return json;
}


/***/ }),

/***/ 9810:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ readRows),
/* harmony export */   r: () => (/* binding */ textIn)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7406);
/* harmony import */ var _json_narrow_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5345);
/* harmony import */ var _server_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1348);
/* harmony import */ var _page_links_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1244);
/* harmony import */ var _read_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(983);





/**
 * Reads the rows of an entity set, page after page.
 *
 * @throws Failure if a page link leads elsewhere or in a circle; what `readText` throws
 */
async function readRows(reader, path) {
    const rows = [];
    const links = (0,_page_links_js__WEBPACK_IMPORTED_MODULE_1__/* .createPageLinks */ .J)(reader.fno.url(path));
    for (let request = { method: 'GET', path };;) {
        const response = await (0,_read_js__WEBPACK_IMPORTED_MODULE_2__/* .readText */ .yR)(reader, request);
        const page = (0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_3__/* .membersOf */ .lS)((0,_read_js__WEBPACK_IMPORTED_MODULE_2__/* .jsonOf */ .o_)(response, request));
        const more = (0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_3__/* .asList */ .DD)(page['value']);
        if (!more)
            throw new _read_js__WEBPACK_IMPORTED_MODULE_2__/* .OddResponse */ .Zi(`${(0,_read_js__WEBPACK_IMPORTED_MODULE_2__/* .nameOf */ .Vb)(request)} returned JSON without rows.`);
        for (const row of more)
            rows.push(row);
        const link = page['@odata.nextLink'];
        if (link === undefined)
            return { rows, date: response.date };
        const next = links.next((0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_3__/* .asText */ .e1)(link) ?? '');
        if (!(next instanceof URL))
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR(`${(0,_read_js__WEBPACK_IMPORTED_MODULE_2__/* .nameOf */ .Vb)(request)} returned a next link ${next.problem}.`);
        request = { method: 'GET', path: pathBelow(reader, next) };
    }
}
/** A text of a row; empty if the row lacks it. */
const textIn = (value) => new _server_text_js__WEBPACK_IMPORTED_MODULE_4__/* .ServerText */ .p6((0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_3__/* .asText */ .e1)(value)?.trim() ?? '');
/** The path as `fno.url` takes it: what `environment-url` has of a path is not repeated. */
function pathBelow({ fno }, url) {
    const base = fno.url('').pathname.replace(/\/$/, '');
    return `${url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname}${url.search}`;
}


/***/ }),

/***/ 8103:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   gw: () => (/* binding */ looksLikeJson),
/* harmony export */   qF: () => (/* binding */ parseJson),
/* harmony export */   v_: () => (/* binding */ TooDeep)
/* harmony export */ });
/* harmony import */ var _bytes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8623);
/* harmony import */ var _exact_number_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2049);


/** A document is nested more deeply than it can be read. */
class TooDeep extends Error {
    name = 'TooDeep';
}
const MOST_LEVELS = 1_000;
/** More digits may not survive in a JavaScript number. */
const SAFE_DIGITS = 15;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
/** F&O writes reals so that have no value in JSON. */
const BARE = /NaN|-?Infinity/y;
const LITERALS = { true: true, false: false, null: null };
/**
 * Parses JSON without losing a digit, in time and memory that grow with its length alone: a number whose text would not
 * survive becomes an `ExactNumber`. A byte-order mark is skipped.
 *
 * @param options `bare` is whether `NaN` and `Infinity` are read, as `null`; `openStrings` in how many strings within each other JSON is opened: a string that is itself a JSON object or
 *   array becomes that object or array, as F&O's services and data management actions return it
 * @throws SyntaxError if the text is not JSON, TooDeep if it is nested in more than 1,000 levels
 */
function parseJson(json, { openStrings = 0, bare = true } = {}) {
    let text = '';
    let at = 0;
    let levels = 0;
    let strings = openStrings;
    /** Those of the lists that are open: a list that grows by itself takes memory for 17 of them. */
    const elements = [];
    let pending = 0;
    /** Why the text is no JSON: exceptions would be slow where a million strings only look like JSON. */
    let fault;
    const fail = (why = 'syntax') => {
        fault ??= why;
        return null;
    };
    const faultUntilNow = () => fault;
    const skipBlanks = () => {
        for (;;) {
            const code = text.charCodeAt(at);
            if (!(0,_bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .isBlank */ .z3)(code))
                return code;
            at += 1;
        }
    };
    /** @returns the match of a sticky pattern here; empty if there is none */
    const match = (pattern) => {
        pattern.lastIndex = at;
        const found = pattern.exec(text)?.[0] ?? '';
        at += found.length;
        return found;
    };
    const parseString = () => {
        const start = at;
        let isEscaped = false;
        for (at += 1;; at += 1) {
            const code = text.charCodeAt(at);
            if (code === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .QUOTE */ .jA)
                break;
            if (code === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .BACKSLASH */ .r_) {
                isEscaped = true;
                at += 1;
            }
            else if (!(code >= 0x20)) {
                fail();
                return '';
            }
        }
        at += 1;
        if (!isEscaped)
            return text.slice(start + 1, at - 1);
        try {
            return JSON.parse(text.slice(start, at));
        }
        catch {
            fail();
            return '';
        }
    };
    const parseNumber = () => {
        const start = at;
        let value = 0;
        while ((0,_bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(text.charCodeAt(at)) && at - start < SAFE_DIGITS) {
            value = value * 10 + text.charCodeAt(at) - _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .ZERO */ .f2;
            at += 1;
        }
        const next = text.charCodeAt(at);
        const isPlain = at > start && !(0,_bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(next) && next !== 0x2e && (next | 0x20) !== 0x65;
        if (isPlain && (text.charCodeAt(start) !== _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .ZERO */ .f2 || at === start + 1))
            return value;
        at = start;
        const written = match(NUMBER);
        if (written)
            return (0,_bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(text.charCodeAt(at)) ? fail() : (0,_exact_number_js__WEBPACK_IMPORTED_MODULE_1__/* .numberOf */ .rl)(written);
        return bare && match(BARE) && strings === openStrings ? null : fail();
    };
    const parseList = () => {
        at += 1;
        if (skipBlanks() === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .CLOSE_LIST */ .gD) {
            at += 1;
            return EMPTY_LIST;
        }
        const start = pending;
        for (;;) {
            const value = parseValue();
            elements[pending] = value;
            pending += 1;
            if (fault)
                return undefined;
            const code = skipBlanks();
            at += 1;
            if (code === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .CLOSE_LIST */ .gD) {
                const list = elements.slice(start, pending);
                pending = start;
                return list;
            }
            if (code !== _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .COMMA */ .KE)
                return fail();
        }
    };
    const parseObject = () => {
        at += 1;
        if (skipBlanks() === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .CLOSE_OBJECT */ .tX) {
            at += 1;
            return EMPTY_OBJECT;
        }
        const object = {};
        for (;;) {
            if (skipBlanks() !== _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .QUOTE */ .jA)
                return fail();
            const name = parseString();
            if (skipBlanks() !== _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .COLON */ .oH)
                return fail();
            at += 1;
            const value = parseValue();
            if (fault)
                return undefined;
            // An assignment would change what the object inherits.
            if (name === '__proto__')
                Object.defineProperty(object, name, { value, ...OWN });
            else
                object[name] = value;
            const code = skipBlanks();
            at += 1;
            if (code === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .CLOSE_OBJECT */ .tX)
                return object;
            if (code !== _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .COMMA */ .KE)
                return fail();
        }
    };
    const parseValue = () => {
        const code = skipBlanks();
        if (code === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .QUOTE */ .jA)
            return openString(parseString());
        if (code === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .OPEN_LIST */ .oQ || code === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .OPEN_OBJECT */ .bV) {
            if (levels >= MOST_LEVELS)
                return fail('depth');
            levels += 1;
            const value = code === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .OPEN_LIST */ .oQ ? parseList() : parseObject();
            levels -= 1;
            return value;
        }
        if (code === _bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUS_SIGN */ .dq || (0,_bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .isDigit */ .yp)(code))
            return parseNumber();
        const literal = match(LITERAL);
        return literal ? LITERALS[literal] : parseNumber();
    };
    const parseText = (whole) => {
        text = whole;
        at = whole.startsWith('\ufeff') ? 1 : 0;
        const value = parseValue();
        skipBlanks();
        return fault || at < text.length ? fail() : value;
    };
    /** What only looks like JSON, or is nested too deeply, stays the string that it is. */
    const openString = (inner) => {
        if (fault || strings === 0 || !looksLikeJson(inner))
            return inner;
        const outer = { text, at, levels, pending };
        strings -= 1;
        const value = parseText(inner);
        strings += 1;
        ({ text, at, levels, pending } = outer);
        if (!faultUntilNow())
            return value;
        fault = undefined;
        return inner;
    };
    const document = parseText(json);
    switch (faultUntilNow()) {
        case 'syntax':
            throw new SyntaxError('The text is not JSON.');
        case 'depth':
            throw new TooDeep('The text is nested too deeply.');
        case undefined:
            return document;
    }
}
/** One of each is enough, since nobody changes a document. */
const EMPTY_LIST = Object.freeze([]);
const EMPTY_OBJECT = Object.freeze({});
const OWN = { writable: true, enumerable: true, configurable: true };
/** Whether a string begins and ends like a JSON object or array, so that most others cost nothing. */
function looksLikeJson(text) {
    let first = text.startsWith('\ufeff') ? 1 : 0;
    let last = text.length - 1;
    while ((0,_bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .isBlank */ .z3)(text.charCodeAt(first)))
        first += 1;
    while ((0,_bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .isBlank */ .z3)(text.charCodeAt(last)))
        last -= 1;
    const mark = text[first];
    return (mark === '{' && text[last] === '}') || (mark === '[' && text[last] === ']');
}


/***/ }),

/***/ 9850:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lo: () => (/* binding */ startFrom),
/* harmony export */   Os: () => (/* binding */ beganAfter),
/* harmony export */   S4: () => (/* binding */ judge),
/* harmony export */   kY: () => (/* binding */ remember),
/* harmony export */   oU: () => (/* binding */ isNewEnd),
/* harmony export */   s5: () => (/* binding */ dueAt)
/* harmony export */ });
/* unused harmony export isSameRow */
/* harmony import */ var _fno_batch_job_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3583);
/* harmony import */ var _fno_batch_status_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1656);


/** A run has ended since the baseline. A status alone proves nothing: replicas lag, and F&O may serve an older row. */
const isNewEnd = ({ start, end }, { job, underWaySinceMs }) => {
    if (!end || end.epochMs <= (job.end?.epochMs ?? -Infinity))
        return false;
    const startMs = start?.epochMs ?? -Infinity;
    return startMs <= end.epochMs && startMs >= underWaySinceMs;
};
/** The clocks of F&O's machines differ: a start that lies less than this ahead is due. */
const DUE_TOLERANCE_MS = 30_000;
/**
 * Judges what one poll shows of a job.
 *
 * @param baseline `undefined` at the first poll
 * @param cutOff from when on a run that ended must have begun to count
 * @param serverNow by the environment's clock
 */
function judge(job, baseline, rules, { cutOff, serverNow }) {
    const standing = (0,_fno_batch_status_js__WEBPACK_IMPORTED_MODULE_1__/* .standingOf */ .Y)(job.status.wire);
    const isYoung = beganAfter(job, cutOff);
    const isSeen = baseline !== undefined && (baseline.started || baseline.seen !== 'ended');
    const isNew = baseline !== undefined && rules.isEvidence(job, baseline) && (isSeen || isYoung);
    switch (standing.kind) {
        case 'withheld':
            return { kind: 'over', outcome: 'withheld' };
        case 'unknown':
        case 'ready':
        case 'running':
            return { kind: 'open' };
        case 'waiting':
            if (isNew)
                return { kind: 'over', outcome: 'ended-unknown' };
            // An active period does that: the run goes on in the next one.
            if (dueAt(job, serverNow) === undefined || baseline?.seen === 'running')
                return { kind: 'open' };
            return rules.allowScheduled ? { kind: 'open' } : judgeScheduled(job, baseline, rules, isYoung);
        case 'ended': {
            const { outcome } = standing;
            const counts = baseline ? isNew : isYoung;
            if (counts)
                return { kind: 'over', outcome };
            const hasDates = [job, baseline?.job].some((seen) => seen?.start ?? seen?.end);
            if (!isSeen && hasDates)
                return { kind: 'stale' };
            return { kind: 'doubtful', outcome: outcome === 'finished' ? 'ended-unknown' : outcome };
        }
    }
}
function judgeScheduled(job, baseline, { start }, isYoung) {
    const hasLastRun = start === 'if-failed' ? Boolean(job.end) : (0,_fno_batch_job_js__WEBPACK_IMPORTED_MODULE_0__/* .lastRunMs */ .KT)(job) !== undefined && isYoung;
    if (!baseline)
        return { kind: 'over', outcome: hasLastRun ? 'ended-unknown' : 'scheduled' };
    // The row of the time before the start may still be served.
    return { kind: baseline.started && isSameRow(job, baseline.job) ? 'doubtful' : 'over', outcome: 'scheduled' };
}
function beganAfter({ start, end }, cutOff) {
    const began = start ?? end;
    return began !== undefined && began.epochMs >= cutOff.epochMs;
}
/** Whether a poll shows a job as it was, so that a start in between has left no trace. */
const isSameRow = (a, b) => a.status.wire === b.status.wire &&
    ['origStart', 'start', 'end'].every((date) => a[date]?.epochMs === b[date]?.epochMs);
/** @returns when a waiting job is due, if that lies in the future */
const dueAt = ({ origStart, start }, serverNow) => [origStart, start].find((date) => date && date.epochMs > serverNow.epochMs + DUE_TOLERANCE_MS);
/** The baseline after a poll that shows the job. */
function remember(baseline, job) {
    const { kind } = (0,_fno_batch_status_js__WEBPACK_IMPORTED_MODULE_1__/* .standingOf */ .Y)(job.status.wire);
    const isUnderWay = kind === 'running' || kind === 'ready';
    const now = kind === 'running' ? 'running' : kind === 'ended' ? 'ended' : 'open';
    const before = baseline ?? { job, started: false, seen: 'ended', underWaySinceMs: -Infinity };
    const startMs = (isUnderWay && job.start?.epochMs) || -Infinity;
    return {
        ...before,
        seen: before.seen === 'running' || now === 'ended' ? before.seen : now,
        underWaySinceMs: Math.max(before.underWaySinceMs, startMs),
    };
}
/**
 * The baseline of a job that is set to Waiting: what was seen until then is the past. The last poll may have shown an older
 * row than the one before, so the latest end counts.
 */
function startFrom(job, before) {
    const isOlder = before !== undefined && (before.job.end?.epochMs ?? 0) > (job.end?.epochMs ?? 0);
    return { job: isOlder ? before.job : job, started: true, seen: 'ended', underWaySinceMs: -Infinity };
}


/***/ }),

/***/ 875:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  batchWait: () => (/* binding */ batchWait)
});

// EXTERNAL MODULE: ./build/src/operations/operation.js
var operation = __webpack_require__(6333);
// EXTERNAL MODULE: ./build/src/http/address.js
var address = __webpack_require__(3414);
// EXTERNAL MODULE: ./build/src/inputs.js
var src_inputs = __webpack_require__(8796);
// EXTERNAL MODULE: ./build/src/invisible.js
var invisible = __webpack_require__(4866);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/evidence.js
var evidence = __webpack_require__(9850);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/outcome.js
var outcome = __webpack_require__(5887);
// EXTERNAL MODULE: ./build/src/operations/batch-wait/started-after.js
var started_after = __webpack_require__(3425);
;// CONCATENATED MODULE: ./build/src/operations/batch-wait/arguments.js






const INPUTS = [
    'batch-job-recid',
    'batch-job-description',
    'legal-entity',
    'execution-id',
    'message-id',
    'start',
    'requeue-limit',
    'started-after',
    'allow-scheduled',
    'cancel-on',
    'accept-outcome',
    'wait-timeout-minutes',
    'poll-seconds',
    'callback-url',
];
const TARGETS = ['batch-job-recid', 'batch-job-description', 'execution-id', 'message-id'];
const FOR_JOBS = ['start', 'requeue-limit', 'started-after', 'allow-scheduled', 'cancel-on'];
const DEFAULT_TIMEOUT_MINUTES = 60;
const LARGEST_RECID = 2n ** 63n - 1n;
/** Parses the inputs of batch-wait; returns nothing after noting a problem with what is waited for. */
function parseArguments(inputs) {
    const wanted = parseWanted(inputs);
    const startedAfterText = inputs.text('started-after') ?? 'PT12H';
    const startedAfter = (0,started_after/* parseStartedAfter */.J)(startedAfterText);
    if (!startedAfter) {
        inputs.problem(`\`started-after\` is ${(0,src_inputs/* quoted */.TL)(startedAfterText)}: use an ISO 8601 time such as 2026-01-31T22:00:00Z, or a duration before now such as PT12H.`);
    }
    if (inputs.isGiven('legal-entity') && !inputs.isGiven('batch-job-description')) {
        inputs.problem('`legal-entity` narrows `batch-job-description`, which is missing: add it, or remove `legal-entity`.');
    }
    if (wanted?.kind === 'execution' || wanted?.kind === 'message') {
        for (const name of FOR_JOBS.filter((candidate) => inputs.isGiven(candidate))) {
            inputs.problem(`\`${name}\` is for batch jobs, not for an execution or a message: remove it.`);
        }
    }
    parseCallbackUrl(inputs, (problem) => {
        inputs.problem(`\`callback-url\` ${problem}.`);
    });
    const start = parseStart(inputs);
    const pollSeconds = inputs.number('poll-seconds', { above: 0 });
    const timeoutMs = (inputs.number('wait-timeout-minutes', { min: 0 }) ?? DEFAULT_TIMEOUT_MINUTES) * 60_000;
    const once = timeoutMs === 0;
    const requeueLimit = inputs.integer('requeue-limit', { min: 0, max: 5 }) ?? 0;
    const cancelOn = inputs.choices('cancel-on', ['interrupted', 'timeout']);
    const accepted = inputs.choices('accept-outcome', outcome/* ACCEPTABLE */.TD);
    if (once && requeueLimit > 0)
        inputs.problem(`\`requeue-limit\` needs time: ${ONE_POLL}`);
    if (once && cancelOn.includes('timeout'))
        inputs.problem(`\`cancel-on: timeout\` needs a wait: ${ONE_POLL}`);
    if (!wanted || !startedAfter)
        return undefined;
    return {
        wanted,
        rules: {
            start,
            requeueLimit,
            startedAfter,
            startedAfterIsGiven: inputs.isGiven('started-after'),
            allowScheduled: inputs.flag('allow-scheduled'),
            cancelOn,
            once,
            fixedGapMs: pollSeconds === undefined ? undefined : pollSeconds * 1_000,
            isEvidence: evidence/* isNewEnd */.oU,
        },
        accepted: ['finished', ...accepted],
        timeoutMs: once ? undefined : timeoutMs,
    };
}
const ONE_POLL = '`wait-timeout-minutes: 0` polls once. Remove it, or raise `wait-timeout-minutes`.';
function parseStart(inputs) {
    switch (inputs.choice('start', ['true', 'false', 'if-failed'])) {
        case 'true':
            return 'always';
        case 'if-failed':
            return 'if-failed';
        case 'false':
        case undefined:
            return 'no';
    }
}
function parseWanted(inputs) {
    const given = TARGETS.flatMap((name) => {
        const text = name === 'batch-job-description' ? inputs.text(name) : inputs.identifier(name);
        return text === undefined ? [] : [{ name, text }];
    });
    const recIds = parseRecIds(inputs);
    const [first, ...others] = given;
    if (!first || others.length > 0) {
        const names = (first ? given.map(({ name }) => name) : TARGETS).map((name) => `\`${name}\``).join(', ');
        inputs.problem(first ? `${names} cannot be combined: use only one of them.` : `Use one of ${names}. ${src_inputs/* EMPTY_HINT */.wi}`);
        return undefined;
    }
    switch (first.name) {
        case 'batch-job-description':
            return { kind: 'description', description: first.text, legalEntity: inputs.identifier('legal-entity') };
        case 'execution-id':
            return { kind: 'execution', executionId: first.text };
        case 'message-id':
            return { kind: 'message', messageId: first.text };
        case 'batch-job-recid':
            return recIds.length > 0 ? { kind: 'rec-ids', recIds } : undefined;
    }
}
/** RecIds have 64 bits and stay text; one that is given twice counts once. */
function parseRecIds(inputs) {
    const whole = inputs.identifier('batch-job-recid');
    if (whole !== undefined && /^\d{1,3}(,\d{3}){3,}$/.test(whole)) {
        inputs.problem(`\`batch-job-recid\` is ${(0,src_inputs/* quoted */.TL)(whole)}, which looks like one RecId with thousands separators: use ${whole.replaceAll(',', '')}.`);
        return [];
    }
    const isFloat = whole !== undefined && FLOAT.test(whole);
    const list = isFloat ? [whole] : inputs.list('batch-job-recid').map(invisible/* withoutInvisible */.OT).filter(Boolean);
    if (list.length === 0 && whole !== undefined)
        inputs.problem('`batch-job-recid` contains no RecId.');
    const recIds = list.flatMap((text) => {
        const number = /^\d{1,25}$/.test(text) ? BigInt(text) : 0n;
        if (number > 0n && number <= LARGEST_RECID)
            return [String(number)];
        inputs.problem(`\`batch-job-recid\` contains ${(0,src_inputs/* quoted */.TL)(text)}${FLOAT.test(text) ? A_FLOAT : NO_RECID}`);
        return [];
    });
    return [...new Set(recIds)];
}
/** What YAML, JSON and spreadsheets make of a number with many digits, also where the comma is the decimal sign. */
const FLOAT = /^[+-]?\d+(?=[.e])(?:\.\d*)?(?:e[+-]?\d+)?$|^[+-]?\d+,(?:0+|\d+e[+-]?\d+)$/i;
const A_FLOAT = ', which YAML or a spreadsheet turned into a decimal number, and its last digits may be lost: copy the RecId from F&O, and put it in quotes.';
const NO_RECID = ': use the RecId of a batch job, digits only, such as 5637144576. Separate several by commas or lines.';
/**
 * Parses `callback-url`, which is a secret: what is wrong with it is said without it.
 *
 * @returns `undefined` if there is none, or after telling what is wrong
 */
function parseCallbackUrl(inputs, tell = () => undefined) {
    const text = inputs.identifier('callback-url');
    if (text === undefined)
        return undefined;
    const url = (0,address/* parseAddress */.or)(text);
    if (url instanceof URL)
        return url;
    tell(url.problem);
    return undefined;
}

;// CONCATENATED MODULE: ./build/src/operations/batch-wait/index.js



/** Waits until batch jobs, or an execution of data management, have ended. */
const batchWait = (0,operation/* operation */.MQ)({
    inputs: INPUTS,
    outputs: outcome/* OUTPUTS */.py,
    requestTimeoutSeconds: 300,
    parse(inputs, context) {
        (0,operation/* requireEnvironment */.L3)(inputs, context);
        return parseArguments(inputs);
    },
    async run({ wanted, ...args }, tools, verdicts) {
        switch (wanted.kind) {
            case 'rec-ids':
            case 'description':
                return (await Promise.all(/* import() */[__webpack_require__.e(326), __webpack_require__.e(749)]).then(__webpack_require__.bind(__webpack_require__, 7749))).waitForJobs(wanted, args, tools, verdicts);
            case 'execution':
            case 'message':
                return (await Promise.all(/* import() */[__webpack_require__.e(326), __webpack_require__.e(408)]).then(__webpack_require__.bind(__webpack_require__, 6408))).waitForExecution(wanted, args, tools, verdicts);
        }
    },
    outputsOfFailure: () => ({ outcome: 'failed', status: '', jobs: '[]' }),
    callbackUrl: (inputs) => parseCallbackUrl(inputs),
});


/***/ }),

/***/ 5887:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Np: () => (/* binding */ bySeverity),
/* harmony export */   TD: () => (/* binding */ ACCEPTABLE),
/* harmony export */   py: () => (/* binding */ OUTPUTS)
/* harmony export */ });
/* unused harmony export OUTCOMES */
/** The outputs of batch-wait. */
const OUTPUTS = ['outcome', 'status', 'jobs', 'errors-file', 'error-count', 'elapsed-seconds'];
/** Every outcome of batch-wait, from worst to best. */
const OUTCOMES = [
    'failed',
    'interrupted',
    'error',
    'canceled',
    'not-run',
    'deleted',
    'withheld',
    'scheduled',
    'timeout',
    'pending',
    'ended-unknown',
    'partially-succeeded',
    'finished',
];
/** What `accept-outcome` takes: a wait that was not carried out to its end is never accepted. */
const ACCEPTABLE = OUTCOMES.filter((outcome) => outcome !== 'failed' && outcome !== 'interrupted' && outcome !== 'timeout');
/** The worst first; those with the same outcome keep their order. */
const bySeverity = (a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome);


/***/ }),

/***/ 3425:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ parseStartedAfter),
/* harmony export */   l: () => (/* binding */ cutOffOf)
/* harmony export */ });
const TIME = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const DURATION = /^P(?=.)(?:(?<years>N)Y)?(?:(?<months>N)M)?(?:(?<weeks>N)W)?(?:(?<days>N)D)?(?:T(?=.)(?:(?<hours>N)H)?(?:(?<minutes>N)M)?(?:(?<seconds>N)S)?)?$/;
const DURATION_PATTERN = new RegExp(DURATION.source.replaceAll('N', '\\d+(?:[.,]\\d+)?'), 'i');
const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const UNIT_MS = {
    years: 365 * DAY,
    months: 30 * DAY,
    weeks: 7 * DAY,
    days: DAY,
    hours: 3_600 * SECOND,
    minutes: 60 * SECOND,
    seconds: SECOND,
};
/** The runner's clock and F&O's may differ by this much. */
const ALLOWANCE_MS = 120_000;
/**
 * Reads an ISO 8601 time (UTC if it names no zone) or duration (a year is 365 days, a month 30).
 *
 * @returns `undefined` if it is neither
 */
function parseStartedAfter(text) {
    const parts = DURATION_PATTERN.exec(text)?.groups;
    if (parts) {
        const ms = Object.entries(parts).reduce((sum, [unit, value]) => sum + Number(value?.replace(',', '.') ?? 0) * (UNIT_MS[unit] ?? 0), 0);
        return { kind: 'duration', ms };
    }
    const match = TIME.exec(text);
    if (!match)
        return undefined;
    const [, date = '', time, , , zone] = match;
    const ms = Date.parse(time !== undefined && zone === undefined ? `${text}Z` : text);
    return Number.isNaN(ms) || !isInCalendar(date) ? undefined : { kind: 'time', ms };
}
/** Date.parse takes 30 February for 2 March. */
function isInCalendar(date) {
    const ms = Date.parse(date);
    return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}
/** @param now by the environment's clock, from which a duration is counted; a time is taken literally */
const cutOffOf = (startedAfter, now) => ({
    epochMs: startedAfter.kind === 'time' ? startedAfter.ms : now.epochMs - startedAfter.ms - ALLOWANCE_MS,
});


/***/ })

};
