import type { DriftTables } from "./render-tables.ts";

/** The page `results.md`: the machine, and every table with what is counted in it. */
export function renderResults(machine: string, tables: DriftTables): string {
  const day = new Date().toISOString().slice(0, 10);
  return `# What \`npm run bench:drift\` measured

${day}. ${machine}. [README.md](../README.md) says what the cases are, and [docs/drift.md](../../docs/drift.md) what the rule does.
Brackets are exact 95 % intervals (Clopper and Pearson).

## Untouched batches

${tables["false-alarms"]}

## Defects

An alarm counts only where it names the right column.

${tables.power}

${tables.defects}

## At the same rate of false alarms

The threshold of each tool is moved to where its untouched varying batches alarm as often as Pawl's.

${tables.matched}

## Defects that last, and real change

${tables.lasting}

## Cost

${tables.cost}
`;
}
