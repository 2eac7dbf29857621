import { describe, expect, test } from '@jest/globals';
import type { BatchJob } from '../../../../src/fno/batch/job.ts';
import { choose, matching } from '../../../../src/operations/batch-wait/choose.ts';
import { jobAt } from './job-at.ts';

const withId = (recId: string, job: BatchJob): BatchJob => ({ ...job, recId });
const chosen = (jobs: BatchJob[], forStart = false) => {
  const choice = choose(jobs, forStart);
  return choice.kind === 'one'
    ? choice.job.recId
    : choice.kind === 'several'
      ? choice.jobs.map(({ recId }) => recId)
      : 'none';
};
const ended = (recId: string, ago: number) => withId(recId, jobAt('Finished', { began: -ago, ended: -ago + 1 }));

describe('choosing among jobs with one description', () => {
  test.each([
    ['none', [], 'none'],
    ['the newest of the ended', [ended('1', 30), ended('2', 10), ended('3', 20)], '2'],
    ['of equal age the greater RecId', [ended('9', 10), ended('10', 10)], '10'],
    ['one pending before the ended', [ended('1', 1), withId('2', jobAt('Waiting'))], '2'],
    ['one under way before the ended', [ended('1', 1), withId('2', jobAt('Executing'))], '2'],
    ['one of a status nobody knows before the ended', [ended('1', 1), withId('2', jobAt('Paused'))], '2'],
    [
      'several pending or under way',
      [withId('1', jobAt('Waiting')), ended('3', 1), withId('2', jobAt('Ready'))],
      ['1', '2'],
    ],
    ['an ended one before one on hold', [withId('1', jobAt('Hold')), ended('2', 900)], '2'],
    ['a pending one before one on hold', [withId('1', jobAt('Hold')), withId('2', jobAt('Waiting'))], '2'],
    ['one on hold where nothing else is', [withId('1', jobAt('Hold'))], '1'],
    ['a start that is not set is older than any', [withId('7', jobAt('Canceled')), ended('2', 900)], '2'],
  ] as const)('%s', (_, jobs, expected) => {
    expect(chosen([...jobs])).toEqual(expected);
  });

  test.each([
    ['the only one, however it stands', [withId('2', jobAt('Executing'))], '2'],
    ['one on hold, if it is the only one', [withId('1', jobAt('Hold'))], '1'],
    ['the only one beside some on hold', [withId('1', jobAt('Hold')), ended('2', 9), withId('3', jobAt('Hold'))], '2'],
    ['none of two that have ended', [ended('1', 9), ended('2', 10)], ['1', '2']],
    ['none of a pending and an ended one', [withId('1', jobAt('Waiting')), ended('2', 10)], ['1', '2']],
    ['none of several on hold alone', [withId('2', jobAt('Hold')), withId('1', jobAt('Hold'))], ['2', '1']],
    ['none', [], 'none'],
  ] as const)('for a start: %s', (_, jobs, expected) => {
    expect(chosen([...jobs], true)).toEqual(expected);
  });

  test('rows that F&O took for a wildcard or another case do not match', () => {
    const rows = [
      jobAt('Finished', {}, { recId: '1', description: 'Import *' }),
      jobAt('Finished', {}, { recId: '2', description: 'Import customers' }),
      jobAt('Finished', {}, { recId: '3', description: 'import *' }),
      jobAt('Finished', {}, { recId: '4', description: 'Import *', company: 'DEMF' }),
    ];
    expect(matching(rows, 'Import *', undefined).map(({ recId }) => recId)).toEqual(['1', '4']);
    expect(matching(rows, 'Import *', 'usmf').map(({ recId }) => recId)).toEqual(['1']);
  });
});
