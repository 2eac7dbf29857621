export const id = 435;
export const ids = [435];
export const modules = {

/***/ 5435:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  acquireToken: () => (/* binding */ acquireToken)
});

// EXTERNAL MODULE: ./node_modules/@azure/msal-node/dist/index.mjs + 115 modules
var dist = __webpack_require__(2669);
// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
;// CONCATENATED MODULE: ./build/src/entra/msal.js


/**
 * Acquires an access token by MSAL: exactly one request, to the token endpoint of the authority. Each call has an MSAL
 * application of its own, so that MSAL can neither hand back a token that was refused nor hold a request back.
 *
 * This file is the only one to run MSAL; it is loaded when a token must be acquired, because that takes a while.
 */
async function acquireByMsal(request) {
    // MSAL hides what its network client throws behind an error of its own.
    let thrown;
    const keepingError = async (work) => {
        try {
            return await work();
        }
        catch (error) {
            thrown ??= { error };
            throw error;
        }
    };
    const networkClient = {
        sendGetRequestAsync: (url) => keepingError(() => Promise.reject(new Error(`MSAL requested ${url}, which it knows already.`))),
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- MSAL's interface has it
        sendPostRequestAsync: (_url, options) => keepingError(async () => {
            const { status, headers, body } = await request.post(options?.body ?? '');
            // MSAL names the type of the body, and checks what it needs of it.
            return { status, headers, body: body };
        }),
    };
    try {
        const result = await acquire(request, networkClient);
        if (result?.accessToken)
            return result.accessToken;
        throw new Error('MSAL returned no token.');
    }
    catch (error) {
        if (thrown)
            throw thrown.error;
        const host = request.authority.tokenEndpoint.host;
        throw new errors/* Failure */.HR(`Signing in at ${host} failed: ${(0,errors/* messageOf */.bD)(error)}`, { cause: error });
    }
}
function acquire({ authority, clientId, scopes, grant }, networkClient) {
    const system = { networkClient, disableInternalRetries: true };
    const identity = { clientId, ...describeAuthority(authority) };
    const confidential = (proof) => new dist/* ConfidentialClientApplication */.WR({ auth: { ...identity, ...proof }, system });
    switch (grant.kind) {
        case 'client-credentials':
            return confidential(grant.proof).acquireTokenByClientCredential({
                scopes,
                skipCache: true,
                // Else a variable of the runner's environment could have MSAL look for a regional host.
                azureRegion: 'DisableMsalForceRegion',
            });
        case 'refresh-token': {
            const { refreshToken, proof } = grant;
            const application = proof ? confidential(proof) : new dist/* PublicClientApplication */.vq({ auth: identity, system });
            return application.acquireTokenByRefreshToken({ scopes, refreshToken });
        }
    }
}
/** Everything that MSAL would otherwise look up: no host, known or not, costs a discovery request. */
function describeAuthority({ origin, tenant, tokenEndpoint }) {
    return {
        // MSAL takes https alone, although what it sends goes through `post`, which also takes http on loopback.
        authority: `${origin.replace(/^http:/, 'https:')}/${tenant}`,
        knownAuthorities: [new URL(origin).host],
        authorityMetadata: JSON.stringify({
            token_endpoint: tokenEndpoint.href,
            // MSAL insists on these, and uses none of them here.
            authorization_endpoint: new URL('authorize', tokenEndpoint).href,
            issuer: `${origin}/${tenant}`,
            jwks_uri: `${origin}/${tenant}/keys`,
        }),
    };
}

// EXTERNAL MODULE: ./build/src/entra/renewal.js
var renewal = __webpack_require__(5150);
// EXTERNAL MODULE: ./build/src/http/receive.js
var receive = __webpack_require__(2203);
// EXTERNAL MODULE: ./build/src/http/retry.js
var retry = __webpack_require__(6092);
// EXTERNAL MODULE: ./build/src/json/narrow.js
var narrow = __webpack_require__(5345);
// EXTERNAL MODULE: ./build/src/http/status.js
var http_status = __webpack_require__(9618);
// EXTERNAL MODULE: ./build/src/entra/sign-in-remedies.js
var sign_in_remedies = __webpack_require__(1246);
;// CONCATENATED MODULE: ./build/src/entra/sign-in-errors.js



const LONGEST_QUOTE = 400;
/** Entra ID's codes for trouble of its own, which come with status 400. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const TRANSIENT_CODES = [50196, 90006, 90012, 90033, 90055];
const TRANSIENT_ERRORS = ['temporarily_unavailable', 'server_error'];
/** Whether a later attempt may succeed though nobody changes anything. */
const isTransient = ({ status, body }) => (0,http_status/* mayPass */.b)(status) ||
    (body !== undefined &&
        (TRANSIENT_CODES.includes(aadstsCode(body)) || TRANSIENT_ERRORS.includes((0,narrow/* asText */.e1)(body['error']))));
/**
 * @param description what the method of the sign-in knows about it
 * @returns what failed, what the service said, and what to do about it
 */
