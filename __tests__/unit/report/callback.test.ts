import { describe, expect, test } from '@jest/globals';
import { callbackBody } from '../../../src/report/callback.ts';
import { createSecrets } from '../../../src/report/secrets.ts';
import { createShow } from '../../../src/server-text.ts';

const showWithout = (...given: string[]) => {
  const secrets = createSecrets(() => undefined);
  given.forEach((secret) => {
    secrets.add(secret);
  });
  return createShow((text) => secrets.redact(text));
};
const job = { recId: '5637144576', description: 'A "job"', status: 'Finished', outcome: 'finished', requeues: 200 };
const outputs = { outcome: 'finished', status: 'Finished', jobs: JSON.stringify([job]) };

describe('the body of the callback', () => {
  test('of a success', () => {
    expect(JSON.parse(callbackBody(outputs, '', showWithout()))).toEqual({
      Output: { outcome: 'finished', status: 'Finished', jobs: [job] },
      StatusCode: '200',
    });
  });

  test('of a failure without outputs', () => {
    expect(JSON.parse(callbackBody({}, 'It failed.', showWithout()))).toEqual({
      Output: { outcome: 'failed', status: '', jobs: [] },
      Error: { ErrorCode: 'failed', Message: 'It failed.' },
      StatusCode: '500',
    });
  });

  test.each(['"', '200', ':', '{', ',', '\\', 'StatusCode', 'outcome', 'recId', 'Output'])(
    'keeps its shape, its names and its constants with the secret %s',
    (secret) => {
      const jobs = JSON.stringify([{ ...job, description: `a ${secret} b` }]);
      const body = JSON.parse(callbackBody({ ...outputs, jobs }, '', showWithout(secret))) as unknown;
      expect(body).toEqual({
        Output: { outcome: 'finished', status: 'Finished', jobs: [{ ...job, description: 'a *** b' }] },
        StatusCode: '200',
      });
    },
  );
});
