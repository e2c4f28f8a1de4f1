import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BENCH_PYTHON_FOLDER } from "./bench-python.ts";

const requirements = fileURLToPath(new URL("python/requirements.txt", import.meta.url));
const options = { stdio: "inherit" } as const;

execFileSync("python3", ["-m", "venv", BENCH_PYTHON_FOLDER], options);
execFileSync(join(BENCH_PYTHON_FOLDER, "bin", "python"), ["-m", "pip", "install", "-q", "-r", requirements], options);
