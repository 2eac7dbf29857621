/** Gathers bytes that come in small chunks. */
export interface Pieces {
  /** Copies the bytes. */
  add(bytes: Buffer): void;
  /** Hands on what is not yet a whole piece; nothing where there is none. */
  finish(): void;
}

/** @param take is called with each piece; the next one is gathered in the same memory */
export function createPieces(sizeBytes: number, take: (piece: Buffer) => void): Pieces {
  const memory = Buffer.allocUnsafeSlow(sizeBytes);
  let gatheredBytes = 0;

  const handOn = () => {
    const piece = memory.subarray(0, gatheredBytes);
    gatheredBytes = 0;
    take(piece);
  };
  return {
    add(bytes) {
      for (let taken = 0; taken < bytes.length;) {
        const copied = bytes.copy(memory, gatheredBytes, taken);
        taken += copied;
        gatheredBytes += copied;
        if (gatheredBytes === sizeBytes) handOn();
      }
    },
    finish() {
      if (gatheredBytes > 0) handOn();
    },
  };
}
