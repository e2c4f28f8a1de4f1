import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { toSafeText } from "../../core/evidence/limits.ts";
import type { Environment } from "../../core/evidence/run-evidence.ts";

const TIMEOUT_MS = 20_000;
const MAX_PACKAGES = 2000;
const MARK = "pawl-python:";

// What importlib.metadata would say, without importing it (which takes longer than the rest): the first distribution
// of a name on the path is the one that is imported.
const PROBE = `
import os, sys
found = {}
for folder in sys.path:
    try:
        names = os.listdir(folder or ".")
    except OSError:
        continue
    for name in names:
        if name.endswith(".dist-info"):
            file = os.path.join(folder, name, "METADATA")
        elif name.endswith(".egg-info"):
            file = os.path.join(folder, name, "PKG-INFO")
            if not os.path.exists(file):
                file = os.path.join(folder, name)
        else:
            continue
        fields = {}
        try:
            with open(file, encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    if not line.strip():
                        break
                    key, _, value = line.partition(":")
                    if key in ("Name", "Version"):
                        fields.setdefault(key, value.strip())
                        if len(fields) == 2:
                            break
        except OSError:
            continue
        if len(fields) == 2:
            found.setdefault(fields["Name"], fields["Version"])
import json
print("${MARK}" + json.dumps({"version": sys.version.split()[0], "implementation": sys.implementation.name, "packages": found}))
`;

const Probed = z.object({
  version: z.string(),
  implementation: z.string(),
  packages: z.record(z.string(), z.string()),
});

export interface PythonFacts {
  readonly python: Environment["python"];
  readonly notes: readonly string[];
}

/**
 * Version and installed packages of the Python that a command most likely uses: the one that is named, that of the
 * active virtual environment, or the first on the PATH. No Python is no note; one that was named and fails is.
 */
export async function readPython(request: {
  readonly python?: string | undefined;
  readonly command: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<PythonFacts> {
  let fault = "";
  for (const candidate of candidates(request)) {
    const result = await probe(candidate, request.folder, request.env);
    if (typeof result !== "string") return result;
    fault = `${candidate} did not tell its version and packages: ${result}`;
  }
  return { python: undefined, notes: request.python === undefined ? [] : [fault] };
}

function candidates({ python, command, folder, env }: Parameters<typeof readPython>[0]): string[] {
  if (python !== undefined) return [python];
  const inside = (root: string | undefined): string[] => {
    const file = root === undefined || root === "" ? undefined : join(root, "bin", "python");
    return file !== undefined && existsSync(file) ? [file] : [];
  };
  const ofProject = /\buv run\b|\.venv\/bin\//.test(command) ? inside(join(folder, ".venv")) : [];
  return [...ofProject, ...inside(env["VIRTUAL_ENV"]), ...inside(env["CONDA_PREFIX"]), "python", "python3"];
}

/** What was found, or what went wrong in words. */
function probe(python: string, folder: string, env: NodeJS.ProcessEnv): Promise<PythonFacts | string> {
  return new Promise((resolve) => {
    const options = {
      cwd: folder,
      env,
      timeout: TIMEOUT_MS,
      killSignal: "SIGKILL",
      maxBuffer: 8 * 1024 * 1024,
    } as const;
    execFile(python, ["-c", PROBE], options, (error, stdout) => {
      const line = stdout.split("\n").find((text) => text.startsWith(MARK));
      if (line === undefined) resolve(error?.message.split("\n")[0] ?? "it printed nothing");
      else resolve(toFacts(line.slice(MARK.length)));
    });
  });
}

function toFacts(json: string): PythonFacts | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return "it printed something that is not JSON";
  }
  const parsed = Probed.safeParse(value);
  if (!parsed.success) return "it printed something else than was asked for";
  const { version, implementation, packages } = parsed.data;
  const all = Object.entries(packages)
    .filter(([name, release]) => name.trim() !== "" && release.trim() !== "")
    .map(([name, release]) => [toSafeText(name, 100), toSafeText(release, 100)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const notes =
    all.length > MAX_PACKAGES
      ? [`${String(all.length)} Python packages are installed; ${String(MAX_PACKAGES)} are recorded.`]
      : [];
  return {
    python: {
      version: toSafeText(version, 60),
      implementation: toSafeText(implementation, 40),
      packages: Object.fromEntries(all.slice(0, MAX_PACKAGES)),
    },
    notes,
  };
}
