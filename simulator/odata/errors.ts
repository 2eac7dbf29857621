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

const platform = 'Microsoft.Dynamics.Platform.Integration.Services.OData';

/** The environment's error in the shape of the scenario. */
export function odataError(
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
