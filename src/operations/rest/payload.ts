import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Body } from '../../http/transport.ts';
import { messageOf } from '../../errors.ts';
import { quoted, type Inputs } from '../../inputs.ts';
import { createPageScanner } from '../../json/page-scanner.ts';
import { textOfBody } from '../../http/body-text.ts';
import { charsetOf, isJson } from '../../http/content-type.ts';

type Problems = Pick<Inputs, 'problem'>;

export interface PayloadInputs {
  payload: string | undefined;
  payloadFile: string | undefined;
  contentType: string;
  workspace: string;
}

/** A larger file is not read before it is sent. */
const LARGEST_CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * Finds the body of a request, and checks it if its content type says JSON.
 *
 * @returns `undefined` if there is none, or after noting what is wrong
 */
export function readPayload(given: PayloadInputs, inputs: Problems): Body | undefined {
  const { payload, payloadFile, contentType, workspace } = given;
  if (payload !== undefined && payloadFile !== undefined) {
    inputs.problem('`payload` and `payload-file` are both given: give only one of them.');
    return undefined;
  }
  if (payload !== undefined) {
    const charset = charsetOf(contentType);
    if (charset && !/^(utf-?8|us-ascii)$/i.test(charset)) {
      inputs.problem(
        `\`content-type\` names the charset ${quoted(charset)}, but \`payload\` is sent as UTF-8: use \`payload-file\`.`,
      );
    }
    if (isJson(contentType)) checkJson('payload', payload, inputs);
    return { kind: 'text', text: payload };
  }
  if (payloadFile === undefined) return undefined;
  const path = resolve(workspace, payloadFile);
  try {
    const { size: sizeBytes } = statFile(path);
    if (isJson(contentType) && sizeBytes <= LARGEST_CHECKED_BYTES) checkFile(readFileSync(path), contentType, inputs);
    return { kind: 'file', path, name: payloadFile, sizeBytes };
  } catch (thrown) {
    inputs.problem(`\`payload-file\` is ${quoted(payloadFile)}, ${whyNot(thrown)}`);
    return undefined;
  }
}

/** @throws Error if there is no file that can be read */
function statFile(path: string) {
  const stats = statSync(path);
  if (!stats.isFile()) throw new Error('it is not a file');
  accessSync(path, constants.R_OK);
  return stats;
}

function whyNot(thrown: unknown): string {
  const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
  return missing
    ? 'which does not exist in the workspace: check it out, or create it in an earlier step.'
    : `which cannot be read: ${messageOf(thrown)}.`;
}

function checkFile(bytes: Buffer, contentType: string, inputs: Problems): void {
  const text = textOfBody(bytes, contentType);
  if (text !== undefined) checkJson('payload-file', text, inputs);
  else {
    inputs.problem(
      `\`payload-file\` is not text in ${charsetOf(contentType) ?? 'UTF-8'}: save it in this encoding, or name its charset in \`content-type\`.`,
    );
  }
}

/** The text can be confidential: only the place is said. */
function checkJson(name: string, text: string, inputs: Problems): void {
  const bytes = Buffer.from(text);
  const scanner = createPageScanner(undefined, { bare: false });
  scanner.feed(bytes);
  if (scanner.ending() === 'whole') return;
  const before = bytes.subarray(0, scanner.validBytes()).toString('utf8').split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  inputs.problem(
    `\`${name}\` is not valid JSON (${place}): correct it, or set \`content-type\` if it is meant to be something else.`,
  );
}
