export const id = 701;
export const ids = [701];
export const modules = {

/***/ 1476:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T: () => (/* binding */ callFunction),
  P: () => (/* binding */ checkCall)
});

// EXTERNAL MODULE: ./build/src/json/exact-number.js
var exact_number = __webpack_require__(2049);
;// CONCATENATED MODULE: ./build/src/json/code-points.js

/** The characters of a text, which count as one each, whatever JavaScript needs for them. */
const charactersOf = (text) => Array.from(text);
/** @returns a function that gives the place of a text in another between two places; `null` if it is not there */
const find = (method) => (text, wanted, start = 0, end = Infinity) => {
    const from = Math.max((0,exact_number/* doubleOf */.Rq)(start), 0);
    const searched = charactersOf(text).slice(from, Math.max((0,exact_number/* doubleOf */.Rq)(end), 0));
    const found = searched.join('')[method](wanted);
    return found < 0 || wanted === '' ? null : from + charactersOf(searched.join('').slice(0, found)).length;
};
/** What is missing to a text of `width` characters. */
const padding = (text, width, character = ' ') => character.repeat(Math.max((0,exact_number/* doubleOf */.Rq)(width) - charactersOf(text).length, 0));
/** @returns a function that takes characters away at one end or both: white space if it is given none */
const trim = (sides) => (text, removed = '') => {
    const characters = charactersOf(text);
    const stays = (character) => !(removed ? removed.includes(character) : /[\s\u0085]/.test(character));
    const first = sides === 'right' ? 0 : characters.findIndex(stays);
    const last = sides === 'left' ? characters.length - 1 : characters.findLastIndex(stays);
    return first < 0 ? '' : characters.slice(first, last + 1).join('');
};
/** @param count of separators that split; the last part holds the rest */
function split(text, separator, count = Infinity) {
    const parts = separator === '' ? charactersOf(text) : text.split(separator);
    const rest = parts.splice((0,exact_number/* doubleOf */.Rq)(count));
    return rest.length > 0 ? [...parts, rest.join(separator)] : parts;
}
/** @param count of occurrences that are replaced, from the first */
const replace = (text, replaced, by, count) => split(text, replaced, count).join(by);
const reversed = (text) => charactersOf(text).reverse().join('');

// EXTERNAL MODULE: ./build/src/json/values.js
var values = __webpack_require__(8964);
;// CONCATENATED MODULE: ./build/src/json/jmespath/functions.js



