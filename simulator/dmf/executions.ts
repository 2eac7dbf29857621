import type { Clock } from '../clock.ts';
import type { PlanStep } from '../batch/job.ts';
import type { ExecutionEntity, Scenario } from '../scenario.ts';
import { planAt } from './plan.ts';
import type { DataResult } from './store.ts';

export interface Execution {
  id: string;
  kind: 'import' | 'export';
  definitionGroup: string;
  legalEntity: string;
  /** False: the package is only staged. */
  execute: boolean;
  startedMs: number;
  /** Until then its details "were not found". */
  visibleAtMs: number;
  plan: readonly PlanStep[];
  entities: readonly ExecutionEntity[];
  /** What F&O says of a package that was opened; `undefined` if the scenario says it. */
  errors: readonly string[] | undefined;
  /** The package that a real export made. */
  zip: Buffer | undefined;
}

export const pendingStatuses: readonly string[] = ['Unknown', 'Queued', 'NotRun', 'Executing'];

/** An execution whose rows are real: it ends as they say, unless the scenario wants another end. */
export interface RealRun extends DataResult {
  neverEnds?: boolean;
  zip?: Buffer;
}

export interface Executions {
  begin(
    of: Pick<Execution, 'id' | 'kind' | 'definitionGroup' | 'legalEntity' | 'execute'>,
    how?: { startedMs?: number; real?: RealRun | undefined },
  ): Execution;
  /** Undefined where there is none, or it cannot be seen yet. */
  get(id: string): Execution | undefined;
  all(): Execution[];
  statusOf(execution: Execution): string;
  /** An import that stands in the way of another. */
  running(definitionGroup: string, kind: Execution['kind']): Execution | undefined;
  clear(): void;
}

/** Executions of data management; each takes the plan that the scenario holds when it begins. */
export function createExecutions(clock: Clock, scenario: Scenario): Executions {
  const executions = new Map<string, Execution>();
  const statusOf = ({ plan, startedMs }: Execution): string => planAt(plan, clock.now() - startedMs).status;
  const isVisible = (execution: Execution): boolean => clock.now() >= execution.visibleAtMs;
  return {
    begin(of, { startedMs = clock.now(), real } = {}) {
      const { executionPlan, executionEntities, executionUnknownForMs } = scenario;
      const execution: Execution = {
        ...of,
        startedMs,
        visibleAtMs: startedMs + executionUnknownForMs,
        plan: planOf(structuredClone(executionPlan), real),
        entities: structuredClone(real?.entities ?? executionEntities),
        errors: real?.errors,
        zip: real?.zip,
      };
      executions.set(of.id, execution);
      return execution;
    },
    get(id) {
      const execution = executions.get(id);
      return execution !== undefined && isVisible(execution) ? execution : undefined;
    },
    all: () => [...executions.values()].filter(isVisible),
    statusOf,
    running: (definitionGroup, kind) =>
      [...executions.values()].find(
        (execution) =>
          pendingStatuses.includes(statusOf(execution)) &&
          (execution.definitionGroup === definitionGroup || (kind === 'import' && execution.kind === 'import')),
      ),
    clear() {
      executions.clear();
    },
  };
}

/** The plan of the scenario with the end that the rows give. */
function planOf(plan: PlanStep[], real: RealRun | undefined): PlanStep[] {
  const last = plan.at(-1);
  if (real?.neverEnds) return [{ status: 'Executing' }];
  if (real === undefined || last?.status !== 'Succeeded' || real.errors.length === 0) return plan;
  const written = real.entities.some(({ records }) => records > 0);
  return [...plan.slice(0, -1), { ...last, status: written ? 'PartiallySucceeded' : 'Failed' }];
}
