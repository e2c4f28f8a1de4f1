import { stat } from "node:fs/promises";
import { dirname, sep } from "node:path";
import { DefaultArtifactClient } from "@actions/artifact";
import { getBooleanInput, getInput, info, setFailed, setOutput, warning } from "@actions/core";
import { create } from "@actions/glob";
import { passAsGitHubCom } from "../pass-as-github-com.ts";

/** What the official action does with the inputs that its documentation names. */
async function uploadArtifact(): Promise<void> {
  const name = getInput("name");
  const path = getInput("path", { required: true });
  const files = await findFiles(path, getBooleanInput("include-hidden-files"));
  if (files.length === 0) return reportNothingFound(path, getInput("if-no-files-found"));

  const { repository, serverUrl, runId } = passAsGitHubCom();
  const client = new DefaultArtifactClient();
  if (getBooleanInput("overwrite")) await deleteIfThere(client, name);
  const retention = getInput("retention-days");
  const { id, size, digest } = await client.uploadArtifact(name, files, commonFolder(files), {
    compressionLevel: Number(getInput("compression-level")),
    ...(retention === "" ? {} : { retentionDays: Number(retention) }),
  });
  info(`Artifact ${name} uploaded: id ${String(id)}, ${String(size)} bytes, sha256 ${String(digest)}`);
  setOutput("artifact-id", id);
  setOutput("artifact-digest", digest);
  setOutput("artifact-url", `${serverUrl}/${repository}/actions/runs/${runId}/artifacts/${String(id)}`);
}

async function findFiles(path: string, hidden: boolean): Promise<string[]> {
  const globber = await create(path, { excludeHiddenFiles: !hidden, implicitDescendants: true });
  const found = await globber.glob();
  const kinds = await Promise.all(found.map(async (file) => (await stat(file)).isFile()));
  return found.filter((_, index) => kinds[index] === true);
}

/** Paths in the artifact begin below the deepest folder that all files share, as with the official action. */
function commonFolder(files: readonly string[]): string {
  return files
    .map((file) => dirname(file))
    .reduce((folder, other) => {
      let shared = folder;
      while (!`${other}${sep}`.startsWith(shared.endsWith(sep) ? shared : `${shared}${sep}`)) shared = dirname(shared);
      return shared;
    });
}

async function deleteIfThere(client: DefaultArtifactClient, name: string): Promise<void> {
  try {
    await client.deleteArtifact(name);
  } catch (error) {
    info(`Nothing to overwrite: ${String(error)}`);
  }
}

function reportNothingFound(path: string, behaviour: string): void {
  const message = `No files were found with the provided path: ${path}. No artifacts will be uploaded.`;
  if (behaviour === "error") setFailed(message);
  else if (behaviour === "ignore") info(message);
  else warning(message);
}

uploadArtifact().catch((error: unknown) => setFailed(error instanceof Error ? error : String(error)));
