import { config } from "zod";
import { runCli } from "./run-cli.ts";
import { processTerminal } from "./terminal.ts";

// Each kind of document is read once: compiling a parser for it takes longer than the parsing.
config({ jitless: true });

process.exitCode = await runCli(process.argv.slice(2), processTerminal(process));
