import { version } from "node:process";
import { getInput, info, setOutput } from "@actions/core";

info(`Node ${version} (asked for: ${getInput("node-version")})`);
setOutput("node-version", version);
setOutput("cache-hit", "false");
