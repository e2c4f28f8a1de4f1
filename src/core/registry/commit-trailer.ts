import type { z } from "zod";

/**
 * Message of an App's commit that carries a document as JSON in a trailer. It is kept there, and not in a pull request's
 * text, because a commit that GitHub signed cannot be edited by anybody.
 */
export function formatTrailer(title: string, trailer: string, document: object): string {
  return `${title}\n\n${trailer}: ${JSON.stringify(document)}\n`;
}

/** The document in a commit's message; `undefined` where there is none. Who made the commit has to be looked at as well. */
export function parseTrailer<Schema extends z.ZodType>(
  message: string,
  trailer: string,
  schema: Schema,
): z.output<Schema> | undefined {
  const begin = `${trailer}: `;
  const line = message.split("\n").findLast((candidate) => candidate.startsWith(begin));
  if (line === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(line.slice(begin.length))).data;
  } catch {
    return undefined;
  }
}
