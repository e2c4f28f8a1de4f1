import { z } from "zod";
import type { Signature } from "../git/parse-objects.ts";

/** An author, committer or tagger as a request gives one. */
export const Person = z.object({ name: z.string(), email: z.string(), date: z.string().optional() });

/** The given person, or `own` where none is given; the time is `own`'s unless given. */
export function signatureFrom(given: z.infer<typeof Person> | undefined, own: Signature): Signature {
  return given === undefined ? own : { name: given.name, email: given.email, date: given.date ?? own.date };
}
