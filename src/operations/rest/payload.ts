import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Body } from '../../http/transport.ts';
import { messageOf } from '../../errors.ts';
import { quoted } from '../../inputs.ts';
import { findSyntaxError } from '../../json/syntax-error.ts';
import { textOfBody } from './body-text.ts';
import { charsetOf, isJson } from '../../http/content-type.ts';

export interface PayloadInputs {
  payload: string | undefined;
  payloadFile: string | undefined;
  contentType: string;
  workspace: string;
}

/** A larger file is not read before it is sent. */
const LARGEST_CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * Finds the body of a request, and checks it where its content type says JSON.
 *
 * @returns `undefined` where there is none, or after noting what is wrong
 */
export function readPayload(inputs: PayloadInputs, problem: (message: string) => void): Body | undefined {
  const { payload, payloadFile, contentType, workspace } = inputs;
  if (payload !== undefined && payloadFile !== undefined) {
    problem('`payload` and `payload-file` are both given: give one of them.');
    return undefined;
  }
  if (payload !== undefined) {
    const charset = charsetOf(contentType);
    if (charset && !/^(utf-?8|us-ascii)$/i.test(charset)) {
      problem(
        `\`content-type\` names the charset ${quoted(charset)}, but \`payload\` is sent as UTF-8: use \`payload-file\`.`,
      );
    }
    if (isJson(contentType)) checkJson('payload', payload, problem);
    return { kind: 'text', text: payload };
  }
  if (payloadFile === undefined) return undefined;
  const path = resolve(workspace, payloadFile);
  try {
    const { size: sizeBytes } = statFile(path);
    if (isJson(contentType) && sizeBytes <= LARGEST_CHECKED_BYTES) checkFile(readFileSync(path), contentType, problem);
    return { kind: 'file', path, name: payloadFile, sizeBytes };
  } catch (thrown) {
    problem(`\`payload-file\` is ${quoted(payloadFile)}, ${whyNot(thrown)}`);
    return undefined;
  }
}

/** @throws Error where there is no file that can be read */
function statFile(path: string) {
  const stats = statSync(path);
  if (!stats.isFile()) throw new Error('it is not a file');
  accessSync(path, constants.R_OK);
  return stats;
}

function whyNot(thrown: unknown): string {
  const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
  return missing
    ? 'and there is no such file: it is looked for in the workspace, so check it out or make it in an earlier step.'
    : `which cannot be read: ${messageOf(thrown)}.`;
}

function checkFile(bytes: Buffer, contentType: string, problem: (message: string) => void): void {
  const text = textOfBody(bytes, contentType);
  if (text !== undefined) checkJson('payload-file', text, problem);
  else {
    problem(
      `\`payload-file\` is no text in ${charsetOf(contentType) ?? 'UTF-8'}: save it as such, or name its charset in \`content-type\`.`,
    );
  }
}

/** The parser's own message quotes the text, which can be confidential: only the place is told. */
function checkJson(name: string, text: string, problem: (message: string) => void): void {
  try {
    JSON.parse(text);
  } catch {
    const before = text.slice(0, findSyntaxError(text)).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    problem(
      `\`${name}\` is not valid JSON (${place}): correct it, or set \`content-type\` where it is meant to be something else.`,
    );
  }
}
