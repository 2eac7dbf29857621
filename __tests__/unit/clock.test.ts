import { expect, test } from '@jest/globals';
import { systemClock } from '../../src/clock.ts';

test('a sleep longer than a timer can be does not end at once', async () => {
  const end = new AbortController();
  const slept = systemClock.sleep(2 ** 31 + 5, end.signal).then(
    () => 'over',
    () => 'cut',
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  end.abort();
  expect(await slept).toBe('cut');
});
