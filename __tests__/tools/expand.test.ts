import { expect, test } from '@jest/globals';
import { expand, repeated } from '../../tools/chains/expand.ts';

const texts: Record<string, string> = {
  repository: 'contoso/action',
  tag: 'v1',
  inputs: 'a: 1\nb:\n  c: [[tag]]\n\n[[empty]]\n# end\n',
  empty: '',
  unfinished: 'x: 1',
};
const expanded = (source: string) => expand(source, (name) => texts[name]);

test.each([
  ['in the middle of a line', 'uses: [[repository]]/x@[[tag]] # y\n', 'uses: contoso/action/x@v1 # y\n'],
  ['as a line, at its indentation', 'with:\n  [[inputs]]\nz: 1\n', 'with:\n  a: 1\n  b:\n    c: v1\n\n  # end\nz: 1\n'],
  ['as a line, whether or not the value ends its own', '  [[unfinished]]\ny: 2\n', '  x: 1\ny: 2\n'],
  ['not in an expression of GitHub', '${{ a[0] }} [[ -n x ]]\n', '${{ a[0] }} [[ -n x ]]\n'],
])('a name is replaced %s', (_where, source, result) => {
  expect(expanded(source)).toBe(result);
});

test('a name without a value is an error', () => {
  expect(() => expanded('a: [[nobody]]\n')).toThrow('[[nobody]] is neither');
  expect(() => expand('[[a]]\n', (name) => (name === 'a' ? 'b: [[nobody]]' : undefined))).toThrow('[[nobody]]');
});

test('a repeated block counts from 1', () => {
  expect(repeated('step-[[n]]: [[n]]\n', 2)).toBe('step-1: 1\nstep-2: 2\n');
});
