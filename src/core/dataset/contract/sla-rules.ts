import { formatDuration } from "../../report/format-number.ts";
import type { CountBound, Demand } from "../contract.ts";
import type { ContractDocument, SchemaDocument, SlaDocument } from "./contract-document.ts";
import { describeBound } from "./describe-bound.ts";
import { readDuration } from "./read-duration.ts";
import { notEvaluated, type RuleDraft } from "./rule-draft.ts";

const FRESHNESS = ["freshness", "latency"];
const VOLUME = ["volume", "rowcount"];

/** A service level property, with the columns that it speaks about. */
interface Service {
  readonly sla: SlaDocument;
  readonly path: readonly PropertyKey[];
  /** `schema.property` or `property`, as written. */
  readonly elements: readonly string[];
}

/**
 * Rules that `slaProperties` make for one schema object: freshness of a column, and the number of rows. Everything else
 * that is promised is listed with every schema object that it may be about.
 */
export function slaRules(contract: ContractDocument, schema: SchemaDocument): RuleDraft[] {
  const services = (contract.slaProperties ?? []).map((sla, index): Service => {
    const element = sla.element ?? contract.slaDefaultElement ?? "";
    const elements = element.split(",").map((part) => part.trim());
    return { sla, path: ["slaProperties", index], elements: elements.filter((part) => part !== "") };
  });
  const schemas = contract.schema ?? [];
  return services.flatMap((service) => {
    const about = aboutSchema(service, schema, schemas);
    return about === "another" ? [] : serviceRules(service, about, services, schema);
  });
}

/** Names in the file of the columns of this schema object; `another` when the service is about other ones only. */
function aboutSchema(
  service: Service,
  schema: SchemaDocument,
  schemas: readonly SchemaDocument[],
): string[] | "another" {
  const isKnown = (name: string) => schemas.some((known) => known.name === name || known.physicalName === name);
  const found: string[] = [];
  let elsewhere = 0;
  for (const element of service.elements) {
    const own = [`${schema.name}.`, `${schema.physicalName ?? schema.name}.`].find((start) =>
      element.startsWith(start),
    );
    if (own !== undefined || schemas.length === 1) {
      const column = findColumn(schema, own === undefined ? element : element.slice(own.length));
      if (column !== undefined) found.push(column);
    } else if (isKnown(element.split(".", 1)[0] ?? "") && element !== schema.name && element !== schema.physicalName) {
      elsewhere += 1;
    }
  }
  return found.length === 0 && elsewhere > 0 && elsewhere === service.elements.length ? "another" : found;
}

function findColumn(schema: SchemaDocument, name: string): string | undefined {
  const property = schema.properties?.find((known) => known.name === name || known.physicalName === name);
  return property === undefined ? undefined : (property.physicalName ?? property.name);
}

function serviceRules(
  service: Service,
  columns: readonly string[],
  services: readonly Service[],
  schema: SchemaDocument,
): RuleDraft[] {
  const property = service.sla.property.trim().toLowerCase();
  if (FRESHNESS.includes(property) || property === "frequency") {
    const seconds = readDuration(service.sla.value, service.sla.unit);
    if (seconds === undefined) {
      return [list(service, "Its value and unit are not a duration: 4 with the unit d is, or PT12H.", "error")];
    }
    if (columns.length === 0) return [list(service, describeMissingColumn(service, schema), "warning")];
    const delay = property === "frequency" ? findLatency(service, services) : 0;
    return columns.map((column) => freshnessRule(service, column, seconds + delay));
  }
  if (VOLUME.includes(property)) return [volumeRule(service)];
  return [list(service, "It is about the service, not about the content of the data.", "info")];
}

function describeMissingColumn({ elements }: Service, schema: SchemaDocument): string {
  if (elements.length === 0) return "It names no column: element does, such as orders.updated_at.";
  return `${schema.name} has no property that is called ${elements.join(", ").slice(0, 100)}.`;
}

/** What is renewed every day and arrives four days later is at most five days old. */
function findLatency(service: Service, services: readonly Service[]): number {
  const delays = services
    .filter(({ sla, elements }) => {
      const same = elements.join() === service.elements.join();
      return same && FRESHNESS.includes(sla.property.trim().toLowerCase());
    })
    .map(({ sla }) => readDuration(sla.value, sla.unit) ?? 0);
  return Math.max(0, ...delays);
}

function freshnessRule({ sla, path }: Service, column: string, maxAgeSeconds: number): RuleDraft {
  return {
    rule: sla.id ?? sla.property,
    column,
    title: `The newest ${column} is at most ${formatDuration(maxAgeSeconds)} old`,
    demand: { kind: "freshness", column, maxAgeSeconds },
    dimension: "timeliness",
    path,
  };
}

/** The standard has no operator here: a promised volume is the least there has to be, with `valueExt` the most. */
function volumeRule(service: Service): RuleDraft {
  const { value, valueExt, unit } = service.sla;
  const known = ["", "row", "rows", "records"].includes(unit?.trim().toLowerCase() ?? "");
  if (typeof value !== "number" || !known) return list(service, "It is not a number of rows.", "error");
  const between = typeof valueExt === "number" && valueExt >= value;
  const bound: CountBound = between
    ? { operator: "mustBeBetween", values: [value, valueExt], unit: "rows" }
    : { operator: "mustBeGreaterOrEqualTo", values: [value], unit: "rows" };
  const demand: Demand = { kind: "row-count", bound };
  const rule = service.sla.id ?? service.sla.property;
  return { rule, column: undefined, title: `Rows: ${describeBound(bound)}`, demand, path: service.path };
}

function list({ sla, path }: Service, reason: string, severity: "error" | "warning" | "info"): RuleDraft {
  const value = typeof sla.value === "object" ? "" : String(sla.value ?? "");
  const unit = sla.unit === undefined ? "" : ` ${sla.unit}`;
  const title = sla.description ?? `${sla.property}: ${value.slice(0, 100)}${unit}`;
  return notEvaluated({ rule: sla.id ?? sla.property, column: undefined, title, reason, severity, path });
}
