/** Longer texts are shown as what comes and what goes, without looking for what they share. */
const MAX_LINES = 1000;

/** Lines that differ between two texts, with `-` and `+` before them; equal lines are left out. */
export function diffLines(before: string, after: string): readonly string[] {
  const [old, young] = [before.split("\n"), after.split("\n")];
  if (old.length > MAX_LINES || young.length > MAX_LINES) {
    return [...old.map((line) => `-${line}`), ...young.map((line) => `+${line}`)];
  }
  const common = commonLengths(old, young);
  const lines: string[] = [];
  let [from, to] = [0, 0];
  while (from < old.length || to < young.length) {
    const [left, right] = [old[from], young[to]];
    if (left !== undefined && left === right) {
      [from, to] = [from + 1, to + 1];
    } else if (right === undefined || (left !== undefined && at(common, from + 1, to) >= at(common, from, to + 1))) {
      lines.push(`-${left ?? ""}`);
      from += 1;
    } else {
      lines.push(`+${right}`);
      to += 1;
    }
  }
  return lines;
}

/** For each pair of places, how many lines the rests share in order. */
function commonLengths(old: readonly string[], young: readonly string[]): readonly (readonly number[])[] {
  let below: readonly number[] = Array.from({ length: young.length + 1 }, () => 0);
  const table = [below];
  for (const line of old.toReversed()) {
    const row: number[] = [0];
    for (let column = young.length - 1; column >= 0; column--) {
      const same = young[column] === line;
      row.unshift(same ? (below[column + 1] ?? 0) + 1 : Math.max(below[column] ?? 0, row[0] ?? 0));
    }
    table.unshift(row);
    below = row;
  }
  return table;
}

function at(table: readonly (readonly number[])[], row: number, column: number): number {
  return table[row]?.[column] ?? 0;
}
