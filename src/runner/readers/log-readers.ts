import { z } from "zod";
import { csvReader } from "./csv-reader.ts";
import { jsonReader } from "./json-reader.ts";
import type { LogReader } from "./log-reader.ts";

/**
 * Every format that is read, in order of precedence: what was written down as a result before what was logged on the
 * way, and exact numbers before rounded ones.
 */
export const LOG_READERS = {
  json: jsonReader,
  csv: csvReader,
} as const satisfies Readonly<Record<string, LogReader>>;

export type LogReaderId = keyof typeof LOG_READERS;

export const LOG_READER_IDS = Object.keys(LOG_READERS) as readonly LogReaderId[]; // Object.keys forgets the keys' type

/** Value of the action's input: one reader, or `auto` for all of them. */
export const LogReaderChoice = z.enum(["auto", ...LOG_READER_IDS]);
export type LogReaderChoice = z.infer<typeof LogReaderChoice>;
