export const id = 896;
export const ids = [896];
export const modules = {

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

/***/ 4896:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  token: () => (/* binding */ token)
});

// EXTERNAL MODULE: ./build/src/entra/claims.js
var entra_claims = __webpack_require__(481);
// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/fno/read.js
var read = __webpack_require__(983);
// EXTERNAL MODULE: ./build/src/json/narrow.js
var narrow = __webpack_require__(5345);
;// CONCATENATED MODULE: ./build/src/fno/user-session.js



const SESSION = {
    method: 'POST',
    path: '/api/services/UserSessionService/AifUserSessionService/GetUserSessionInfo',
    body: '{}',
};
const VERSION = {
    method: 'POST',
    path: '/data/DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion',
    body: '{}',
};
const ENTITY = { method: 'GET', path: '/data/BatchJobs?$top=1' };
/**
 * Asks the environment whether it accepts the token: by a service that every environment has, and by an entity if that
 * service is not found. `$metadata` would prove nothing: it is open to any valid token.
 *
 * @throws Outage while the environment is starting, Failure if it says no
 */
async function verifyAccess(reader) {
    const response = await (0,read/* readText */.yR)(reader, SESSION, (status) => status === 404);
    if (response.status === 404) {
        objectOf((0,read/* jsonOf */.o_)(await (0,read/* readText */.yR)(reader, ENTITY), ENTITY), ENTITY);
        return { user: '', company: '', version: await versionOf(reader) };
    }
    const session = objectOf((0,read/* jsonOf */.o_)(response, SESSION), SESSION);
    return {
        user: firstString(session, ['UserId', 'userId', 'User', 'user']),
        company: firstString(session, ['Company', 'company', 'PartitionCompany']),
        version: await versionOf(reader),
    };
}
/** The version is a courtesy: without it the token is no worse. */
async function versionOf(reader) {
    try {
        const response = await (0,read/* readText */.yR)(reader, VERSION, () => true);
        return response.status === 200 ? firstString((0,narrow/* membersOf */.lS)((0,read/* jsonOf */.o_)(response, VERSION)), ['value']) : '';
    }
    catch (thrown) {
        if (thrown instanceof errors/* Outage */.ad)
            return '';
        throw thrown;
    }
}
/** Anything else does not come from F&O: a page of a gateway or of the network before it. */
function objectOf(json, request) {
    const object = (0,narrow/* asObject */.eB)(json);
    if (!object)
        throw new errors/* Outage */.ad(`${(0,read/* nameOf */.Vb)(request)} returned something other than an object.`);
    return object;
}
const firstString = (object, names) => names.map((name) => (0,narrow/* asText */.e1)(object[name])).find((text) => text !== undefined) ?? '';

// EXTERNAL MODULE: ./build/src/report/duration.js
var duration = __webpack_require__(598);
// EXTERNAL MODULE: ./build/src/operations/deadline.js
var deadline = __webpack_require__(2562);
// EXTERNAL MODULE: ./build/src/operations/operation.js
var operation = __webpack_require__(6333);
// EXTERNAL MODULE: ./build/src/operations/poll-until.js
var poll_until = __webpack_require__(9678);
;// CONCATENATED MODULE: ./build/src/operations/token.js








