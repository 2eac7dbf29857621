import { readFileSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { textOfBody } from '../http/body-text.ts';
import { openDocument, stringsOf } from './open.ts';
import { parseJson, TooDeep } from './parse.ts';
import type { Missing, Observer, OtherType } from './jmespath/interpret.ts';
import { compileQuery, holds } from './query.ts';
import { piecesOf, type Piece } from './show-value.ts';

/** A document: as text, or the file that holds its body. */
export type Source = { text: string } | { path: string; contentType: string };

/** What is to be found out about a document; plain data, so that a thread can take it. */
export type Task = QueryTask | StringsTask;

export interface QueryTask {
  kind: 'query';
  source: Source;
  /** JMESPath that compiles. */
  extract: string | undefined;
  expect: readonly string[];
  /** What is not JSON is a string. */
  plainText: boolean;
  /** How many characters of values can be shown. */
  shownCharacters: number;
}

export interface StringsTask {
  kind: 'strings';
  source: Source;
  /** Shorter strings are left out. */
  shortest: number;
  /** More are too many. */
  most: number;
}

export type Unreadable = {
  kind: 'unreadable';
  why: 'not-text' | 'not-json' | 'too-deep' | 'too-large' | 'too-many-values';
};

/** Names that an object has in other capitals alone: as they were asked for, as they are there. */
export type OtherCase = readonly (readonly [asked: string, there: string])[];

export type QueryOutcome =
  | Unreadable
  /** `otherTypes` has each path once. */
  | ({ otherCase: OtherCase; otherTypes: readonly OtherType[] } & (
      | { kind: 'met'; result: string | undefined }
      /** `value` is what the expression gives, unless it cannot be evaluated. */
      | {
          kind: 'unmet';
          expression: string;
          value: Piece[] | { problem: string };
          /** A comparison of two bare names, of which the object lacks the right one. */
          missing: Missing | undefined;
          document: Piece[];
        }
      | { kind: 'no-result'; problem: string }
    ));

export type StringsOutcome = Unreadable | { kind: 'strings'; values: string[] } | { kind: 'too-many' };

export type OutcomeOf<Given extends Task> = Given extends QueryTask ? QueryOutcome : StringsOutcome;

/** Carries a task out, here and now. */
export function carryOut<Given extends Task>(task: Given): OutcomeOf<Given>;
export function carryOut(task: Task): QueryOutcome | StringsOutcome {
  const { source } = task;
  const text = 'text' in source ? source.text : textOfBody(readFileSync(source.path), source.contentType);
  if (text === undefined) return { kind: 'unreadable', why: 'not-text' };
  try {
    return task.kind === 'query' ? query(task, documentOf(text, task)) : strings(task, parseJson(text));
  } catch (thrown) {
    if (thrown instanceof TooDeep) return { kind: 'unreadable', why: 'too-deep' };
    if (thrown instanceof SyntaxError) return { kind: 'unreadable', why: 'not-json' };
    throw thrown;
  }
}

function documentOf(text: string, { plainText }: QueryTask): unknown {
  try {
    return openDocument(text);
  } catch (thrown) {
    if (plainText && thrown instanceof SyntaxError) return text;
    throw thrown;
  }
}

function query({ extract, expect, shownCharacters }: QueryTask, document: unknown): QueryOutcome {
  const cases = new Map<string, string>();
  const types = new Map<string, OtherType>();
  let missing: Missing | undefined;
  const seen = () => ({ otherCase: [...cases], otherTypes: [...types.values()] });
  const observer: Observer = {
    onOtherCase: (asked, there) => cases.set(asked, there),
    onOtherType: (found) => types.set(found.path, found),
    onMissingName: (found) => (missing ??= found),
  };
  const evaluate = (expression: string): { value: unknown } | { problem: string } => {
    missing = undefined;
    try {
      return { value: compileQuery(expression).evaluate(document, observer) };
    } catch (thrown) {
      return { problem: messageOf(thrown) };
    }
  };
  for (const expression of expect) {
    const outcome = evaluate(expression);
    if (missing === undefined && 'value' in outcome && holds(outcome.value)) continue;
    const value = 'value' in outcome ? piecesOf(outcome.value, shownCharacters) : outcome;
    const pieces = piecesOf(document, shownCharacters);
    return { kind: 'unmet', expression, value, missing, document: pieces, ...seen() };
  }
  if (extract === undefined) return { kind: 'met', result: undefined, ...seen() };
  const outcome = evaluate(extract);
  if ('problem' in outcome) return { kind: 'no-result', problem: outcome.problem, ...seen() };
  const { value } = outcome;
  return { kind: 'met', result: typeof value === 'string' ? value : JSON.stringify(value), ...seen() };
}

function strings({ shortest, most }: StringsTask, document: unknown): StringsOutcome {
  const values = new Set<string>();
  for (const value of stringsOf(document)) {
    for (const piece of [value, ...value.split(/[\r\n]+/)]) if (piece.length >= shortest) values.add(piece);
    if (values.size > most) return { kind: 'too-many' };
  }
  return { kind: 'strings', values: [...values] };
}
