#!/usr/bin/env node
// Node runs no TypeScript from inside of node_modules, which is where an installed copy lies.
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundleCommand } from "../../tools/bundle-command.js";

const bundle = await bundleCommand(fileURLToPath(new URL("../..", import.meta.url)));
if (bundle === undefined) {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./main.ts");
} else {
  await import(pathToFileURL(bundle).href);
}
