import { createHash } from "node:crypto";
import { z } from "zod";
import type { PolicySource } from "../config/promotion-plan.ts";
import { Sha256, text, toSafeText } from "../evidence/limits.ts";
import { ModelName } from "../evidence/names.ts";
import { OciDigest } from "../evidence/oci-digest.ts";
import { evaluateGate } from "../gate/evaluate-gate.ts";
import type { BreakGlassFacts } from "../gate/gate-facts.ts";
import type { JudgedMove, JudgedPromotion } from "../gate/promotion-facts.ts";

const MAX_MOVES = 100;
const MAX_REASON = 500;

/** What a check run said about one alias when it was written. */
export const JudgedMoveMark = z.strictObject({
  model: ModelName,
  environment: ModelName,
  from: z.int().positive().optional(),
  to: z.int().positive().optional(),
  /** Of the version that it goes to. */
  digest: OciDigest.optional(),
  verdict: z.enum(["pass", "fail", "inconclusive"]),
  /** Why the glass was broken, where it passed because of that. */
  glass: text(MAX_REASON).optional(),
});
export type JudgedMoveMark = z.infer<typeof JudgedMoveMark>;

/** What a check run said, so that after the merge it is known what was judged: only the App can write its check runs. */
export const JudgedMoves = z.strictObject({
  /** sha-256 of the policy's files: of the one file, or of the digests of several. */
  policy: Sha256,
  moves: z.array(JudgedMoveMark).max(MAX_MOVES),
});
export type JudgedMoves = z.infer<typeof JudgedMoves>;

const MARK = /^<!-- pawl:judged (\{.*\}) -->$/m;

/** An invisible line for the end of a check's summary. Moves beyond the hundredth are left out, and count as not judged. */
export function formatJudgedMoves({ moves }: JudgedPromotion, policy: readonly PolicySource[]): string {
  const marks = moves.slice(0, MAX_MOVES).map(toMark);
  const json = JSON.stringify(JudgedMoves.parse({ policy: digestOf(policy), moves: marks }));
  // A hyphen or bracket of a reason must not end the comment; within JSON's texts all can be written as numbers.
  const escaped = json.replace(/[-<>]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`);
  return `<!-- pawl:judged ${escaped} -->`;
}

/** The last such line of a check's summary; `undefined` where there is none, or where it is not as the App writes it. */
export function parseJudgedMoves(summary: string): JudgedMoves | undefined {
  const json = summary
    .split("\n")
    .flatMap((line) => MARK.exec(line.trim())?.[1] ?? [])
    .at(-1);
  if (json === undefined) return undefined;
  try {
    const parsed = JudgedMoves.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function toMark(judged: JudgedMove): JudgedMoveMark {
  const { move, verdict } = judged;
  const { model, environment, from, to, state } = move;
  const glass = reasonOf(judged);
  const digest = to === undefined || state.kind !== "judgeable" ? undefined : state.facts.challenger.version.digest;
  return {
    model,
    environment,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(digest === undefined ? {} : { digest }),
    verdict,
    ...(glass === undefined ? {} : { glass }),
  };
}

/** The words by which it passes, whoever else said some. */
function reasonOf({ move: { state }, brokenGlass }: JudgedMove): string | undefined {
  if (!brokenGlass || state.kind !== "judgeable") return undefined;
  const { gate, facts } = state;
  const { pullRequest } = facts;
  const attempts = pullRequest?.breakGlass ?? [];
  const opens = (attempt: BreakGlassFacts) =>
    pullRequest !== undefined &&
    evaluateGate(gate, { ...facts, pullRequest: { ...pullRequest, breakGlass: [attempt] } }).verdict === "pass";
  const [first = attempts[0]] = attempts.filter(opens);
  return toSafeText(first === undefined ? "no reason was given" : `${first.author}: ${first.reason}`, MAX_REASON);
}

function digestOf(policy: readonly PolicySource[]): string {
  const [only, ...others] = policy.map(({ digest }) => digest);
  if (only !== undefined && others.length === 0) return only;
  return createHash("sha256")
    .update(policy.map(({ digest }) => digest).join("\n"))
    .digest("hex");
}
