import { z } from "zod";
import { referenceOf } from "../registry/describe-version.ts";
import type { ModelVersion, PromotionRecord } from "../registry/registry.ts";
import { formatPromotionKey, type PromotionKey, parsePromotionKey } from "./promotion-key.ts";

/** What GitHub's deployment carries for whoever deploys. */
export interface DeploymentPayload {
  /** `late-flights/production/4`, by which the deployment is found again. */
  readonly "pawl-key": string;
  readonly model: string;
  readonly environment: string;
  readonly version: number;
  /** `sha256:…` of the package, or of the file of an adopted version. */
  readonly digest: string;
  /** What can be pulled: `ghcr.io/acme/late-flights@sha256:…`, or the address of an adopted version. */
  readonly reference: string;
  readonly previous: number | undefined;
  /** sha-256 of the documents that it was decided on: the version's package, its run. */
  readonly evidence: { readonly package: string | undefined; readonly run: string | undefined };
}

/** Builds it from the ledger's documents. */
export function buildDeploymentPayload(
  record: PromotionRecord & { readonly version: number },
  version: ModelVersion,
): DeploymentPayload {
  return {
    "pawl-key": formatPromotionKey(record),
    model: record.model,
    environment: record.environment,
    version: record.version,
    digest: version.digest,
    reference: referenceOf(version),
    previous: record.previous,
    evidence: { package: version.package?.document, run: version.lineage.run?.document },
  };
}

/** The inputs of the deploy workflow; each is text, as GitHub wants it. */
export function buildDispatchInputs(payload: DeploymentPayload): Readonly<Record<string, string>> {
  const { model, environment, version, digest, reference } = payload;
  return { "pawl-key": payload["pawl-key"], model, environment, version: String(version), digest, reference };
}

const Keyed = z.object({ "pawl-key": z.string().max(200) });

/** The promotion that a deployment's payload names; GitHub gives the payload back as an object or as text. */
export function keyOfPayload(payload: unknown): PromotionKey | undefined {
  const parsed = Keyed.safeParse(typeof payload === "string" ? parseJson(payload) : payload);
  return parsed.success ? parsePromotionKey(parsed.data["pawl-key"]) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
