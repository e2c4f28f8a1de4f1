import { type FileHandle, open } from "node:fs/promises";
import { maskedCrc32c } from "./crc32c.ts";

const MAX_BYTES = 512 * 1024 * 1024;
const WINDOW_BYTES = 1024 * 1024;
/** Longer records are pictures, graphs and embeddings: they are passed over unread. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024;
/** Length (8 bytes), its checksum (4). */
const HEADER_BYTES = 12;
const CHECKSUM_BYTES = 4;

interface Window {
  readonly start: number;
  readonly bytes: Buffer;
}

/**
 * Calls `onRecord` for each record of a TFRecord file, reading a window at a time. Returns what is wrong with the file,
 * if anything; records before that place were sound.
 * @see https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
export async function scanTfRecords(
  absolute: string,
  onRecord: (record: Uint8Array) => void,
): Promise<string | undefined> {
  const handle = await open(absolute);
  try {
    const { size } = await handle.stat();
    if (size > MAX_BYTES) return `has ${String(size)} bytes, at most ${String(MAX_BYTES)} are read`;
    return await scan(handle, size, onRecord);
  } finally {
    await handle.close();
  }
}

async function scan(
  handle: FileHandle,
  size: number,
  onRecord: (record: Uint8Array) => void,
): Promise<string | undefined> {
  let window: Window = { start: 0, bytes: Buffer.alloc(0) };
  let position = 0;
  while (position < size) {
    if (position + HEADER_BYTES > size) return truncatedAt(position);
    window = await cover(handle, window, position, HEADER_BYTES);
    const header = slice(window, position, HEADER_BYTES);
    if (header.length < HEADER_BYTES) return truncatedAt(position);
    if (header.readUInt32LE(8) !== maskedCrc32c(header.subarray(0, 8))) return damagedAt(position);
    const length = Number(header.readBigUInt64LE(0));
    const end = position + HEADER_BYTES + length + CHECKSUM_BYTES;
    if (end > size) return truncatedAt(position);
    if (length <= MAX_RECORD_BYTES) {
      window = await cover(handle, window, position, end - position);
      const body = slice(window, position + HEADER_BYTES, length + CHECKSUM_BYTES);
      if (body.length < length + CHECKSUM_BYTES) return truncatedAt(position);
      const record = body.subarray(0, length);
      if (body.readUInt32LE(length) !== maskedCrc32c(record)) return damagedAt(position);
      onRecord(record);
    }
    position = end;
  }
  return undefined;
}

/** A window that holds `[position, position + length)`, read anew where the present one does not. */
async function cover(handle: FileHandle, window: Window, position: number, length: number): Promise<Window> {
  if (position >= window.start && position + length <= window.start + window.bytes.length) return window;
  const bytes = Buffer.alloc(Math.max(length, WINDOW_BYTES));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, position);
  return { start: position, bytes: bytes.subarray(0, bytesRead) };
}

function slice({ start, bytes }: Window, position: number, length: number): Buffer {
  return bytes.subarray(position - start, position - start + length);
}

function truncatedAt(position: number): string {
  return `ends in the middle of a record (byte ${String(position)}), so the last values may be missing`;
}

function damagedAt(position: number): string {
  return `has a record with a wrong checksum (byte ${String(position)}), what follows was not read`;
}
