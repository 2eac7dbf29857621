import type { Run } from '../harness/run-action.ts';

/** Commands that the action prints; a text of a server that gets another one through has taken over the log. */
const OUR_COMMANDS = ['add-mask', 'debug', 'error', 'notice', 'warning'];
/** Node itself says it, and the action says what it means. */
const NODES_OWN_WARNING = 'NODE_TLS_REJECT_UNAUTHORIZED';
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;
/** An annotation is read in a list; the whole is in the log and the output `error`. */
const ANNOTATION_LENGTH = 400;
const ERROR_BYTES = 4_096;

/** What must never be, however a run ends: nothing here depends on what is expected of it. */
export function oddities(run: Run): string[] {
  const errors = run.annotations.filter(({ level }) => level === 'error').map(({ message }) => message);
  const error = run.outputs['error'];
  const texts = [...run.log, ...run.annotations.map(({ message }) => message), error ?? ''];
  const found: [is: boolean, what: string][] = [
    [run.exitCode === 1 && errors.length !== 1, `exit code 1 with ${errors.length} error annotations`],
    [run.exitCode === 0 && errors.length > 0, `exit code 0 with an error: ${errors[0] ?? ''}`],
    [
      run.exitCode === 0 && error !== '' && run.fileCommands.output !== '',
      `exit code 0 with the output error "${error ?? ''}"`,
    ],
    [run.exitCode === 1 && error === '', 'exit code 1 with an empty output error'],
    [run.exitCode !== 0 && run.exitCode !== 1, `exit code ${run.exitCode ?? run.signal ?? ''}`],
    [(errors[0]?.length ?? 0) > ANNOTATION_LENGTH, `an annotation of ${errors[0]?.length ?? 0} characters`],
    [Buffer.byteLength(error ?? '') > ERROR_BYTES, 'the output error is longer than 4 KiB'],
    [/[\r\n]/.test(error ?? ''), 'the output error has several lines'],
    [/[^.]\.\.(?= |$)/.test(error ?? ''), `two full stops: ${error ?? ''}`],
    [run.stderr !== '' && !run.stderr.includes(NODES_OWN_WARNING), `stderr: ${run.stderr}`],
    ...run.commands.map(({ name, line }): [boolean, string] => [!OUR_COMMANDS.includes(name), `a command: ${line}`]),
    ...texts.map((text): [boolean, string] => [CONTROL.test(text), `a control character: ${text}`]),
    ...texts.map((text): [boolean, string] => [
      /\bundefined\b|\[object |\bNaN\b|\bnull\b returned|a bug in d365fo-action/.test(text),
      `an accident: ${text}`,
    ]),
  ];
  return found.filter(([is]) => is).map(([, what]) => what);
}
