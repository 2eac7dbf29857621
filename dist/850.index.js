export const id = 850;
export const ids = [850];
export const modules = {

/***/ 8850:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readCertificate: () => (/* binding */ readCertificate)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/src/entra/certificate/base64.js
var base64 = __webpack_require__(4355);
;// CONCATENATED MODULE: ./build/src/entra/certificate/pem.js

/** Splits a PEM text into its blocks; what else stands there is passed over. */
function pemBlocks(text) {
    const blocks = [];
    for (const part of text.split('-----BEGIN ').slice(1)) {
        const label = part.split('-----', 1)[0] ?? '';
        const end = part.indexOf(`-----END ${label}-----`);
        if (end < 0) {
            return {
                problem: `\`certificate\` has a BEGIN line without its END line (${label.slice(0, 40)}): copy the text again, up to the last line.`,
            };
        }
        blocks.push({ label, body: part.slice(label.length + '-----'.length, end) });
    }
    return blocks;
}
/** Reads certificates and private keys out of the blocks of a PEM text, in any order. */
function readPem(blocks, password) {
    const store = { keys: [], certificates: [] };
    for (const { label, body } of blocks) {
        const pem = tidy(label, body);
        if (label.endsWith('PRIVATE KEY')) {
            const key = readKey(label, pem, password);
            if ('problem' in key)
                return key;
            store.keys.push(key);
        }
        else if (label === 'CERTIFICATE' || label === 'X509 CERTIFICATE' || label === 'TRUSTED CERTIFICATE') {
            try {
                store.certificates.push(new external_node_crypto_.X509Certificate(pem));
            }
            catch {
                return {
                    problem: 'A certificate in `certificate` cannot be read: copy it again, from its BEGIN line to its END line.',
                };
            }
        }
    }
    return store;
}
/** A secret store may have made one line of it, with blanks or `\n` for the line breaks. */
function tidy(label, body) {
    const hasHeaders = body.includes('Proc-Type');
    const lines = hasHeaders
        ? body.replaceAll('\\n', '\n').trim()
        : (body.replace(/\\[rn]|\s/g, '').match(/.{1,64}/g) ?? []).join('\n');
    return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
function readKey(label, pem, password) {
    const isEncrypted = label.startsWith('ENCRYPTED') || pem.includes('Proc-Type: 4,ENCRYPTED');
    if (isEncrypted && password === undefined) {
        return {
            problem: 'The private key in `certificate` is encrypted: provide its password in `certificate-password`.',
        };
    }
    try {
        return (0,external_node_crypto_.createPrivateKey)(isEncrypted ? { key: pem, passphrase: password ?? '' } : pem);
    }
    catch {
        return {
            problem: isEncrypted
                ? 'The private key in `certificate` cannot be decrypted: `certificate-password` is wrong, or the key is damaged.'
                : 'The private key in `certificate` cannot be read: copy it again, from its BEGIN line to its END line.',
        };
    }
}

;// CONCATENATED MODULE: ./build/src/entra/certificate/certificate.js



/**
 * Reads the `certificate` input: PEM, or base64 of a PFX file. Of several certificates with their keys, the newest one
 * that is valid now counts.
 *
 * @returns the certificate; nothing after noting what is wrong
 */
async function readCertificate(inputs, now) {
    const text = inputs.text('certificate');
    if (text === undefined)
        return undefined;
    const store = await openKeyStore(text, inputs.raw('certificate-password'));
    const pair = 'problem' in store ? store : choosePair(store, now.epochMs);
    if ('problem' in pair) {
        inputs.problem(pair.problem);
        return undefined;
    }
    const { key, certificate, others } = pair;
    const problems = [
        key.asymmetricKeyType === 'rsa'
            ? ''
            : `\`certificate\` has a key of type ${key.asymmetricKeyType ?? 'unknown'}: signing in requires an RSA key.`,
        validityProblem(certificate, now.epochMs),
        thumbprintProblem(certificate, inputs.text('certificate-thumbprint')),
    ].filter(Boolean);
    for (const problem of problems)
        inputs.problem(problem);
    if (problems.length > 0)
        return undefined;
    return {
        privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
        chainPem: chainOf(certificate, others)
            .map((link) => link.toString().trim())
            .join('\n'),
        sha1: hexHash('sha1', certificate),
        sha256: hexHash('sha256', certificate),
    };
}
/** A line break at the end of the password is part of it only where it opens the store. */
async function openKeyStore(text, password) {
    const store = await readKeyStore(text, password);
    const trimmed = password?.replace(/\r?\n$/, '');
    if (!('problem' in store) || trimmed === password)
        return store;
    const second = await readKeyStore(text, trimmed);
    return 'problem' in second ? store : second;
}
async function readKeyStore(text, password) {
    const blocks = pemBlocks(text);
    if ('problem' in blocks)
        return blocks;
    const bytes = blocks.length === 0 ? (0,base64/* decodeBase64 */.y)(text) : pfxBytes(blocks);
    if (!bytes) {
        if (blocks.length > 0)
            return readPem(blocks, password);
        return {
            problem: '`certificate` is neither PEM (which contains `-----BEGIN CERTIFICATE-----`) nor a base64-encoded PFX file: provide one of them.',
        };
    }
    if (bytes.includes('-----BEGIN '))
        return { problem: '`certificate` is base64-encoded PEM: provide the PEM text itself.' };
    const { readPfx } = await Promise.all(/* import() */[__webpack_require__.e(542), __webpack_require__.e(684)]).then(__webpack_require__.bind(__webpack_require__, 4684));
    return readPfx(bytes, password);
}
/** `certutil -encode` writes BEGIN CERTIFICATE around any file. A PFX begins with its version, 3 (RFC 7292). */
function pfxBytes([block, ...others]) {
    const bytes = block?.label === 'CERTIFICATE' && others.length === 0 ? (0,base64/* decodeBase64 */.y)(block.body) : undefined;
    const isPfx = bytes?.[0] === 0x30 && bytes.subarray(2, 9).includes(Buffer.of(0x02, 0x01, 0x03));
    return isPfx ? bytes : undefined;
}
function choosePair({ keys, certificates }, nowMs) {
    if (keys.length === 0)
        return { problem: '`certificate` contains no private key: provide certificate and private key together.' };
    if (certificates.length === 0)
        return { problem: '`certificate` contains a private key but no certificate: provide both together.' };
    const pairs = keys
        .flatMap((key) => certificates
        .filter((one) => one.checkPrivateKey(key))
        .map((certificate) => ({ key, certificate, others: certificates })))
        .sort((a, b) => b.certificate.validFromDate.getTime() - a.certificate.validFromDate.getTime());
    const valid = pairs.filter(({ certificate }) => validityProblem(certificate, nowMs) === '');
    const chosen = valid.find(({ key }) => key.asymmetricKeyType === 'rsa') ?? valid[0] ?? pairs[0];
    if (!chosen) {
        return {
            problem: `The private key in \`certificate\` does not belong to ${certificates.length === 1 ? 'the certificate' : 'any of the certificates'} next to it (${certificates.map(nameOf).join('; ')}): provide the key that was created with the certificate.`,
        };
    }
    if (valid.length > 0 || pairs.length === 1)
        return chosen;
    return { problem: pairs.map(({ certificate }) => validityProblem(certificate, nowMs)).join(' ') };
}
function validityProblem(certificate, nowMs) {
    const { validFromDate, validToDate } = certificate;
    if (nowMs > validToDate.getTime())
        return `The certificate ${nameOf(certificate)} expired at ${validToDate.toISOString()}: create a new one, upload it in Entra ID, and store it.`;
    if (nowMs < validFromDate.getTime())
        return `The certificate ${nameOf(certificate)} is not valid before ${validFromDate.toISOString()}: wait until then, or correct the clock of the runner.`;
    return '';
}
function thumbprintProblem(certificate, given) {
    if (given === undefined)
        return '';
    const wanted = given.replace(/[\s:\p{Cf}]/gu, '').toUpperCase();
    if (!/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(wanted))
        return '`certificate-thumbprint` is not a thumbprint: use SHA-1 (40 hex digits) or SHA-256 (64).';
    const actual = hexHash(wanted.length === 40 ? 'sha1' : 'sha256', certificate);
    return actual === wanted
        ? ''
        : `\`certificate-thumbprint\` is ${wanted}, but the certificate ${nameOf(certificate)} has ${actual}: one of the two belongs to another certificate.`;
}
/** The certificate, then each issuer that is there. A root adds nothing, but does no harm. */
function chainOf(leaf, all) {
    const chain = [leaf];
    for (let last = leaf;;) {
        const issuer = all.find((candidate) => !chain.includes(candidate) && last.checkIssued(candidate));
        if (!issuer)
            return chain;
        chain.push(issuer);
        last = issuer;
    }
}
const hexHash = (algorithm, certificate) => (0,external_node_crypto_.createHash)(algorithm).update(certificate.raw).digest('hex').toUpperCase();
const nameOf = (certificate) => certificate.subject.replaceAll('\n', ', ') || certificate.serialNumber;


/***/ })

};