const isArrayOf = (is) => (value) => Array.isArray(value) && value.every(is);
const isString = (value) => typeof value === 'string';
const isPair = (value) => Array.isArray(value) && value.length === 2 && isString(value[0]);
const isInteger = (value) => exact_number/* isNumber */.Et(value) && Number.isSafeInteger(exact_number/* doubleOf */.Rq(value));
const types = {
    any: () => true,
    string: isString,
    character: (value) => typeof value === 'string' && charactersOf(value).length === 1,
    number: exact_number/* isNumber */.Et,
    integer: isInteger,
    count: (value) => isInteger(value) && exact_number/* doubleOf */.Rq(value) >= 0,
    array: Array.isArray,
    numbers: isArrayOf(exact_number/* isNumber */.Et),
    strings: isArrayOf(isString),
    pairs: isArrayOf(isPair),
    object: values/* isObject */.Gv,
    '&expression': (value) => typeof value === 'function',
};
/** In order of what is taken of each: the least first, or the greatest with `sign` -1. */
function sorted(elements, by = (element) => element, sign = 1) {
    const pairs = elements.map((element) => ({ element, key: by(element) }));
    if (pairs.some(({ key }) => (0,values/* orderOf */.mJ)(pairs[0]?.key, key) === undefined)) {
        throw new Error('what is ordered by must be numbers alone, or strings alone');
    }
    return pairs.sort((a, b) => sign * ((0,values/* orderOf */.mJ)(a.key, b.key) ?? 0)).map(({ element }) => element);
}
function group(elements, by) {
    const keys = elements.map((element) => by(element));
    if (!keys.every(isString))
        throw new Error('what is grouped by must be strings');
    return Object.groupBy(elements, (_element, at) => keys[at]);
}
const contains = (searched, wanted) => isString(searched) ? isString(wanted) && searched.includes(wanted) : searched.some((each) => (0,values/* equal */.LC)(each, wanted));
function zip(...arrays) {
    const length = Math.min(...arrays.map((array) => array.length));
    return Array.from({ length }, (_, at) => arrays.map((array) => array[at]));
}
// As in https://jmespath.org/specification.html, and version 1 in https://github.com/jmespath-community/jmespath.spec;
// of the types of their parameters `a|b` is either, `?` is optional, `*` is one or several.
const functions = {
    abs: ['number', exact_number/* absoluteOf */.Ll],
    avg: ['numbers', (of) => (of.length > 0 ? exact_number/* averageOf */.pQ(of) : null)],
    ceil: ['number', (of) => exact_number/* wholeOf */.l2(of, 'up')],
    contains: ['string|array any', contains],
    ends_with: ['string string', (text, end) => text.endsWith(end)],
    find_first: ['string string integer? integer?', find('indexOf')],
    find_last: ['string string integer? integer?', find('lastIndexOf')],
    floor: ['number', (of) => exact_number/* wholeOf */.l2(of, 'down')],
    from_items: ['pairs', values/* objectOf */.Xy],
    group_by: ['array &expression', group],
    items: ['object', Object.entries],
    join: ['string strings', (separator, texts) => texts.join(separator)],
    keys: ['object', Object.keys],
    length: ['string|array|object', (of) => (isString(of) ? charactersOf(of) : Object.keys(of)).length],
    lower: ['string', (text) => text.toLowerCase()],
    map: ['&expression array', (each, of) => of.map((element) => each(element))],
    max: ['numbers|strings', (of) => sorted(of, undefined, -1)[0] ?? null],
    max_by: ['array &expression', (of, by) => sorted(of, by, -1)[0] ?? null],
    merge: ['object*', (...all) => (0,values/* objectOf */.Xy)(all.flatMap((Object.entries)))],
    min: ['numbers|strings', (of) => sorted(of)[0] ?? null],
    min_by: ['array &expression', (of, by) => sorted(of, by)[0] ?? null],
    not_null: ['any*', (...values) => values.find((value) => value !== null) ?? null],
    pad_left: ['string count character?', (text, to, by) => padding(text, to, by) + text],
    pad_right: ['string count character?', (text, to, by) => text + padding(text, to, by)],
    replace: ['string string string count?', replace],
    reverse: ['string|array', (of) => (isString(of) ? reversed(of) : of.toReversed())],
    sort: ['numbers|strings', (of) => sorted(of)],
    sort_by: ['array &expression', (of, by) => sorted(of, by)],
    split: ['string string count?', split],
    starts_with: ['string string', (text, start) => text.startsWith(start)],
    sum: ['numbers', exact_number/* sumOf */.XN],
    to_array: ['any', (of) => [of].flat()],
    to_number: ['any', (of) => (isString(of) ? exact_number/* parseNumber */.$J(of.trim()) : exact_number/* isNumber */.Et(of) ? of : null)],
    to_string: ['any', (of) => (isString(of) ? of : JSON.stringify(of))],
    trim: ['string string?', trim('both')],
    trim_left: ['string string?', trim('left')],
    trim_right: ['string string?', trim('right')],
    type: ['any', values/* typeOf */.QP],
    upper: ['string', (text) => text.toUpperCase()],
    values: ['object', Object.values],
    zip: ['array*', zip],
};
const parametersOf = (name) => functions[name]?.[0].split(' ') ?? [];
const usage = (name) => `${name}(${parametersOf(name).join(', ')})`;
/** @throws Error if there is no such function, or it takes fewer, more or other arguments */
function checkCall(name, args) {
    if (!Object.hasOwn(functions, name))
        throw new Error(`there is no function ${name}()`);
    const parameters = parametersOf(name);
    const least = parameters.filter((parameter) => !parameter.endsWith('?')).length;
    const most = parameters.at(-1)?.endsWith('*') ? Infinity : parameters.length;
    const fits = ({ kind }, at) => (kind === 'reference') === (parameters[at]?.startsWith('&') ?? false);
    if (args.length >= least && args.length <= most && args.every(fits))
        return;
    throw new Error(`these are not the arguments of ${usage(name)}`);
}
/** @throws Error if an argument is of a type that the function does not take */
function callFunction(name, args) {
    const parameters = parametersOf(name);
    for (const [at, value] of args.entries()) {
        const alternatives = (parameters[at] ?? parameters.at(-1) ?? '').replace(/[?*]$/, '').split('|');
        if (alternatives.some((type) => types[type]?.(value)))
            continue;
        throw new Error(`argument ${at + 1} of ${usage(name)} cannot be of type ${(0,values/* typeOf */.QP)(value)}`);
    }
    return functions[name]?.[1](...args);
}


