const BLOCK_BYTES = 32 * 1024;
/** Checksum (4 bytes), length (2), type (1). */
const HEADER_BYTES = 7;
const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

export interface LevelDbLog {
  readonly records: readonly Uint8Array[];
  /** What is wrong with the log, if anything; the records before that place are sound. */
  readonly problem: string | undefined;
}

/**
 * The records of a log in LevelDB's framing, of which the first `prefixBytes` bytes are something else. `checksumOf`
 * computes the checksum of a record's type and data as it is stored.
 * @see https://github.com/google/leveldb/blob/main/doc/log_format.md
 */
export function scanLevelDbLog(
  log: Buffer,
  prefixBytes: number,
  checksumOf: (bytes: Uint8Array) => number,
): LevelDbLog {
  const records: Uint8Array[] = [];
  let parts: Buffer[] = [];
  let position = prefixBytes;
  while (position + HEADER_BYTES <= log.length) {
    const left = BLOCK_BYTES - (position % BLOCK_BYTES);
    if (left < HEADER_BYTES) {
      position += left;
      continue;
    }
    const length = log.readUInt16LE(position + 4);
    const type = log.readUInt8(position + 6);
    const end = position + HEADER_BYTES + length;
    if (end > log.length) return { records, problem: truncatedAt(position) };
    // The checksum is over the type and the data, which stand together.
    if (log.readUInt32LE(position) !== checksumOf(log.subarray(position + 6, end))) {
      return {
        records,
        problem: `has a record with a wrong checksum (byte ${String(position)}), what follows was not read`,
      };
    }
    const data = log.subarray(position + HEADER_BYTES, end);
    parts = type === FULL || type === FIRST ? [data] : type === MIDDLE || type === LAST ? [...parts, data] : [];
    if (type === FULL || type === LAST) {
      records.push(Buffer.concat(parts));
      parts = [];
    }
    position = end;
  }
  const isComplete = position >= log.length && parts.length === 0;
  return { records, problem: isComplete ? undefined : truncatedAt(position) };
}

function truncatedAt(position: number): string {
  return `ends in the middle of a record (byte ${String(position)}), so the last values may be missing`;
}
