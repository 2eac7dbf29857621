import { json, type Answer } from '../answer.ts';

/** A refusal that a handler throws: an OData error with this status and text. */
export class ODataError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The environment's error shape. Facts, chapter 3. */
export const odataError = (status: number, message: string): Answer =>
  json(
    status,
    {
      error: {
        code: '',
        message: 'An error has occurred.',
        innererror: {
          message,
          type: 'Microsoft.OData.ODataException',
          stacktrace: 'at Microsoft.Dynamics.Platform.Integration.Services.OData.Query(ODataQueryOptions options)',
        },
      },
    },
    { 'odata-version': '4.0' },
  );