/***/ }),

/***/ 2998:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ evaluate)
/* harmony export */ });
/* harmony import */ var _functions_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1476);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8964);


/** @returns `null` if nothing is found in `value`; throws an Error if a function cannot take what is found */
function evaluate(node, value, observer) {
    const get = (child, of = value) => evaluate(child, of, observer);
    const array = (child) => {
        const found = get(child);
        return Array.isArray(found) ? found : undefined;
    };
    const project = (elements, right) => elements?.map((element) => get(right, element)).filter((each) => each !== null) ?? null;
    switch (node.kind) {
        case 'current':
            return value;
        case 'literal':
            return node.value;
        case 'field':
            return (0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(value) ? member(value, node.name, observer) : null;
        case 'index':
            return array(node.of[0])?.at(node.index) ?? null;
        case 'slice':
            return slice(array(node.of[0]), node);
        case 'flatten':
            return array(node.of[0])?.flat() ?? null;
        case 'not':
            return !(0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .holds */ .v9)(get(node.of[0]));
        case 'reference':
            return (element) => get(node.of[0], element);
        case 'chain':
            return get(node.of[1], get(node.of[0]));
        case 'elements':
            return project(array(node.of[0]), node.of[1]);
        case 'values': {
            const object = get(node.of[0]);
            return project((0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(object) ? Object.values(object) : undefined, node.of[1]);
        }
        case 'filter': {
            const meets = (element) => (0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .holds */ .v9)(get(node.of[1], element));
            return project(array(node.of[0])?.filter(meets), node.of[2]);
        }
        case 'or':
        case 'and': {
            const left = get(node.of[0]);
            return (0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .holds */ .v9)(left) === (node.kind === 'or') ? left : get(node.of[1]);
        }
        case 'comparison': {
            const [left, right] = node.of.map(bareNameOf);
            const isMissing = right && right !== 'null' && !((0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .isObject */ .Gv)(value) && Object.hasOwn(value, right));
            if (left && isMissing)
                observer.onMissingName?.(left, node.comparator, right);
            return compare(node.comparator, get(node.of[0]), get(node.of[1]));
        }
        case 'list':
            return value === null ? null : node.of.map((item) => get(item));
        case 'hash':
            return value === null ? null : (0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .objectOf */ .Xy)(node.of.map((item, at) => [node.names[at] ?? '', get(item)]));
        case 'call': {
            const args = node.of.map((argument) => get(argument));
            return (0,_functions_js__WEBPACK_IMPORTED_MODULE_0__/* .callFunction */ .T)(node.name, args);
        }
    }
}
const bareNameOf = (node) => (node.kind === 'field' && !node.isQuoted ? node.name : undefined);
function member(object, name, { onOtherCase }) {
    if (Object.hasOwn(object, name))
        return object[name] ?? null;
    const there = onOtherCase && Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
    if (there !== undefined)
        onOtherCase?.(name, there);
    return null;
}
function compare(comparator, a, b) {
    if (comparator === '==' || comparator === '!=')
        return (0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .equal */ .LC)(a, b) === (comparator === '==');
    const order = (0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .orderOf */ .mJ)(a, b);
    if (order === undefined)
        return null;
    if (order === 0)
        return comparator.endsWith('=');
    return order < 0 === comparator.startsWith('<');
}
function slice(array, { start, stop, step }) {
    if (!array)
        return null;
    const [lowest, highest] = step > 0 ? [0, array.length] : [-1, array.length - 1];
    const bounded = (at) => Math.min(Math.max(at < 0 ? at + array.length : at, lowest), highest);
    const first = start === undefined ? (step > 0 ? lowest : highest) : bounded(start);
    const end = stop === undefined ? (step > 0 ? highest : lowest) : bounded(stop);
    const length = Math.max(Math.ceil((end - first) / step), 0);
    return Array.from({ length }, (_, at) => array[first + at * step]);
}


/***/ }),

