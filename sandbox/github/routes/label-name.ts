import { z } from "zod";

/** A label as requests name one. */
export const LabelName = z
  .union([z.string(), z.object({ name: z.string() })])
  .transform((one) => (typeof one === "string" ? one : one.name));
