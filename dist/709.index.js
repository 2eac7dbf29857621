export const id = 709;
export const ids = [709];
export const modules = {

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

/***/ 1709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   hintFor: () => (/* binding */ hintFor)
/* harmony export */ });
/* harmony import */ var _fno_server_message_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(990);
/* harmony import */ var _http_receive_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2203);
/* harmony import */ var _json_narrow_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5345);
/* harmony import */ var _json_parse_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8103);
/* harmony import */ var _near_names_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2306);
/* harmony import */ var _key_hint_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8556);
/* harmony import */ var _response_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3818);
/* harmony import */ var _url_hint_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8763);








/** How long the environment may take to list what there is; an error is not held up for longer. */
const HINT_TIMEOUT_MS = 20_000;
/** A longer list would hold up signals while it is parsed. */
const LONGEST_LIST = 4 * 1024 * 1024;
const LONGEST_NAME = 100;
/**
 * Explains the mistakes that people make most often: misspelt names, filters, missing parameters, quotes in keys. Asks
 * the environment if only it can know.
 *
 * @returns a sentence, or nothing if it is none of them
 */
async function hintFor(response, args, tools) {
    const { target, method } = args;
    const said = args.maskResponse ? '' : (0,_response_js__WEBPACK_IMPORTED_MODULE_3__/* .excerptOf */ .zU)(response);
    const { text } = (0,_fno_server_message_js__WEBPACK_IMPORTED_MODULE_0__/* .readServerMessage */ .VQ)(response.headers, said, tools.fno.show);
    if (target.kind === 'path') {
        const { url } = target;
        // Any other host is not asked for what nobody requested of it, and knows no enums.
        if (!args.isInEnvironment)
            return [400, 404].includes(response.status) ? (0,_key_hint_js__WEBPACK_IMPORTED_MODULE_5__/* .keyHint */ .p)(url) : '';
        const ours = (0,_url_hint_js__WEBPACK_IMPORTED_MODULE_4__/* .urlHint */ .f)(url, response.status, text, false);
        if (response.status === 400)
            return ours || propertyHint(text, url, tools);
        return response.status === 404 ? ours || entityHint(url, tools) : '';
    }
    if (response.status === 404)
        return serviceHint(target.names, tools);
    return method !== 'GET' && /parameter/i.test(text) ? parameterHint(text, target.names, tools) : '';
}
/** On the host of a URL, also if the path begins with two slashes. */
const beside = (url, pathAndQuery) => new URL(`${url.origin}${pathAndQuery}`);
/** A row shows how its properties are spelled; the metadata would as well, in many megabytes. */
async function propertyHint(text, url, tools) {
    const [, asked, sent] = /property named '(\w+)'|The property '(\w+)' does not exist/.exec(text) ?? [];
    const name = asked ?? sent;
    const rows = /^.*\/data\/\w+/i.exec(url.pathname)?.[0];
    if (name === undefined || rows === undefined)
        return '';
    const [row = {}] = await readList(beside(url, `${rows}?$top=1&cross-company=true`), 'value', tools);
    const near = (0,_near_names_js__WEBPACK_IMPORTED_MODULE_6__/* .nearestName */ .q)(name, Object.keys(row));
    return near ? `Did you mean the property "${tools.fno.show(near, LONGEST_NAME)}"?` : '';
}
async function entityHint(url, tools) {
    const [, before, entity] = /^(.*\/data)\/(\w+)/i.exec(url.pathname) ?? [];
    if (before === undefined || entity === undefined)
        return '';
    const names = await readNames(beside(url, before), 'value', 'name', tools);
    if (names.includes(entity)) {
        const exists = `The entity ${entity} exists, so there is no such record, or it belongs to another legal entity (\`cross-company: true\`), or its key contains an enum (then use \`$filter\`).`;
        return `${exists} ${(0,_key_hint_js__WEBPACK_IMPORTED_MODULE_5__/* .partialKeyHint */ .i)(url)}`.trimEnd();
    }
    return suggestion('entity', entity, names, tools.fno.show);
}
const LEVELS = [
    ['ServiceGroups', 'service group'],
    ['Services', 'service'],
    ['Operations', 'operation'],
];
/** Follows the names from the top, to the first that does not exist. */
async function serviceHint(names, tools) {
    for (const [index, [property, what]] of LEVELS.entries()) {
        const name = names[index];
        if (name === undefined)
            return '';
        const url = tools.fno.url(['/api/services', ...names.slice(0, index)].join('/'));
        const known = await readNames(url, property, 'Name', tools);
        if (!known.includes(name))
            return suggestion(what, name, known, tools.fno.show);
    }
    return '';
}
async function parameterHint(text, operation, tools) {
    const url = tools.fno.url(['/api/services', ...operation].join('/'));
    const parameters = await readNames(url, 'Parameters', 'Name', tools);
    if (parameters.length === 0)
        return '';
    const missing = /parameter '?([\w]+)'?/i.exec(text)?.[1];
    const which = missing && parameters.includes(missing) ? `\`${missing}\` is missing from the payload. ` : '';
    const names = parameters.map((name) => `\`${tools.fno.show(name, LONGEST_NAME)}\``).join(', ');
    return `${which}The operation takes ${names}: the payload must be an object with exactly these names.`;
}
function suggestion(what, name, known, show) {
    if (known.length === 0)
        return '';
    const near = (0,_near_names_js__WEBPACK_IMPORTED_MODULE_6__/* .nearestName */ .q)(name, known);
    return near
        ? `There is no ${what} "${name}": did you mean "${show(near, LONGEST_NAME)}"?`
        : `There is no ${what} "${name}".`;
}
async function readNames(url, property, member, tools) {
    const list = await readList(url, property, tools);
    return list.map((entry) => (0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_7__/* .asText */ .e1)(entry[member])).filter((name) => name !== undefined);
}
/** @returns the objects in a list of the environment; none if it does not give the list */
async function readList(url, property, { fno, signal }) {
    const either = AbortSignal.any([signal, AbortSignal.timeout(HINT_TIMEOUT_MS)]);
    const response = await fno.send({ method: 'GET', url, read: true, attempts: 'once', signal: either }, _http_receive_js__WEBPACK_IMPORTED_MODULE_1__/* .intoMemory */ .a);
    if (response.status !== 200 || response.body.length > LONGEST_LIST)
        return [];
    const list = (0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_7__/* .asList */ .DD)((0,_json_narrow_js__WEBPACK_IMPORTED_MODULE_7__/* .membersOf */ .lS)((0,_json_parse_js__WEBPACK_IMPORTED_MODULE_2__/* .parseJson */ .qF)(response.body.toString('utf8')))[property]) ?? [];
    return list.map(_json_narrow_js__WEBPACK_IMPORTED_MODULE_7__/* .membersOf */ .lS);
}