/***/ 1444:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  N: () => (/* binding */ nodesOf),
  q: () => (/* binding */ parser_parse)
});

// EXTERNAL MODULE: ./build/src/json/jmespath/functions.js + 1 modules
var functions = __webpack_require__(1476);
// EXTERNAL MODULE: ./build/src/json/exact-number.js
var exact_number = __webpack_require__(2049);
// EXTERNAL MODULE: ./build/src/json/parse.js
var parse = __webpack_require__(8103);
// EXTERNAL MODULE: ./build/src/json/open.js
var json_open = __webpack_require__(4422);
;// CONCATENATED MODULE: ./build/src/json/jmespath/lexer.js



const TOKEN = /(?<blanks>[ \t\r\n]+)|(?<name>[A-Za-z_]\w*)|(?<number>-?\d+)|(?<sign>\[[?\]]|\|\||&&|[=!<>]=|[.*[\]{}(),:@&|<>!])|(?<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|./gsu;
/** @returns the tokens, the last of kind `end`; throws an Error that says what is no token, and where */
function tokenize(expression) {
    const tokens = [];
    for (const { 0: text, index: start, groups: { blanks, name, number, sign, quoted } = {} } of expression.matchAll(TOKEN)) {
        if (name ?? number ?? sign)
            tokens.push({ kind: sign ?? (name ? 'name' : 'number'), start, text });
        else if (quoted)
            tokens.push(quotedToken(quoted, start));
        else if (/["'`]/.test(text))
            throw new Error(`the quote ${text} at character ${start + 1} is never closed`);
        else if (!blanks)
            throw new Error(unexpected(expression, start) + (text === '=' ? ': write == to compare' : ''));
    }
    return [...tokens, { kind: 'end', start: expression.length, text: '' }];
}
function unexpected(expression, start) {
    const found = Array.from(expression.slice(start, start + 20))
        .slice(0, 10)
        .join('');
    return found ? `unexpected ${found} at character ${start + 1}` : 'it ends too early';
}
function quotedToken(quoted, start) {
    const inside = quoted.slice(1, -1);
    if (quoted.startsWith("'"))
        return { kind: 'literal', start, text: quoted, value: inside.replaceAll("\\'", "'") };
    const content = inside.trimStart().replaceAll('\\`', '`');
    const text = content.trimEnd();
    // What is no JSON is text without quotes (`posted`), unless it begins like an array, object or string.
    const isJson = /^[[{"]|^(true|false|null)$/.test(text) || (0,exact_number/* parseNumber */.$J)(text) !== null;
    try {
        if (quoted.startsWith('"'))
            return { kind: 'quoted name', start, text: JSON.parse(quoted) };
        return { kind: 'literal', start, text: quoted, value: isJson ? (0,json_open/* parseLiteral */.Fx)(text) : JSON.parse(`"${content}"`) };
    }
    catch (thrown) {
        if (!(thrown instanceof SyntaxError) && !(thrown instanceof parse/* TooDeep */.v_))
            throw thrown;
        throw new Error(`what ${quoted.charAt(0)} at character ${start + 1} begins is not JSON`, { cause: thrown });
    }
}

;// CONCATENATED MODULE: ./build/src/json/jmespath/parser.js


/** The node and all nodes in it. */
const nodesOf = (node) => [node, ...node.of.flatMap(nodesOf)];
/** How strongly what may follow an expression binds to it. */
const POWERS = {
    ...{ '|': 1, '||': 2, '&&': 3, '==': 5, '!=': 5, '<': 5, '<=': 5, '>': 5, '>=': 5 },
    ...{ '[]': 9, '[?': 21, '.': 40, '[': 55 },
};
const POWER_OF_STAR = 20;
/** Above comparisons and below all that goes deeper: `!value[?a].b` is `!(value[?a].b)`. */
const POWER_OF_NOT = 8;
/** The tree is built and evaluated by recursion. */
const DEEPEST = 200;
/** A Pratt parser of https://jmespath.org/specification.html; throws an Error that says what is wrong, and where. */
function parser_parse(expression) {
    const tokens = tokenize(expression);
    const depths = new Map();
    let [at, level] = [0, 0];
    const peek = (ahead = 0) => tokens[at + ahead]?.kind ?? 'end';
    // Nothing passes the token `end`: what takes it fails.
    const next = () => tokens[at++];
    const take = (kind) => (peek() === kind ? next() : undefined);
    const fail = (because = '', { start } = tokens[at]) => {
        throw new Error(unexpected(expression, start) + because);
    };
    const need = (kind) => take(kind) ?? fail(`, where ${kind} is missing`);
    const bounded = (depth) => {
        if (depth > DEEPEST)
            throw new Error(`it is nested in more than ${DEEPEST} levels`);
        return depth;
    };
    const nested = (inner) => {
        level = bounded(level + 1);
        const parsed = inner();
        level -= 1;
        return parsed;
    };
    const node = (made) => {
        const depth = made.of.reduce((deepest, child) => Math.max(deepest, depths.get(child) ?? 0), 0);
        depths.set(made, bounded(depth + 1));
        return made;
    };
    const current = { kind: 'current', of: [] };
    const parseAbove = (power) => nested(() => continueAbove(power, prefix()));
    const continueAbove = (power, begun) => {
        let whole = begun;
        while ((POWERS[peek()] ?? 0) > power)
            whole = infix(whole);
        return whole;
    };
    const prefix = () => {
        const token = next();
        const { kind, text: name } = token;
        const isQuoted = kind === 'quoted name';
        if (kind === 'name' && take('('))
            return call(name);
        if (isQuoted && peek() === '(')
            fail(': the name of a function has no quotes');
        if (kind === 'name' || isQuoted)
            return node({ kind: 'field', of: [], name, isQuoted });
        if (kind === 'literal')
            return node({ kind, of: [], value: token.value });
        if (kind === '@')
            return current;
        if (kind === '*')
            return node({ kind: 'values', of: [current, projected(POWER_OF_STAR)] });
        if (kind === '!')
            return node({ kind: 'not', of: [parseAbove(POWER_OF_NOT)] });
        if (kind === '{')
            return hash();
        if (kind === '[' && !isBracket())
            return list();
        if (kind === '(')
            return enclosed(')');
        if (kind === '&')
            fail(': & stands before an argument of a function alone', token);
        if (!kind.startsWith('['))
            fail('', token);
        at -= 1;
        return infix(current);
    };
    const infix = (left) => {
        const { kind } = next();
        if (kind === '[')
            return bracket(left);
        if (kind === '[]')
            return node({ kind: 'elements', of: [node({ kind: 'flatten', of: [left] }), projected(9)] });
        if (kind === '.' && take('*'))
            return node({ kind: 'values', of: [left, projected(40)] });
        if (kind === '.')
            return node({ kind: 'chain', of: [left, member()] });
        if (kind === '[?')
            return node({ kind: 'filter', of: [left, enclosed(']'), projected(21)] });
        const right = parseAbove(POWERS[kind] ?? 0);
        if (kind === '|')
            return node({ kind: 'chain', of: [left, right] });
        if (kind === '||' || kind === '&&')
            return node({ kind: kind === '||' ? 'or' : 'and', of: [left, right] });
        return node({ kind: 'comparison', of: [left, right], comparator: kind });
    };
    /** What is taken of each element of a projection. */
    const projected = (power) => {
        if (take('.'))
            return nested(() => continueAbove(power, member()));
        return peek() === '[' || peek() === '[?' ? nested(() => continueAbove(power, infix(current))) : current;
    };
    /** What may stand behind a dot. */
    const member = () => {
        if (take('['))
            return list();
        return ['name', 'quoted name', '*', '{'].includes(peek()) ? prefix() : fail(', where a name is missing');
    };
    const enclosed = (end) => {
        const inner = parseAbove(0);
        need(end);
        return inner;
    };
    const isBracket = () => peek() === 'number' || peek() === ':' || (peek() === '*' && peek(1) === ']');
    const integer = () => (peek() === 'number' ? Number(next().text) : undefined);
    const bracket = (left) => {
        const elements = (of) => {
            need(']');
            return node({ kind: 'elements', of: [of, projected(POWER_OF_STAR)] });
        };
        if (take('*'))
            return elements(left);
        const start = integer();
        if (start !== undefined && take(']'))
            return node({ kind: 'index', of: [left], index: start });
        if (!take(':'))
            fail(`, where ${start === undefined ? 'a number or *' : ']'} is missing`);
        const stop = integer();
        const step = (take(':') && integer()) ?? 1;
        if (step === 0)
            fail(': the step of a slice is not 0');
        return elements(node({ kind: 'slice', of: [left], start, stop, step }));
    };
    const series = (end, item) => {
        const items = [item()];
        while (take(','))
            items.push(item());
        if (!take(end))
            fail(`, where a comma or ${end} is missing`);
        return items;
    };
    const list = () => node({ kind: 'list', of: series(']', () => parseAbove(0)) });
    const hash = () => {
        const names = [];
        const entry = () => {
            names.push((take('name') ?? take('quoted name') ?? fail(', where a name is missing')).text);
            need(':');
            return parseAbove(0);
        };
        return node({ kind: 'hash', of: series('}', entry), names });
    };
    const call = (name) => {
        const argument = () => (take('&') ? node({ kind: 'reference', of: [parseAbove(0)] }) : parseAbove(0));
        const of = take(')') ? [] : series(')', argument);
        (0,functions/* checkCall */.P)(name, of);
        return node({ kind: 'call', of, name });
    };
    const whole = parseAbove(0);
    return peek() === 'end' ? whole : fail();
}


/***/ }),

/***/ 4422:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EJ: () => (/* binding */ openDocument),
/* harmony export */   Fx: () => (/* binding */ parseLiteral),
/* harmony export */   iw: () => (/* binding */ stringsOf)
/* harmony export */ });
/* harmony import */ var _exact_number_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2049);
/* harmony import */ var _parse_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8103);


