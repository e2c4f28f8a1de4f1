import { z } from "zod";
import { PawlError } from "../errors.ts";
import type { ModelCard } from "./parse-model-card.ts";

const CardMetric = z.looseObject({
  type: z.string(),
  value: z.unknown(),
  name: z.string().optional(),
  verified: z.unknown().optional(),
});
export type CardMetric = z.infer<typeof CardMetric>;

const CardResult = z.looseObject({
  task: z.looseObject({ type: z.string() }).optional(),
  dataset: z.looseObject({ name: z.string().optional(), type: z.string().optional() }).optional(),
  metrics: z.array(CardMetric),
});
export type CardResult = z.infer<typeof CardResult>;

const CardModel = z.looseObject({ name: z.string().optional(), results: z.array(CardResult) });

/**
 * Fields of a card that evidence can contradict. Further ones are the author's own.
 * @see https://huggingface.co/docs/hub/model-cards
 */
const KnownCardFields = z.looseObject({
  license: z.string().optional(),
  library_name: z.string().optional(),
  pipeline_tag: z.string().optional(),
  datasets: z.union([z.string(), z.array(z.string())]).optional(),
  metrics: z.union([z.string(), z.array(z.string())]).optional(),
  tags: z.union([z.string(), z.array(z.string())]).optional(),
  "model-index": z.array(CardModel).optional(),
});
export type KnownCardFields = z.infer<typeof KnownCardFields>;

/** @throws `INPUT_INVALID` naming the field that is not what Hugging Face's format has there. */
export function readKnownFields({ fields }: ModelCard, source: string): KnownCardFields {
  const parsed = KnownCardFields.safeParse(fields);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.map(String).join(".")}: ${message}`);
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `${source}: ${said.join("; ")}`,
    hint: "The fields of a model card are described at huggingface.co/docs/hub/model-cards.",
  });
}