/***/ }),

/***/ 8556:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ partialKeyHint),
/* harmony export */   p: () => (/* binding */ keyHint)
/* harmony export */ });
const SLASH = 'A / in a key starts a new part of the path: write it as %2F.';
const QUESTION_MARK = 'A ? in a key starts the query: write it as %3F.';
const QUOTE = "Double any quote inside a key value: Customers(dataAreaId='usmf',Name='O''Brien').";
/**
 * Explains the mistakes that people make most often in the key of a path.
 *
 * @returns a sentence, or nothing if it is none of them
 */
function keyHint({ pathname, search }) {
    const begin = pathname.indexOf('(');
    if (begin < 0)
        return '';
    const end = pathname.lastIndexOf(')');
    if (end < begin)
        return decode(search).includes(')') ? QUESTION_MARK : '';
    const key = pathname.slice(begin, end + 1);
    if (decode(key).split("'").length % 2 === 0)
        return QUOTE;
    // Between two keys of a path a slash is in its place: Orders('1')/Lines(2).
    return key.replaceAll(/\)\/[\w./]+\(/g, '').includes('/') ? SLASH : '';
}
/** @returns a sentence about a key with one text value, which may lack fields; nothing if it is no such key */
function partialKeyHint({ pathname }) {
    const [, ofData = ''] = decode(pathname).split(/\/data\//i);
    const [, entity = '', key = ''] = /^(\w+)\((.*)\)$/.exec(ofData) ?? [];
    const [, name = 'FIELD', value] = /^(?:(\w+)=)?('(?:[^']|'')*')$/.exec(key) ?? [];
    if (value === undefined || name === 'dataAreaId')
        return '';
    return `If the key of ${entity} has more fields, give all of them by name: ${entity}(dataAreaId='usmf',${name}=${value}).`;
}
function decode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}


/***/ }),

/***/ 8763:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ urlHint)
});

// EXTERNAL MODULE: ./build/src/invisible.js
var src_invisible = __webpack_require__(4866);
;// CONCATENATED MODULE: ./build/src/operations/rest/filter-hint.js

const COMPARE = '`$filter` compares with `eq`, `ne`, `gt`, `ge`, `lt` and `le`.';
const QUOTES = 'In `$filter`, put text in single quotes; numbers, dates and GUIDs have none.';
const APOSTROPHE = "Double any apostrophe inside a text in `$filter`: Name eq 'O''Brien'.";
const DATE = 'Write a date in `$filter` with its time and zone, and without quotes: 2026-01-31T00:00:00Z.';
/** A date that is not followed by time and zone, one as people write it, and the prefix of OData 2. */
const DATES_ALONE = [
    /\b\d{4}-\d\d-\d\d(?!\d|T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)(?!\w))/,
    /\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b/,
    /\bdatetime(?:offset)?''/i,
];
const OPERATORS = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
/**
 * Explains the mistakes that people make most often in `$filter`.
 *
 * @param message what F&O says of it
 * @returns a sentence, or nothing if it is none of them
 */