const DEEPEST_STRING = 10;
/**
 * Parses a JSON document and opens what F&O hides inside strings: a string that is itself a JSON object or array becomes
 * that object or array, to a depth of ten strings in each other. Numbers keep their digits.
 *
 * @throws SyntaxError if the document is not JSON, TooDeep if it is nested in more than 1,000 levels
 */
const openDocument = (text) => (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .qF)(text, { openStrings: DEEPEST_STRING });
/** Every string in a JSON document, those inside strings that hold JSON included, names left out. */
function* stringsOf(document) {
    const rest = [{ value: document, strings: 0 }];
    for (let next = rest.pop(); next; next = rest.pop()) {
        const { value, strings } = next;
        if (typeof value === 'string') {
            yield value;
            if (strings < DEEPEST_STRING && (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .looksLikeJson */ .gw)(value))
                rest.push({ value: contentOf(value), strings: strings + 1 });
        }
        else if (typeof value === 'object' && value !== null && !(value instanceof _exact_number_js__WEBPACK_IMPORTED_MODULE_1__/* .ExactNumber */ .fh)) {
            for (const member of Object.values(value))
                rest.push({ value: member, strings });
        }
    }
}
/** The object or array that a string holds as JSON. */
function contentOf(text) {
    try {
        return (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .qF)(text);
    }
    catch {
        // What only looks like JSON, or is nested too deeply, stays the string that it is: nothing else is thrown.
        return undefined;
    }
}
/** Parses a literal of an expression like `openDocument`, but leaves every string as it is. */
const parseLiteral = (text) => (0,_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .qF)(text, { bare: false });


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