function describeSignInError(refusal, target, description, show) {
    const host = target.authority.tokenEndpoint.host;
    const { body, status } = refusal;
    if (!body || (!sign_in_errors_text(body, 'error') && !sign_in_errors_text(body, 'error_description'))) {
        return `Signing in at ${host} failed: ${withoutError(refusal)} ${remedyWithoutError(refusal)}`;
    }
    const { failed, remedy } = isTransient(refusal)
        ? { failed: 'the sign-in service is temporarily unavailable', remedy: 'Run the job again later.' }
        : (0,sign_in_remedies/* remedyFor */.w)({ code: aadstsCode(body), error: sign_in_errors_text(body, 'error') ?? '' }, target, description.remedies);
    const message = messageFor(sign_in_errors_text(body, 'error_description') ?? sign_in_errors_text(body, 'error') ?? '', show);
    const correlation = sign_in_errors_text(body, 'correlation_id') ?? refusal.headers['x-ms-request-id'];
    const reference = correlation ? `, correlation ID ${show(correlation, 80)}` : '';
    return [
        `Signing in at ${host} failed: ${failed}.`,
        `It returned ${status}: "${message}"${reference}.`,
        remedy,
        isTransient(refusal) ? '' : description.closing,
    ]
        .filter(Boolean)
        .join(' ');
}
/** @returns the number of Entra ID's error, such as 7000215 */
function aadstsCode(body) {
    const [first] = [body['error_codes']].flat();
    if (typeof first === 'number')
        return first;
    const inText = /\bAADSTS(\d{4,9})\b/.exec(sign_in_errors_text(body, 'error_description') ?? '')?.[1];
    return inText === undefined ? undefined : Number(inText);
}
/** The description without its trailer of ids, which is repeated elsewhere in the response. */
function messageFor(description, show) {
    const [message = ''] = description.split(/Trace ID:|Correlation ID:|Timestamp:/i);
    return show(message.trim(), LONGEST_QUOTE).replaceAll('"', "'");
}
function withoutError({ status, headers, text: response }) {
    if (status >= 300 && status < 400) {
        const target = headers['location'] ?? '';
        const host = URL.canParse(target) ? ` to ${new URL(target).host}` : '';
        return `it returned ${status}, a redirect${host}, which is not followed.`;
    }
    if (isHtml(headers, response))
        return `it returned ${status} with an HTML page instead of a token.`;
    if (response.trim() === '')
        return `it returned ${status} with an empty body.`;
    if (status === 200)
        return 'it returned 200, but without an access token.';
    return `it returned ${status}, in a form that is not an OAuth error.`;
}
function remedyWithoutError({ status }) {
    if (status === 429)
        return 'The sign-in service is throttling: run the job again later.';
    if (status >= 500)
        return 'The sign-in service, or a gateway in front of it, is unavailable: run the job again later.';
    return 'Check `authority-host` and `tenant-id`, and that no proxy or sign-in portal of the network responds in its place.';
}
const isHtml = (headers, response) => /\bhtml\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(response);
const sign_in_errors_text = (body, name) => (0,narrow/* asText */.e1)(body[name])?.trim() || undefined;

;// CONCATENATED MODULE: ./build/src/entra/token-endpoint.js





/**
 * Sends a token request, which changes nothing and is therefore retried like a read. Whatever is secret in it and in
 * the response is masked first.
 *
 * @param form the form-encoded body
 * @param describe what the method of the sign-in knows about its refusal
 * @throws Failure with what the service said and the remedy; Outage where it may succeed later
 */
async function postToTokenEndpoint(form, target, describe, { client, clock, secrets, show, signal, timeoutMs }) {
    const { authority } = target;
    const fields = new URLSearchParams(form);
    // AD FS wants the v1 parameter; MSAL has it in the query string only, if at all.
    if (authority.kind === 'adfs')
        fields.set('resource', target.scope);
    for (const name of ['client_secret', 'client_assertion', 'refresh_token'])
        secrets.add(fields.get(name) ?? undefined);
    const response = await client.call({
        method: 'POST',
        url: authority.tokenEndpoint,
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', accept: 'application/json' },
        body: { kind: 'text', text: fields.toString() },
    }, receive/* intoMemory */.a, { read: true, attempts: 'retry', name: `Signing in at ${authority.tokenEndpoint.host}`, signal, timeoutMs });
    const text = response.body.toString('utf8');
    const body = (0,narrow/* parseObject */.lj)(text);
    const field = (name) => (0,narrow/* asText */.e1)(body?.[name]) || undefined;
    for (const name of ['access_token', 'refresh_token', 'id_token'])
        secrets.add(field(name));
    if (response.status !== 200 || !body || field('access_token') === undefined) {
        const refusal = { status: response.status, headers: response.headers, text, body };
        const message = describeSignInError(refusal, target, describe(), show);
        throw isTransient(refusal)
            ? new errors/* Outage */.ad(message, { retryAfterMs: (0,retry/* retryAfterOf */.sT)(response, clock.wallTime()) })
            : new errors/* Failure */.HR(message);
    }
    const seconds = Number(body['expires_in'] ?? NaN);
    return {
        status: response.status,
        headers: response.headers,
        body,
        refreshToken: field('refresh_token'),
        expiresInMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined,
    };
}

;// CONCATENATED MODULE: ./build/src/entra/acquire.js



/**
 * Acquires a new token by the credential of the run.
 *
 * @param parts its signal cuts the requests
 * @throws Failure with what was refused and the remedy, Outage where it may succeed later
 */
async function acquireToken(target, credential, parts) {
    const grant = await credential.authenticate(target, parts);
    const requestedAt = { moment: parts.clock.moment(), wallTime: parts.clock.wallTime() };
    let response;
    const token = await acquireByMsal({
        ...target,
        scopes: target.scope.split(/\s+/),
        grant,
        async post(form) {
            response = await postToTokenEndpoint(form, target, () => credential.describe(target), parts);
            if (response.refreshToken !== undefined)
                credential.rotated?.(response.refreshToken);
            return response;
        },
    });
    return { token, life: (0,renewal/* lifeOfAcquired */.cg)(token, response?.expiresInMs, requestedAt) };
}


/***/ })

};
