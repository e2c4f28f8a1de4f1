import { formatDay, formatNumber } from "../report/format-number.ts";
import type { PackageState } from "./package-reader.ts";
import type { ModelVersion } from "./registry.ts";

/** `version 8, registered 2026-11-24 by ana from 1a2b3c4d5e6f: roc-auc 0.731`. Not escaped for anything. */
export function describeVersion(version: ModelVersion, metric?: string): string {
  const { registeredAt, registeredBy, commit, origin, metrics } = version;
  const value = metric === undefined ? undefined : metrics[metric];
  const shown = value === undefined ? "" : `: ${String(metric)} ${formatNumber(value)}`;
  const what = origin === "registered" ? "registered" : "adopted, its making is not verified,";
  return `version ${String(version.version)}, ${what} ${formatDay(registeredAt)} by ${registeredBy} from ${commit.slice(0, 12)}${shown}`;
}

/** `pullable`, or what is in the way, in a few words. Not escaped for anything. */
export function describePackageState(state: PackageState): string {
  switch (state.kind) {
    case "pullable":
      return "pullable";
    case "absent":
      return "not there any more";
    case "differs":
      return `replaced by ${state.digest}`;
    case "unknown":
      return `not known whether it can be pulled (${state.reason})`;
  }
}

/**
 * Where a version's bytes are, as whoever pulls it writes it: `ghcr.io/acme/late-flights@sha256:…`. By its digest, so that
 * what is deployed is what was judged, wherever a tag of the registry points. Not escaped.
 */
export function referenceOf({ location, digest }: Pick<ModelVersion, "location" | "digest">): string {
  return location.kind === "oci" ? `${location.repository}@${digest}` : location.uri;
}
