/** What the files of one room may import. `packages` are names as in package.json; a `*` at the end stands for anything. */
export interface Room {
  readonly folder: string;
  /** Folders of this repository, besides the room itself. */
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** `all`, or the names allowed of each module. */
  readonly node: "all" | Readonly<Record<string, readonly string[]>>;
  /** Time, randomness, environment and network are arguments here. */
  readonly pure?: true;
}

/** Hashing is a pure function of its input; everything else in node:crypto is not. */
const HASHES = { "node:crypto": ["createHash", "createHmac", "Hash", "timingSafeEqual"] };

/**
 * The import table of docs/design.md. A package beyond it stands in docs/decisions/0005-packages.md with its reason;
 * the test checks that it does.
 */
export const IMPORT_TABLE: readonly Room[] = [
  {
    folder: "src/core",
    rooms: [],
    packages: [
      "zod",
      "simple-statistics",
      "@stdlib/*",
      "markdown-table",
      "yaml",
      "croner",
      "@cyclonedx/cyclonedx-library",
      "smol-toml",
      "toml-eslint-parser",
    ],
    node: HASHES,
    pure: true,
  },
  { folder: "src/engine", rooms: ["src/core"], packages: ["@duckdb/node-api", "zod"], node: "all" },
  {
    folder: "src/runner",
    rooms: ["src/core"],
    packages: ["@actions/*", "@bufbuild/protobuf", "csv-parse", "smol-toml", "sql.js", "yaml", "zod"],
    node: "all",
  },
  {
    folder: "src/github",
    rooms: ["src/core"],
    packages: ["@octokit/*", "yauzl", "lru-cache", "zod"],
    node: "all",
  },
  { folder: "src/oci", rooms: ["src/core"], packages: ["tar-stream", "zod"], node: "all" },
  { folder: "src/reconcile", rooms: ["src/core", "src/github"], packages: [], node: HASHES, pure: true },
  {
    folder: "src/cli",
    rooms: ["src/core", "src/engine", "src/runner", "src/github", "src/oci", "src/reconcile"],
    packages: ["zod"],
    node: "all",
  },
  {
    folder: "actions",
    rooms: ["src/core", "src/engine", "src/runner", "src/github", "src/oci"],
    packages: ["@actions/*", "zod"],
    node: "all",
  },
  {
    folder: "app",
    rooms: ["src/core", "src/github", "src/oci", "src/reconcile"],
    packages: ["probot", "@octokit/*", "prom-client", "yaml", "zod"],
    node: "all",
  },
  {
    folder: "bot",
    rooms: ["app", "src/core", "src/github", "src/oci", "src/runner"],
    packages: ["@actions/*", "probot", "zod"],
    node: "all",
  },
];

/** The packages that the table of the design gives each room; the rest needs a decision. */
export const DESIGNED_PACKAGES: readonly string[] = [
  "zod",
  "simple-statistics",
  "@stdlib/*",
  "markdown-table",
  "yaml",
  "@duckdb/node-api",
  "@actions/*",
  "@octokit/*",
  "probot",
];

/** Folders that look at everything and that nothing of the product may look at. */
export const FREE_FOLDERS = ["bench", "sandbox", "test", "tools"] as const;
