import { z } from "zod";
import { PawlError } from "../../core/errors.ts";
import type { Cell, Row } from "../engine.ts";
import { withoutKeys } from "../last-words.ts";

const Fault = z.strictObject({ error: z.string() });
const Hello = z.union([z.strictObject({ version: z.string().max(100) }), Fault]);
const Answer = z.union([z.strictObject({ columns: z.array(z.string()), rows: z.array(z.array(z.unknown())) }), Fault]);
const Special = z.strictObject({ double: z.enum(["NaN", "Infinity", "-Infinity"]) });

/** The first line: Spark's version, or why there is no session. */
export function parseHello(line: string): z.infer<typeof Hello> {
  const hello = Hello.parse(JSON.parse(line));
  return "error" in hello ? { error: withoutKeys(hello.error) } : hello;
}

/** The rows of an answer. Throws `DATA_UNREADABLE` with what Spark says. */
export function parseRows(line: string): Row[] {
  const answer = Answer.parse(JSON.parse(line));
  if ("error" in answer) {
    throw new PawlError({
      code: "DATA_UNREADABLE",
      message: `Spark refuses: ${withoutKeys(answer.error)}`,
      hint: "Is the table or the path right, and may this account read it? Spark's own log says more.",
    });
  }
  const { columns, rows } = answer;
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, toCell(row[index])])));
}

function toCell(value: unknown): Cell {
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  return Number(Special.parse(value).double);
}
