import { normalQuantile } from "../../src/core/statistics/normal-distribution.ts";
import { type Draws, drawsOf } from "./draws.ts";
import type { Base } from "./drift-case.ts";
import type { Cell, Table } from "./table.ts";

/** How one batch differs from the others: in standard deviations, logarithms of the spread and log-odds. */
interface Effect {
  readonly shift: number;
  readonly spread: number;
  readonly odds: readonly number[];
  readonly missing: number;
}

interface Recipe {
  readonly name: string;
  readonly type: "INTEGER" | "DOUBLE" | "VARCHAR";
  /** Correlation with the factor that all columns share. */
  readonly loading: number;
  readonly missing: number;
  /** Shares of the categories; empty for numbers. */
  readonly shares: readonly number[];
  readonly toValue: (z: number, draws: Draws, limits: readonly number[]) => Cell;
}

export interface Simulation {
  /** Batch 0 is the oldest one of the reference. */
  readonly batch: (index: number) => Table;
  /** Columns that move together. */
  readonly correlated: readonly string[];
}

const NUMBERS: readonly [Pick<Recipe, "type" | "toValue">, ...Pick<Recipe, "type" | "toValue">[]] = [
  { type: "DOUBLE", toValue: (z) => z },
  { type: "DOUBLE", toValue: (z) => round(50 + 10 * z, 2) },
  { type: "DOUBLE", toValue: (z) => round(Math.exp(3 + 0.8 * z), 2) },
  { type: "INTEGER", toValue: (z) => Math.round(400 + 80 * z) },
  { type: "INTEGER", toValue: (z) => Math.floor(Math.exp(1.2 + 0.9 * z)) },
  { type: "DOUBLE", toValue: (z, { uniform }) => (uniform() < 0.3 ? 0 : round(Math.exp(z), 3)) },
  { type: "DOUBLE", toValue: (z, { normal }) => z / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2) / 3) },
  { type: "DOUBLE", toValue: (z) => 1 / (1 + Math.exp(-z)) },
];
const SIZES = [2, 3, 4, 6, 10, 25, 60] as const;
/** Rows of each hour of the day, as a service sees them. */
const HOURS = [1, 1, 1, 1, 2, 3, 5, 8, 10, 11, 11, 10, 9, 10, 11, 11, 10, 9, 8, 7, 5, 4, 3, 2];

/** A table of 8 to 12 columns, of which each batch is drawn with effects of its own; `fresh` has none. */
export function openSimulation({ name, variation, batches, runs, rows }: Base): Simulation {
  const draws = drawsOf(`${name} recipe`);
  const recipes = listRecipes(draws);
  const strength = variation === "fresh" ? 0 : draws.one([0.05, 0.1, 0.15]);
  const effects = recipes.map((recipe) =>
    listEffects(recipe, variation, strength, batches + runs, drawsOf(`${name} ${recipe.name}`)),
  );
  return {
    correlated: recipes.filter(({ loading }) => loading >= 0.6).map((recipe) => recipe.name),
    batch: (index) => {
      const own = drawsOf(`${name} batch ${String(index)}`);
      const factors = Float64Array.from({ length: rows }, own.normal);
      return recipes.map((recipe, at) => {
        const effect = effects[at]?.[index] ?? NONE;
        return { name: recipe.name, type: recipe.type, values: drawColumn(recipe, effect, factors, own) };
      });
    },
  };
}

function listRecipes(draws: Draws): Recipe[] {
  const loading = () => (draws.uniform() < 0.5 ? 0 : draws.one([0.5, 0.7, 0.85]));
  const missing = () => (draws.uniform() < 0.6 ? 0 : draws.one([0.01, 0.03, 0.08]));
  const numbers = Array.from({ length: 4 + draws.below(3) }, (_, index): Recipe => {
    const shape = draws.one(NUMBERS);
    // Two columns always belong together, so that there is something to break.
    const own = index < 2 ? 0.85 : loading();
    return { name: `n${String(index)}`, shares: [], loading: own, missing: missing(), ...shape };
  });
  const categories = Array.from({ length: 3 + draws.below(3) }, (_, index): Recipe => {
    const power = draws.one([0.6, 1, 1.4]);
    const weights = Array.from({ length: draws.one(SIZES) }, (_unused, rank) => (rank + 1) ** -power);
    const toValue = (z: number, _draws: Draws, limits: readonly number[]) => `v${String(place(limits, z))}`;
    return {
      name: `c${String(index)}`,
      type: "VARCHAR",
      shares: weights,
      loading: loading(),
      missing: missing(),
      toValue,
    };
  });
  const hour: Recipe = {
    name: "hour",
    type: "INTEGER",
    shares: HOURS,
    loading: 0,
    missing: 0,
    toValue: (z, _, limits) => place(limits, z),
  };
  return [hour, ...numbers, ...categories];
}

const NONE: Effect = { shift: 0, spread: 0, odds: [], missing: 0 };
/** How strongly a batch remembers the one before it. */
const MEMORY = 0.7;

function listEffects(
  { shares }: Recipe,
  variation: Base["variation"],
  strength: number,
  count: number,
  { normal }: Draws,
): Effect[] {
  const all = variation === "mixed" || variation === "ar1" || variation === "weekday";
  const draw = (): Effect => ({
    shift: all || variation === "additive" ? strength * normal() : 0,
    spread: all || variation === "scale" ? 0.7 * strength * normal() : 0,
    odds: shares.map(() => (all || variation === "log-odds" ? 1.5 * strength * normal() : 0)),
    missing: all ? 2 * strength * normal() : 0,
  });
  const mix = (a: Effect, weight: number, b: Effect, other: number): Effect => ({
    shift: weight * a.shift + other * b.shift,
    spread: weight * a.spread + other * b.spread,
    odds: a.odds.map((value, index) => weight * value + other * (b.odds[index] ?? 0)),
    missing: weight * a.missing + other * b.missing,
  });
  const days = Array.from({ length: 7 }, draw);
  const effects: Effect[] = [];
  for (let index = 0; index < count; index += 1) {
    const fresh = draw();
    const before = effects.at(-1);
    if (variation === "ar1" && before !== undefined)
      effects.push(mix(before, MEMORY, fresh, Math.sqrt(1 - MEMORY ** 2)));
    else if (variation === "weekday") effects.push(mix(days[index % 7] ?? fresh, 1, fresh, 0.3));
    else effects.push(fresh);
  }
  return effects;
}

function drawColumn(recipe: Recipe, effect: Effect, factors: Float64Array, draws: Draws): Cell[] {
  const { loading, missing, toValue } = recipe;
  const limits = limitsOf(recipe, effect);
  const rest = Math.sqrt(1 - loading ** 2);
  const odds = (missing / (1 - missing)) * Math.exp(effect.missing);
  const share = odds / (1 + odds);
  const stretch = Math.exp(effect.spread);
  return Array.from(factors, (factor) => {
    const z = effect.shift + stretch * (loading * factor + rest * draws.normal());
    const value = toValue(z, draws, limits);
    return share > 0 && draws.uniform() < share ? null : value;
  });
}

/** Up to which normal number each category goes. */
function limitsOf({ shares }: Recipe, { odds }: Effect): number[] {
  const weights = shares.map((share, index) => share * Math.exp(odds[index] ?? 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.slice(0, -1).map((weight) => {
    sum += weight;
    return normalQuantile(sum / total);
  });
}

/** How many of the limits are below. */
function place(limits: readonly number[], z: number): number {
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((limits[middle] ?? Infinity) < z) low = middle + 1;
    else high = middle;
  }
  return low;
}

function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
