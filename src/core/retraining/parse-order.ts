import { ModelName } from "../evidence/names.ts";

/** What somebody who started the workflow that asks for a retraining filled in. */
export interface RetrainingWords {
  readonly model: string;
  readonly reason: string | undefined;
}

/** `retrain late-flights: new season`, as the template names its workflow runs; `undefined` for every other name. */
export function parseOrderTitle(title: string): RetrainingWords | undefined {
  const found = /^retrain ([a-z0-9-]{1,100}):(.{0,500})/.exec(title);
  const model = ModelName.safeParse(found?.[1]);
  if (!model.success) return undefined;
  const reason = (found?.[2] ?? "").trim();
  return { model: model.data, reason: reason === "" ? undefined : reason };
}
