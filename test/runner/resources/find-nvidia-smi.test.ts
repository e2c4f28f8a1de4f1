import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, it } from "vitest";
import { hasNvidiaSmi } from "../../../src/runner/resources/find-nvidia-smi.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it.skipIf(process.platform === "win32")("is found in any folder of the PATH, and missed where it is in none", () => {
  const [empty, full] = [temporaryFolder(), temporaryFolder()];
  writeFileSync(join(full, "nvidia-smi"), "", { mode: 0o755 });
  expect(hasNvidiaSmi({ PATH: [empty, full].join(delimiter) })).toBe(true);
  expect(hasNvidiaSmi({ PATH: empty })).toBe(false);
});

it("is tried where there is no PATH to look into", () => {
  expect(hasNvidiaSmi({})).toBe(true);
});