const DEFAULT_POLL_SECONDS = 15;
/** Signs in and hands on a masked token; with `verify` it checks that the environment accepts the token. */
const token = (0,operation/* operation */.MQ)({
    inputs: ['verify', 'wait-timeout-minutes', 'poll-seconds'],
    outputs: ['token', 'expires-on', 'claims'],
    requestTimeoutSeconds: 300,
    sendsToken: (inputs) => inputs.flag('verify'),
    parse(inputs, context) {
        (0,operation/* requireEnvironment */.L3)(inputs, context);
        const verify = inputs.flag('verify');
        const waitMs = (inputs.number('wait-timeout-minutes', { min: 0 }) ?? 0) * 60_000;
        const pollMs = (inputs.number('poll-seconds', { above: 0 }) ?? DEFAULT_POLL_SECONDS) * 1000;
        if (!verify) {
            for (const name of ['wait-timeout-minutes', 'poll-seconds']) {
                if (inputs.isGiven(name))
                    inputs.problem(`\`${name}\` goes with \`verify: true\`: give both, or neither.`);
            }
        }
        return { verify, waitMs, pollMs };
    },
    async run({ verify, waitMs, pollMs }, tools, { ok, failed }) {
        const { bearer, log } = tools;
        const acquired = await bearer.current();
        if (acquired === undefined)
            throw new errors/* Failure */.HR('There is no token: `auth` is `none`.');
        const outputsOf = (token) => {
            const expires = bearer.expiresOn(token);
            const expiresOn = expires === undefined ? '' : new Date(expires.epochMs).toISOString();
            return { token, 'expires-on': expiresOn, claims: JSON.stringify((0,entra_claims/* claimsOf */.ds)(token) ?? {}) };
        };
        let session;
        try {
            if (verify)
                session = await waitForSession(waitMs, pollMs, tools);
        }
        catch (thrown) {
            if (!(thrown instanceof errors/* Failure */.HR))
                throw thrown;
            for (const line of (0,errors/* causeChain */.DD)(thrown))
                log.debug(line);
            const held = await bearer.current().catch(() => acquired);
            return failed(thrown.message, outputsOf(held ?? acquired));
        }
        // Verifying can renew the token: the one handed on is the one that was accepted.
        const given = outputsOf((await bearer.current()) ?? acquired);
        if (!given['expires-on'])
            log.info('The token does not say when it expires.');
        if (session)
            log.info(`F&O accepts the token: ${describeSession(session)}.`);
        const rows = [
            ['Valid until', given['expires-on'] || 'unknown'],
            ...(session
                ? [
                    ['User', session.user],
                    ['Company', session.company],
                    ['Application version', session.version],
                ]
                : []),
        ].flatMap(([label, value]) => (label && value ? [[{ label }, value]] : []));
        return ok(given, { blocks: [{ kind: 'table', head: ['Token', ''], rows }] });
    },
});
const describeSession = ({ user, company, version }) => [
    user ? `user ${user}` : 'a user that F&O does not name',
    company && `company ${company}`,
    version && `application version ${version}`,
]
    .filter(Boolean)
    .join(', ');
/** Polls while the environment is starting, not while it says no. */
async function waitForSession(waitMs, pollMs, tools) {
    const { fno, clock, log, signal } = tools;
    const poll = async (reader) => {
        try {
            return await (0,deadline/* cutBy */.gw)(reader.signal, verifyAccess(reader));
        }
        catch (thrown) {
            throw thrown instanceof read/* Refused */.Lw ? await withClientId(thrown, tools) : thrown;
        }
    };
    const ended = await (0,poll_until/* pollUntil */.g)({
        clock,
        log,
        signal,
        timeoutMs: waitMs === 0 ? undefined : waitMs,
        progress: (waitedMs) => `Still waiting for the environment, ${(0,duration/* formatDuration */.a)(waitedMs)} so far.`,
        async poll(cut) {
            try {
                const attempts = waitMs === 0 ? 'retry' : 'once';
                return { kind: 'over', value: await poll({ fno, clock, signal: cut, attempts }) };
            }
            catch (thrown) {
                if (waitMs === 0 || !(thrown instanceof errors/* Outage */.ad))
                    throw thrown;
                return { kind: 'again', gapMs: pollMs, steady: true, obstacle: thrown };
            }
        },
    });
    if (ended.kind === 'over')
        return ended.value;
    const seen = ended.last ? `The last poll: ${ended.last.message}` : 'There was no response at all.';
    throw new errors/* DeadlinePassed */.Xp(`The environment was not ready within ${(0,duration/* formatDuration */.a)(waitMs)} (\`wait-timeout-minutes\`). ${seen}`, { cause: ended.last });
}
/** Whoever registers the application needs its id, which the token knows. */
async function withClientId(refused, { bearer }) {
    const token = await bearer.current();
    const claims = token === undefined ? undefined : (0,entra_claims/* claimsOf */.ds)(token);
    const clientId = claims?.['appid'] ?? claims?.['azp'];
    if (typeof clientId !== 'string')
        return refused;
    return new read/* Refused */.Lw(`${refused.message} The client ID is ${clientId}.`, { cause: refused });
}


/***/ })

};