/***/ 8964:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gv: () => (/* binding */ isObject),
/* harmony export */   LC: () => (/* binding */ equal),
/* harmony export */   QP: () => (/* binding */ typeOf),
/* harmony export */   Xy: () => (/* binding */ objectOf),
/* harmony export */   mJ: () => (/* binding */ orderOf),
/* harmony export */   v9: () => (/* binding */ holds)
/* harmony export */ });
/* harmony import */ var _exact_number_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2049);

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof _exact_number_js__WEBPACK_IMPORTED_MODULE_0__/* .ExactNumber */ .fh);
/** An object that inherits no names. */
const objectOf = (entries) => Object.assign(Object.create(null), Object.fromEntries(entries));
/** The name of a JSON type; that of JavaScript for anything else. */
function typeOf(value) {
    if (value === null)
        return 'null';
    if ((0,_exact_number_js__WEBPACK_IMPORTED_MODULE_0__/* .isNumber */ .Et)(value))
        return 'number';
    return Array.isArray(value) ? 'array' : typeof value;
}
/** JMESPath's truth: everything but `false`, `null`, and the empty string, list and object. */
function holds(value) {
    if (value instanceof _exact_number_js__WEBPACK_IMPORTED_MODULE_0__/* .ExactNumber */ .fh)
        return true;
    if (typeof value === 'object' && value !== null)
        return Object.keys(value).length > 0;
    return value !== null && value !== undefined && value !== false && value !== '';
}
/** How two numbers, or two strings by their code points, stand to each other; `undefined` for anything else. */
function orderOf(a, b) {
    if ((0,_exact_number_js__WEBPACK_IMPORTED_MODULE_0__/* .isNumber */ .Et)(a) && (0,_exact_number_js__WEBPACK_IMPORTED_MODULE_0__/* .isNumber */ .Et)(b))
        return (0,_exact_number_js__WEBPACK_IMPORTED_MODULE_0__/* .compareNumbers */ .S$)(a, b);
    if (typeof a !== 'string' || typeof b !== 'string')
        return undefined;
    let at = 0;
    while (at < a.length && a[at] === b[at])
        at += 1;
    return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
}
/** The end of a string comes first, and surrogates, which stand for the highest code points, last. */
const rank = (unit) => (Number.isNaN(unit) ? -1 : unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
/** Deep equality, in which numbers are equal by value. */
function equal(a, b) {
    if ((0,_exact_number_js__WEBPACK_IMPORTED_MODULE_0__/* .isNumber */ .Et)(a) && (0,_exact_number_js__WEBPACK_IMPORTED_MODULE_0__/* .isNumber */ .Et)(b))
        return (0,_exact_number_js__WEBPACK_IMPORTED_MODULE_0__/* .compareNumbers */ .S$)(a, b) === 0;
    if (Array.isArray(a) && Array.isArray(b))
        return a.length === b.length && a.every((each, at) => equal(each, b[at]));
    if (!isObject(a) || !isObject(b))
        return a === b;
    const names = Object.keys(a);
    const isIn = (name) => Object.hasOwn(b, name) && equal(a[name], b[name]);
    return names.length === Object.keys(b).length && names.every(isIn);
}


/***/ })

};
