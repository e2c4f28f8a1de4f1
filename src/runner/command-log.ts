import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { LOG_TAIL_LINES, toSafeText } from "../core/evidence/limits.ts";
import type { Redact } from "./redact.ts";

/** A line longer than this is treated as ended: memory stays constant whatever a command prints. */
const MAX_LINE_BYTES = 64 * 1024;
const MAX_TAIL_LINE = 2000;
/** The log has two files of at most this size; when the second is full, the first makes room. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

const LINE_FEED = 0x0a;

export interface CommandLog {
  readonly write: (chunk: Buffer) => void;
  /** Writes what is left of an unfinished line and closes the file. */
  readonly close: () => void;
  /** The last 50 lines as a terminal would show them, redacted, each at most 2,000 characters. */
  readonly tail: () => string[];
  /** Why the file is not complete, where it is not. */
  readonly problem: () => string | undefined;
}

/**
 * What a command printed: redacted, in a file of bounded size, with its end in memory. Bytes that are not UTF-8 become
 * `\uFFFD`. A file that cannot be written is a problem, never an error.
 */
export function createCommandLog(redact: Redact, file?: string): CommandLog {
  const redactLine = redact.lines();
  const lines: string[] = [];
  const output = file === undefined ? undefined : createLogFile(file);
  let partial: Buffer = Buffer.alloc(0);

  const endLine = (bytes: Buffer): void => {
    const line = redactLine(bytes.toString("utf8"));
    output?.write(`${line}\n`);
    lines.push(toTailLine(line));
    if (lines.length > LOG_TAIL_LINES) lines.shift();
  };

  return {
    write: (chunk) => {
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(LINE_FEED, start);
        const piece = end < 0 ? chunk.subarray(start) : chunk.subarray(start, end);
        partial = partial.byteLength === 0 ? Buffer.from(piece) : Buffer.concat([partial, piece]);
        if (end < 0) break;
        endLine(partial);
        partial = Buffer.alloc(0);
        start = end + 1;
      }
      while (partial.byteLength > MAX_LINE_BYTES) {
        endLine(partial.subarray(0, MAX_LINE_BYTES));
        partial = Buffer.from(partial.subarray(MAX_LINE_BYTES));
      }
    },
    close: () => {
      if (partial.byteLength > 0) endLine(partial);
      partial = Buffer.alloc(0);
      output?.close();
    },
    tail: () => [...lines],
    problem: () => output?.problem(),
  };
}

/** What a terminal shows of a line: progress bars overwrite themselves, colours are not text. */
function toTailLine(line: string): string {
  const shown = stripVTControlCharacters(line.replace(/\r+$/, ""));
  return toSafeText(shown.slice(shown.lastIndexOf("\r") + 1), MAX_TAIL_LINE);
}

function createLogFile(file: string) {
  let written = 0;
  let fault: string | undefined;
  let descriptor: number | undefined;
  const attempt = (action: () => void): void => {
    if (fault !== undefined) return;
    try {
      action();
    } catch (error) {
      fault = `the log could not be kept: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  attempt(() => {
    descriptor = openSync(file, "w", 0o600);
  });
  return {
    write: (text: string) =>
      attempt(() => {
        if (descriptor === undefined) return;
        if (written > MAX_FILE_BYTES) {
          closeSync(descriptor);
          descriptor = undefined;
          renameSync(file, `${file}.earlier`);
          descriptor = openSync(file, "w", 0o600);
          written = 0;
        }
        written += writeSync(descriptor, text);
      }),
    close: () => {
      if (descriptor === undefined) return;
      const open = descriptor;
      descriptor = undefined;
      attempt(() => closeSync(open));
    },
    problem: () => fault,
  };
}
