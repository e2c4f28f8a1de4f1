import { restoreCache } from "@actions/cache";
import { getBooleanInput, getInput, getMultilineInput, info, setFailed, setOutput } from "@actions/core";
import { passAsGitHubCom } from "../../pass-as-github-com.ts";

/** What the official action does with the inputs that its documentation names. */
async function restore(): Promise<void> {
  passAsGitHubCom();
  const key = getInput("key", { required: true });
  const matched = await restoreCache(
    getMultilineInput("path", { required: true }),
    key,
    getMultilineInput("restore-keys"),
    { lookupOnly: getBooleanInput("lookup-only") },
  );
  setOutput("cache-primary-key", key);
  if (matched === undefined) {
    if (getBooleanInput("fail-on-cache-miss")) throw new Error(`Failed to restore cache entry: ${key}`);
    info(`Cache not found for input keys: ${key}`);
    return;
  }
  setOutput("cache-matched-key", matched);
  setOutput("cache-hit", String(matched === key));
  info(`Cache restored from key: ${matched}`);
}

restore().catch((error: unknown) => setFailed(error instanceof Error ? error : String(error)));
