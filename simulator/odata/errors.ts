import { markUnknown, type Exchange } from '../exchange.ts';
import { json, type SimulatedResponse } from '../response.ts';
import type { World } from '../world.ts';

export type ErrorType = 'Microsoft.OData.ODataException' | 'AxODataWriteException';

/** A refusal that a handler throws: an OData error with this status and text. */
export class ODataError extends Error {
  readonly status: number;
  readonly type: ErrorType;
  constructor(status: number, message: string, type: ErrorType = 'Microsoft.OData.ODataException') {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** What no source tells of F&O. The simulator says so in place of a guess. */
export class NotKnown extends Error {}

const platform = 'Microsoft.Dynamics.Platform.Integration.Services.OData';

/** @throws ODataError 405 for any other method */
export function allow({ method }: Exchange, methods: readonly string[]): void {
  if (!methods.includes(method))
    throw new ODataError(405, `The requested resource does not support http method '${method}'.`);
}

/** The response to what a handler throws. @throws what is none of F&O's errors */
export function thrownResponse(world: World, x: Exchange, error: unknown): SimulatedResponse {
  if (error instanceof ODataError) return odataError(world, error);
  if (error instanceof SyntaxError) {
    return odataError(world, new ODataError(400, `The request body is not valid JSON: ${error.message}`));
  }
  if (!(error instanceof NotKnown)) throw error;
  markUnknown(x, error.message);
  return json(501, { simulator: `It is not known what F&O returns for this request: ${error.message}.` });
}

/** The environment's error in the shape of the scenario. */
function odataError(
  { scenario }: World,
  { status, message, type }: Pick<ODataError, 'status' | 'message' | 'type'>,
): SimulatedResponse {
  const fullType = type === 'AxODataWriteException' ? `${platform}.AxODataWriteException` : type;
  const stacktrace = `at ${platform}.Query(ODataQueryOptions options)`;
  const body =
    scenario.errorShape === 'odata'
      ? {
          error: {
            code: '',
            message: 'An error has occurred.',
            innererror: { message, type: fullType, stacktrace },
          },
        }
      : {
          Message: 'An error has occurred.',
          ExceptionMessage: message,
          ExceptionType: fullType,
          StackTrace: stacktrace,
        };
  const response = json(status, body, { 'odata-version': '4.0' });
  return scenario.errorJson === 'compact' ? response : { ...response, body: JSON.stringify(body, undefined, 2) };
}
