import { saveCache } from "@actions/cache";
import { getInput, getMultilineInput, info, warning } from "@actions/core";
import { passAsGitHubCom } from "../../pass-as-github-com.ts";

/** What the official action does with the inputs that its documentation names; like it, it never fails the job. */
async function save(): Promise<void> {
  passAsGitHubCom();
  const key = getInput("key", { required: true });
  const id = await saveCache(getMultilineInput("path", { required: true }), key);
  if (id !== -1) info(`Cache saved with key: ${key}`);
}

save().catch((error: unknown) => warning(error instanceof Error ? error : String(error)));
