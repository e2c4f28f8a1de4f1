import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { workflowFiles } from "./workflow-files.ts";

const Finding = z.looseObject({
  ident: z.string(),
  desc: z.string(),
  locations: z.array(
    z.looseObject({
      symbolic: z.looseObject({
        key: z.looseObject({ Local: z.looseObject({ verbatim_path: z.string() }).optional() }),
      }),
      concrete: z.looseObject({ location: z.looseObject({ start_point: z.looseObject({ row: z.number() }) }) }),
    }),
  ),
});
type Finding = z.infer<typeof Finding>;

const root = fileURLToPath(new URL("..", import.meta.url));
const files = [".github/dependabot.yml", ...workflowFiles(root)];
const options = ["--offline", "--no-progress", "--persona", "pedantic", "--format", "json", "--no-exit-codes"];
const { stdout, stderr, status, error } = spawnSync("zizmor", [...options, "--config", "zizmor.yml", ...files], {
  cwd: root,
  encoding: "utf8",
});

if (error !== undefined || status !== 0) {
  console.error(error === undefined ? stderr : `zizmor did not start (${error.message}): pip install zizmor==1.32.0`);
  process.exitCode = 1;
} else {
  const findings = z.array(Finding).parse(JSON.parse(stdout));
  for (const finding of findings) console.error(describeFinding(finding));
  console.log(`${String(files.length)} files audited, ${String(findings.length)} findings`);
  if (findings.length > 0) process.exitCode = 1;
}

function describeFinding({ ident, desc, locations }: Finding): string {
  const where = locations.map(({ symbolic, concrete }) => {
    const line = concrete.location.start_point.row + 1;
    return `${symbolic.key.Local?.verbatim_path ?? "?"}:${String(line)}`;
  });
  return `${where[0] ?? "?"} ${ident}: ${desc}`;
}
