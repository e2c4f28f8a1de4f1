import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { type ErrorCode, PawlError } from "../../core/errors.ts";

export interface TextFile {
  readonly path: string;
  /** As a person knows it; for messages. */
  readonly name: string;
  readonly zipped: boolean;
  /** Of the errors that are thrown. */
  readonly code: ErrorCode;
}

const MAX_START_BYTES = 1024 * 1024;

export interface StartOptions {
  /** Whether what has been read so far is enough; one chunk if not given. */
  readonly isEnough?: (text: string) => boolean;
  /** The engine's JSON reader cannot skip it. */
  readonly byteOrderMark?: "skipped" | "refused";
}

/**
 * The first megabyte of a text file at most, without its byte order mark. Throws `file.code` where it is not UTF-8 text,
 * as far as its first bytes tell.
 */
export async function readTextStart(
  file: TextFile,
  { isEnough = () => true, byteOrderMark = "skipped" }: StartOptions = {},
): Promise<string> {
  const start = await readStart(file, isEnough);
  const fault = foreignEncoding(start) ?? (byteOrderMark === "refused" ? markOf(start) : undefined);
  if (fault === undefined) return start.toString("utf8").replace(/^\uFEFF/, "");
  throw new PawlError({ code: file.code, message: `${file.name} ${fault.what}`, hint: fault.hint });
}

async function readStart(file: TextFile, isEnough: (text: string) => boolean): Promise<Buffer> {
  const raw = createReadStream(file.path);
  const stream = file.zipped ? raw.pipe(createGunzip()) : raw;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      const buffer = Buffer.from(chunk);
      chunks.push(buffer);
      bytes += buffer.byteLength;
      if (bytes >= MAX_START_BYTES) break;
      if (isEnough(Buffer.concat(chunks).toString("utf8"))) break;
    }
  } catch (cause) {
    throw new PawlError({
      code: file.code,
      message: `${file.name} cannot be ${file.zipped ? "unpacked" : "read"}: ${cause instanceof Error ? cause.message : String(cause)}`,
      ...(file.zipped ? { hint: "The file is cut off or not gzip." } : {}),
      cause,
    });
  } finally {
    raw.destroy();
  }
  return Buffer.concat(chunks);
}

interface Fault {
  readonly what: string;
  readonly hint: string;
}

const WRITE_UTF8 = "Write the file in UTF-8. (pandas: read_csv(…, encoding=…) and to_csv(…))";

function foreignEncoding(start: Buffer): Fault | undefined {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { what: "is UTF-16, not text in UTF-8", hint: WRITE_UTF8 };
  }
  if (first === 0x1f && second === 0x8b) {
    return { what: "is compressed with gzip, which its name does not say", hint: "Give its name the ending .gz." };
  }
  if (start.subarray(0, 4).toString("latin1") === "PAR1") {
    return { what: "is Parquet, which its name does not say", hint: "Give its name the ending .parquet." };
  }
  if (start.subarray(0, 1000).includes(0))
    return { what: "is a binary file or UTF-16, not text in UTF-8", hint: WRITE_UTF8 };
  return undefined;
}

function markOf(start: Buffer): Fault | undefined {
  if (start.subarray(0, 3).toString("hex") !== "efbbbf") return undefined;
  return {
    what: "begins with a byte order mark",
    hint: "JSON must not have one: write the file as plain UTF-8. (Python: encoding='utf-8', not 'utf-8-sig')",
  };
}
