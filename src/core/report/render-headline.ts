import type { Headline, ModelReport } from "./model-report.ts";
import { type Sentence, sentenceToMarkdown, sentenceToText } from "./sentence.ts";

/** `### ✅ late-flights is better: …`; a level deeper where the models share a report. */
export function renderHeadline({ headline, facts }: ModelReport, level: 3 | 4): string {
  return `${"#".repeat(level)} ${headline.icon} ${sentenceToMarkdown(headlineSentence(facts.plan.name, headline))}`;
}

/** The headline for places without Markdown. */
export function headlineText({ headline, facts }: ModelReport, max: number): string {
  return sentenceToText(headlineSentence(facts.plan.name, headline), max);
}

function headlineSentence(model: string, { sentence }: Headline): Sentence {
  const first = sentence[0];
  const attached = typeof first === "string" && /^[\s:]/.test(first);
  return [attached ? model : `${model} `, ...sentence];
}
