import { describe, expect, it } from "vitest";
import { PawlError } from "../../../src/core/errors.ts";
import {
  artifactKind,
  formatArtifactName,
  formatPredictionsName,
  parseModelName,
} from "../../../src/core/evidence/names.ts";

describe("names", () => {
  it.each([
    [{ kind: "run", model: "late-flights" } as const, "pawl-run-late-flights"],
    [{ kind: "evaluation", model: "a", key: "seed-1" } as const, "pawl-evaluation-a-seed-1"],
  ])("of the artifact of %j is %s", (name, artifact) => {
    expect(formatArtifactName(name)).toBe(artifact);
    expect(artifactKind(artifact)).toBe(name.kind);
  });

  it.each(["pawl-predictions-late-flights", "pawl-runner", "run-late-flights", "Pawl-run-x", ""])(
    "%j is no evidence",
    (artifact) => {
      expect(artifactKind(artifact)).toBeUndefined();
    },
  );

  it("of predictions are beside the evidence", () => {
    expect(formatPredictionsName("a")).toBe("pawl-predictions-a");
    expect(formatPredictionsName("a", "b")).toBe("pawl-predictions-a-b");
  });

  it.each(["a", "late-flights", "m2", "a".repeat(64)])("%s is a model name", (name) => {
    expect(parseModelName(name)).toBe(name);
  });

  it.each(["", "-a", "a-", "A", "a_b", "a/b", "..", "a b", "a\n", "a".repeat(65), "ä"])(
    "%j is not a model name",
    (name) => {
      expect(() => parseModelName(name)).toThrow(PawlError);
    },
  );
});