function filterHint(message, filter) {
    const emptied = filter.replaceAll(/'(?:[^']|'')*'/g, "''");
    if (/''\w|(?:^|[^'])(?:'')*'(?!')/.test(emptied))
        return APOSTROPHE;
    const outsideTexts = emptied.replaceAll("''", '');
    const invisible = (0,src_invisible/* invisibleIn */.BB)(outsideTexts);
    if (invisible !== undefined)
        return `\`$filter\` contains the invisible character ${invisible}: type it again, without the character.`;
    if (DATES_ALONE.some((date) => date.test(emptied)))
        return DATE;
    if (/[=<>]/.test(outsideTexts))
        return COMPARE;
    if (outsideTexts.includes('"'))
        return QUOTES;
    const types = message.indexOf('operand types ');
    if (types >= 0) {
        const enumType = /'(Microsoft\.Dynamics\.DataEntities\.\w+)'/.exec(message.slice(types))?.[1];
        if (enumType !== undefined)
            return typeOfEnum(enumType, filter);
        if (message.includes("'Edm.String'", types))
            return QUOTES;
    }
    const unknown = /property named '(\w+)'/.exec(message)?.[1];
    const words = outsideTexts.split(/\W+/);
    return words.some((word, index) => word === unknown && OPERATORS.has(words[index - 1] ?? '')) ? QUOTES : '';
}
/** F&O names the type and not the property, so of several comparisons none can be picked. */
function typeOfEnum(type, filter) {
    const [first, ...others] = [...filter.matchAll(/ (eq|ne) '((?:[^']|'')*)'/g)];
    const isOnly = first !== undefined && others.length === 0;
    const [, operator = 'eq', value = 'VALUE'] = isOnly ? first : [];
    const name = (isOnly &&
        filter
            .slice(0, first.index)
            .split(/[^\w/]/)
            .at(-1)) ||
        'NAME';
    return `An enum in \`$filter\` needs its type: ${name} ${operator} ${type}'${value}'.`;
}

// EXTERNAL MODULE: ./build/src/operations/rest/key-hint.js
var key_hint = __webpack_require__(8556);
;// CONCATENATED MODULE: ./build/src/operations/rest/query-hint.js
/** What a query says of one character, in `path` and in a URL of a batch, which no input can encode. */
const AMPERSAND = ['A &', 'starts the next option: write it as %26'];
const PLUS = ['A +', 'is read as a blank: write it as %2B'];
const ENCODED = "`query` is encoded by the action: write it without percent-encoding, such as $filter=Name eq 'A & B'.";
const ENCODED_TWICE = 'The URL is percent-encoded twice: write %20 for a blank, and not %2520.';
/**
 * Explains the mistakes that people make most often in how a query is encoded.
 *
 * @param search of the URL that was requested, with `?`; what came from the input `query` is encoded in it
 * @param isPart whether the URL stands in the payload of a batch
 * @returns a sentence, or nothing if it is none of them
 */
function encodingHint(search, isPart) {
    const hint = ([character, rest]) => isPart
        ? `${character} in the URL of a part ${rest}.`
        : `${character} in \`path\` ${rest}, or put the option in \`query\`, which is encoded by the action.`;
    const pieces = search.slice(1).split('&');
    const isOpen = (piece) => piece.split(/'|%27/).length % 2 === 0;
    const first = pieces.findIndex(isOpen);
    if (first >= 0 && pieces.slice(first + 1).some((piece) => isOpen(piece) && !/^(\$|%24)/.test(piece)))
        return hint(AMPERSAND);
    if (/%25[2-7][\da-f]/i.test(search))
        return isPart ? ENCODED_TWICE : ENCODED;
    return search.includes('+') ? hint(PLUS) : '';
}

;// CONCATENATED MODULE: ./build/src/operations/rest/url-hint.js



/**
 * Explains the mistakes that people make most often and that can be seen in a URL which F&O refused with 400 or 404.
 *
 * @param message what F&O says of it
 * @param isPart whether it stands in the payload of a batch, where nothing is encoded for anyone
 * @returns a sentence, or nothing if it is none of them
 */
function urlHint(url, status, message, isPart) {
    if (status !== 400 && status !== 404)
        return '';
    const ofQuery = () => encodingHint(url.search, isPart) || filterHint(message, url.searchParams.get('$filter') ?? '');
    return (0,key_hint/* keyHint */.p)(url) || (status === 400 && ofQuery()) || (status === 400 || isPart ? (0,key_hint/* partialKeyHint */.i)(url) : '');
}


/***/ })

};
