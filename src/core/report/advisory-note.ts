/**
 * First line of each check of a bot that has no App of its own. Shorter than what {@link MAX_TEXT_BYTES} leaves free of
 * what GitHub takes.
 */
export const ADVISORY_NOTE =
  "> [!NOTE]\n> **Advisory.** Posted with the repository's `GITHUB_TOKEN`, so every workflow of this repository could post a check of this name. [With an App](https://github.com/pawl-ml/pawl/blob/main/docs/bot.md) it becomes a gate.";
