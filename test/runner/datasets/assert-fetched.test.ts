import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { assertFetched } from "../../../src/runner/datasets/assert-fetched.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const DVC = "outs:\n- md5: ec1d2935f811b77cc49b031b999cbf17\n  size: 37\n  path: a.csv\n";
const LOCK = "stages:\n  make:\n    outs:\n    - path: d/a.csv\n      md5: ec1d2935f811b77cc49b031b999cbf17\n";
const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12345\n`;

describe("data that were not fetched", () => {
  it.each`
    case                            | files                                   | message                                         | hint
    ${"a .dvc file without data"}   | ${{ "d/a.csv.dvc": DVC }}               | ${"only its pointer d/a.csv.dvc"}               | ${"Run `dvc pull d/a.csv.dvc` before this step."}
    ${"an entry of dvc.lock alone"} | ${{ "dvc.yaml": "", "dvc.lock": LOCK }} | ${"only its entry in dvc.lock"}                 | ${"Run `dvc pull d/a.csv` before this step."}
    ${"a pointer of Git LFS"}       | ${{ "d/a.csv": LFS }}                   | ${"d/a.csv is a Git LFS pointer, not the data"} | ${"Check out with `lfs: true`, or run `git lfs pull` before this step."}
  `("are told from data that are not there: $case", async ({ files, message, hint }) => {
    const checked = assertFetched(["d/a.csv"], folderOf(files));
    await expect(checked).rejects.toMatchObject({
      code: "DATA_UNREADABLE",
      message: expect.stringContaining(message),
      hint,
    });
  });

  it.each`
    case                       | files
    ${"data beside a pointer"} | ${{ "d/a.csv": "x\n1\n", "d/a.csv.dvc": DVC }}
    ${"no data at all"}        | ${{}}
    ${"a folder"}              | ${{ "d/a.csv/part.csv": "x\n1\n" }}
  `("are not: $case", async ({ files }) => {
    await expect(assertFetched(["d/a.csv"], folderOf(files))).resolves.toBeUndefined();
  });
});
