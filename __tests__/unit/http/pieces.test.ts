import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPieces } from '../../../src/http/pieces.ts';

const SIZE_BYTES = 16;

test('every byte is handed on once, in order, in whole pieces but for the last', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 3 * SIZE_BYTES }));
  fc.assert(
    fc.property(chunks, (given) => {
      const taken: Buffer[] = [];
      const pieces = createPieces(SIZE_BYTES, (piece) => taken.push(Buffer.from(piece)));
      for (const chunk of given) pieces.add(Buffer.from(chunk));
      pieces.finish();
      const all = Buffer.concat(given);
      expect(Buffer.concat(taken)).toEqual(all);
      const lengths = taken.map(({ length }) => length);
      const rest = all.length % SIZE_BYTES;
      const whole = Array.from({ length: Math.floor(all.length / SIZE_BYTES) }, () => SIZE_BYTES);
      expect(lengths).toEqual(rest === 0 ? whole : [...whole, rest]);
    }),
  );
});

test('the memory of what was added may be used again', () => {
  const taken: string[] = [];
  const pieces = createPieces(SIZE_BYTES, (piece) => taken.push(piece.toString()));
  const chunk = Buffer.from('first');
  pieces.add(chunk);
  chunk.write('other');
  pieces.add(chunk);
  pieces.finish();
  expect(taken).toEqual(['firstother']);
});

test('what is thrown at a piece comes to who added its last byte, and the piece is not handed on again', () => {
  const taken: number[] = [];
  const pieces = createPieces(SIZE_BYTES, ({ length }) => {
    taken.push(length);
    throw new Error('The disk is full.');
  });
  pieces.add(Buffer.alloc(SIZE_BYTES - 1));
  expect(() => {
    pieces.add(Buffer.alloc(1));
  }).toThrow('The disk is full.');
  pieces.finish();
  expect(taken).toEqual([SIZE_BYTES]);
});
