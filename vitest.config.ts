import { defineConfig } from "vitest/config";
import { LongFilesFirst } from "./test/support/long-files-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/end-to-end/**"],
    globalSetup: ["test/support/bundle-folder.ts"],
    sequence: { sequencer: LongFilesFirst },
    setupFiles: ["test/support/fixed-seed.ts"],
    // A loaded machine is slow, never wrong: these end what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    pool: "forks",
  },
});
