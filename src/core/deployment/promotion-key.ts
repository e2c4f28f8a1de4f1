import { z } from "zod";
import { ModelName } from "../evidence/names.ts";

/** Names one promotion: a move of an alias that the ledger has counted. */
export interface PromotionKey {
  readonly model: string;
  readonly environment: string;
  readonly counter: number;
}

/** `late-flights/production/4`: the input `pawl-key` of a deploy workflow, and the payload's of a deployment. */
export function formatPromotionKey({ model, environment, counter }: PromotionKey): string {
  return `${model}/${environment}/${String(counter)}`;
}

const KEY = /(?<![\w/-])([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})\/([1-9]\d{0,8})(?![\w/-])/;
const Parts = z.tuple([ModelName, ModelName, z.coerce.number().int().positive()]);

/** The promotion that a text names somewhere, as the name of a workflow run does; `undefined` where it names none. */
export function findPromotionKey(text: string): PromotionKey | undefined {
  const parsed = Parts.safeParse(KEY.exec(text)?.slice(1));
  if (!parsed.success) return undefined;
  const [model, environment, counter] = parsed.data;
  return { model, environment, counter };
}

/** The promotion that a text names and nothing else. */
export function parsePromotionKey(text: string): PromotionKey | undefined {
  const key = findPromotionKey(text);
  return key !== undefined && formatPromotionKey(key) === text ? key : undefined;
}

/** Whether the name of a workflow run or anything else names this promotion. */
export function namesPromotion(text: string, key: PromotionKey): boolean {
  return text.split("\n").some((line) => {
    const found = findPromotionKey(line);
    return found !== undefined && formatPromotionKey(found) === formatPromotionKey(key);
  });
}
