/** What a ticked box of the dashboard asks for. */
export type DashboardBox =
  | { readonly action: "check"; readonly model: string }
  | { readonly action: "retrain"; readonly model: string }
  /** The version that whoever ticks it has seen. */
  | { readonly action: "promote"; readonly model: string; readonly environment: string; readonly version: number };

/** By which a box is found, wherever its line stands: `<!-- pawl:do promote late-flights production 8 -->`. */
export function boxKey(box: DashboardBox): string {
  const words =
    box.action === "promote" ? [box.action, box.model, box.environment, String(box.version)] : [box.action, box.model];
  return `<!-- pawl:do ${words.join(" ")} -->`;
}

export interface TickedBoxes {
  /** Of those that there are, in their order, each once. */
  readonly boxes: readonly DashboardBox[];
  /** A box was ticked that is none of them: somebody made it up, or it was of an earlier state. */
  readonly unknown: boolean;
}

const TICKED = /^\s{0,9}[-*+] \[[xX]\] /;
const KEY = /<!-- pawl:do [a-z0-9 -]{1,200} -->/g;

/** The boxes that are ticked in a text, which anybody who may write can have changed in any way. */
export function findTicked(body: string, offered: readonly DashboardBox[]): TickedBoxes {
  const ticked = new Set<string>();
  let unknown = false;
  const known = new Set(offered.map(boxKey));
  for (const line of body.split(/\r\n|\n|\r/)) {
    if (!TICKED.test(line)) continue;
    const [key, ...more] = line.match(KEY) ?? [];
    if (key === undefined) continue;
    // A line with two keys says one thing and means another.
    if (more.length > 0 || !known.has(key)) unknown = true;
    else ticked.add(key);
  }
  return { boxes: offered.filter((box) => ticked.has(boxKey(box))), unknown };
}
