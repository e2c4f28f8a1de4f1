import { defineConfig } from "vitest/config";

// Whole stories with real processes: minutes rather than seconds, one after the other.
export default defineConfig({
  test: {
    include: ["test/end-to-end/**/*.test.ts"],
    testTimeout: 360_000,
    hookTimeout: 360_000,
    fileParallelism: false,
    pool: "forks",
  },
});
