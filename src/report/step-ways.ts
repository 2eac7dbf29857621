import { annotationOf, type Log } from '../log.ts';
import type { Ways } from './report.ts';

/** What of the toolkit a step ends with. */
export interface StepCommands {
  setOutput: (name: string, value: string) => void;
  error: (text: string, properties: { title: string }) => void;
  summary: { addRaw: (text: string) => { write: () => Promise<unknown> } };
}

/**
 * The ways out of a step on a runner: outputs, the summary, and one annotation, however the step ends.
 *
 * @param operation names the step in the annotation's title
 */
export function stepWays(
  { setOutput, error, summary }: StepCommands,
  log: Log,
  operation: () => string,
): Pick<Ways, 'setOutput' | 'writeSummary' | 'annotate' | 'log'> {
  let isAnnotated = false;
  return {
    log,
    setOutput(name, value) {
      // Run by hand there is no file for outputs, and the toolkit would print them, a token among them.
      if (process.env['GITHUB_OUTPUT']) setOutput(name, value);
      else log.info(`Output ${name}: ${value}`);
    },
    writeSummary: (markdown) => summary.addRaw(markdown).write(),
    annotate(message, lines) {
      const { title, text, isWhole } = annotationOf(operation(), message, lines);
      // What is one of several lines is in the log already.
      if (!isWhole && !lines) log.info(message);
      if (!isAnnotated) error(text, { title });
      isAnnotated = true;
    },
  };
}
