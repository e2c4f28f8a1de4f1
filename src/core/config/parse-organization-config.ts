import { z } from "zod";
import { checkPromotion } from "./check-promotion.ts";
import type { ConfigIssue } from "./config-issue.ts";
import { parseConfigFile } from "./parse-config-file.ts";
import { PromotionConfig } from "./promotion-config.ts";

/**
 * The organisation's default is the `promotion` of `.github/pawl.yml` in `<owner>/.github`. That repository may have models
 * of its own, and then this is its configuration as well: its other keys are allowed here and not read.
 */
export const OrganizationConfig = z.strictObject({
  promotion: PromotionConfig.optional(),
  models: z.unknown().optional(),
  report: z.unknown().optional(),
});

export type ParsedOrganizationConfig =
  /** Undefined: the file has no `promotion`. */
  { readonly promotion: PromotionConfig | undefined } | { readonly issues: readonly ConfigIssue[] };

/** Reads the text or bytes of the organisation's `.github/pawl.yml`. Never throws: what is wrong comes back as issues. */
export function parseOrganizationConfig(source: string | Uint8Array): ParsedOrganizationConfig {
  const parsed = parseConfigFile(source, OrganizationConfig, ({ promotion }) =>
    // Which models it will be for is not known here.
    promotion === undefined ? [] : checkPromotion(["promotion"], promotion, () => []),
  );
  return "issues" in parsed ? parsed : { promotion: parsed.value.promotion };
}
