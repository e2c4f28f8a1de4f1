import { z } from "zod";
import { csvReader } from "./csv-reader.ts";
import { dvcliveReader } from "./dvclive-reader.ts";
import { huggingfaceReader } from "./huggingface-reader.ts";
import { jsonReader } from "./json-reader.ts";
import type { LogReader } from "./log-reader.ts";
import { mlflowFilesReader } from "./mlflow-files-reader.ts";
import { mlflowServerReader } from "./mlflow-server-reader.ts";
import { mlflowSqliteReader } from "./mlflow-sqlite-reader.ts";
import { tensorboardReader } from "./tensorboard-reader.ts";
import { wandbReader } from "./wandb-reader.ts";

/**
 * Every format that is read, in order of precedence: what was written down as a result before what was logged on the
 * way, and exact numbers before rounded ones.
 */
export const LOG_READERS = {
  json: jsonReader,
  "mlflow-server": mlflowServerReader,
  "mlflow-sqlite": mlflowSqliteReader,
  "mlflow-files": mlflowFilesReader,
  wandb: wandbReader,
  dvclive: dvcliveReader,
  huggingface: huggingfaceReader,
  csv: csvReader,
  tensorboard: tensorboardReader,
} as const satisfies Readonly<Record<string, LogReader>>;

export type LogReaderId = keyof typeof LOG_READERS;

export const LOG_READER_IDS = Object.keys(LOG_READERS) as readonly LogReaderId[]; // Object.keys forgets the keys' type

/** Value of the action's input: one reader, or `auto` for all of them. */
export const LogReaderChoice = z.enum(["auto", ...LOG_READER_IDS]);
export type LogReaderChoice = z.infer<typeof LogReaderChoice>;
