const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit tells the byte order of the checksums. */
const MAGIC = 0x377f0682;
/** Bytes 18 and 19 of a database: 1 without, 2 with a write-ahead log. */
const JOURNAL_VERSION_OFFSET = 18;

type Checksum = readonly [number, number];

/**
 * An SQLite database with the committed pages of its write-ahead log put in, as a database without a log. SQLite merges
 * the log when the last connection closes; a command that was killed, or a server that still runs, leaves it.
 * @see https://www.sqlite.org/fileformat2.html#walformat
 */
export function applyWriteAheadLog(database: Uint8Array, log: Uint8Array): Uint8Array {
  const wal = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
  const merged = wal.length < HEADER_BYTES ? Buffer.from(database) : merge(database, wal);
  if (merged.length > JOURNAL_VERSION_OFFSET + 1) merged.fill(1, JOURNAL_VERSION_OFFSET, JOURNAL_VERSION_OFFSET + 2);
  return merged;
}

function merge(database: Uint8Array, wal: Buffer): Buffer {
  const magic = wal.readUInt32BE(0);
  const pageBytes = wal.readUInt32BE(8);
  if ((magic & ~1) >>> 0 !== MAGIC || pageBytes < 512 || pageBytes > 65536) return Buffer.from(database);
  const { pages, pageCount } = committedPages(wal, pageBytes, (magic & 1) === 1);
  if (pageCount === 0) return Buffer.from(database);
  const merged = Buffer.alloc(pageCount * pageBytes);
  merged.set(database.subarray(0, merged.length));
  for (const [page, content] of pages) {
    if (page <= pageCount) merged.set(content, (page - 1) * pageBytes);
  }
  return merged;
}

/** The newest content of each page up to the last commit whose checksums hold; frames of an older log follow it. */
function committedPages(wal: Buffer, pageBytes: number, isBigEndian: boolean) {
  const pages = new Map<number, Buffer>();
  const pending = new Map<number, Buffer>();
  let pageCount = 0;
  const salt = wal.subarray(16, 24);
  let checksum = addChecksum(wal.subarray(0, 24), [0, 0], isBigEndian);
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  for (let start = HEADER_BYTES; start + frameBytes <= wal.length; start += frameBytes) {
    const content = wal.subarray(start + FRAME_HEADER_BYTES, start + frameBytes);
    checksum = addChecksum(wal.subarray(start, start + 8), checksum, isBigEndian);
    checksum = addChecksum(content, checksum, isBigEndian);
    const isValid =
      wal.subarray(start + 8, start + 16).equals(salt) &&
      wal.readUInt32BE(start + 16) === checksum[0] &&
      wal.readUInt32BE(start + 20) === checksum[1];
    if (!isValid) break;
    pending.set(wal.readUInt32BE(start), content);
    const sizeAfterCommit = wal.readUInt32BE(start + 4);
    if (sizeAfterCommit === 0) continue;
    pageCount = sizeAfterCommit;
    for (const [page, committed] of pending) pages.set(page, committed);
    pending.clear();
  }
  return { pages, pageCount };
}

function addChecksum(bytes: Buffer, [first, second]: Checksum, isBigEndian: boolean): Checksum {
  let a = first;
  let b = second;
  for (let offset = 0; offset + 8 <= bytes.length; offset += 8) {
    a = (a + (isBigEndian ? bytes.readUInt32BE(offset) : bytes.readUInt32LE(offset)) + b) >>> 0;
    b = (b + (isBigEndian ? bytes.readUInt32BE(offset + 4) : bytes.readUInt32LE(offset + 4)) + a) >>> 0;
  }
  return [a, b];
}
