#!/usr/bin/env node
// Node runs no TypeScript from inside of node_modules, which is where an installed copy lies: tsx's loader does.
import { register } from "tsx/esm/api";

register();
await import("./main.ts");
