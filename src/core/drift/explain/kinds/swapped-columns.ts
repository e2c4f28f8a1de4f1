import type { ColumnProfile } from "../../../dataset/profile.ts";
import { distanceOfColumns } from "../distance-of-columns.ts";
import type { ColumnChange, ColumnDriftKind } from "../drift-kind.ts";
import { VALUE_ASPECTS } from "../value-aspects.ts";

/** Distance at which one column can be the other, and how many times further each must be from what it was itself. */
const SAME = 0.06;
const APART = 3;

/** Two columns hold what the other held: a header or an order of fields that changed. */
export const swappedColumns: ColumnDriftKind = {
  structural: true,
  explain: ({ name, before, after, has, others }) => {
    if (!has(...VALUE_ASPECTS, "null")) return undefined;
    const other = others.find((candidate) => areSwapped({ before, after }, candidate));
    if (other === undefined) return undefined;
    return {
      words: `${name} and ${other.before.name} were swapped: each holds what the other held`,
      covers: "everything",
    };
  },
};

function areSwapped(one: ColumnChange, other: ColumnChange): boolean {
  const crossed = [apart(one.after, other.before), apart(other.after, one.before)];
  const straight = [apart(one.after, one.before), apart(other.after, other.before)];
  const furthest = Math.max(...crossed);
  return furthest <= SAME && Math.min(...straight) >= APART * Math.max(furthest, SAME / APART);
}

/** 1 where they cannot be compared. */
function apart(one: ColumnProfile, other: ColumnProfile): number {
  return distanceOfColumns(one, other) ?? 1;
}
