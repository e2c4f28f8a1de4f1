import { type Html, html } from "./html.ts";

/** A whole page around `content`. */
export function renderPage({
  title,
  trail,
  content,
}: {
  title: string;
  trail: readonly Html[];
  content: Html;
}): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/ui/assets/page.css">
<script defer src="/ui/assets/purify.js"></script>
<script defer src="/ui/assets/mermaid.js"></script>
<script defer src="/ui/assets/page.js"></script>
</head>
<body>
<header class="top"><nav><a href="/ui/" class="home">sandbox</a>${trail.map((one) => html`<span class="slash">/</span>${one}`)}</nav>
<span class="stand-in">A stand-in for GitHub on this machine. Nothing here is on github.com.</span></header>
<main>${content}</main>
</body>
</html>
`.safe;
}

/** A coloured word: `success`, `failure`, `pending`, `neutral`, `open`, `merged`, `closed`. */
export function badge(tone: string, text: string): Html {
  return html`<span class="badge ${tone}">${text}</span>`;
}

const TONES: Readonly<Record<string, string>> = {
  success: "success",
  failure: "failure",
  timed_out: "failure",
  cancelled: "neutral",
  skipped: "neutral",
  neutral: "neutral",
  action_required: "attention",
  stale: "neutral",
};
const MARKS: Readonly<Record<string, string>> = {
  success: "✓",
  failure: "✕",
  attention: "!",
  neutral: "■",
  pending: "●",
};

/** The sign in front of a check: by conclusion, or pending while there is none. */
export function checkMark(conclusion: string | null): Html {
  const tone = conclusion === null ? "pending" : (TONES[conclusion] ?? "neutral");
  return html`<span class="mark ${tone}" title="${conclusion ?? "in progress"}">${MARKS[tone] ?? ""}</span>`;
}

/** `2026-11-25 18:00` in UTC. */
export function renderTime(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 10)} ${at.slice(11, 16)}</time>`;
}
