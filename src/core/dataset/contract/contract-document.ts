import { z } from "zod";
import { label } from "../../evidence/limits.ts";

// What Pawl evaluates of an Open Data Contract Standard document, v3.0.x and v3.1. Other keys are left out here on purpose:
// the standard has many, and people add their own. A key without a value is a key that is not there.

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value: z.output<Schema> | null | undefined) => value ?? undefined);

const words = () => optional(z.string().max(100_000));

/** Text that is only shown: a number is as good. */
const shown = () =>
  z
    .unknown()
    .optional()
    .transform((value) => {
      if (typeof value === "string") return value;
      return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
    });
const number = () => optional(z.number());
const length = () => optional(z.int().nonnegative());
const list = <Schema extends z.ZodType>(schema: Schema, max: number) => optional(z.array(schema).max(max));

const Between = optional(
  z
    .array(z.number())
    .refine(
      (values) => values.length === 2 && (values[0] ?? 0) <= (values[1] ?? 0),
      "must be two numbers, the smaller one first",
    ),
);

/** One quality rule, whatever its type. */
export const QualityDocument = z.object({
  id: shown(),
  name: shown(),
  description: shown(),
  type: optional(z.enum(["text", "library", "sql", "custom"])),
  dimension: shown(),
  severity: shown(),
  unit: shown(),
  metric: words(),
  /** Name of the metric before v3.1. */
  rule: words(),
  arguments: optional(z.record(z.string(), z.unknown())),
  /** Arguments before v3.1. */
  validValues: optional(z.array(z.unknown()).max(10_000)),
  query: words(),
  engine: words(),
  implementation: z.unknown().optional(),
  mustBe: z.unknown().optional(),
  mustNotBe: z.unknown().optional(),
  mustBeGreaterThan: number(),
  mustBeGreaterOrEqualTo: number(),
  mustBeLessThan: number(),
  mustBeLessOrEqualTo: number(),
  mustBeBetween: Between,
  mustNotBeBetween: Between,
});
export type QualityDocument = z.infer<typeof QualityDocument>;

const limit = () => optional(z.unknown());

export const TypeOptionsDocument = z.object({
  minLength: length(),
  maxLength: length(),
  pattern: words(),
  format: words(),
  minimum: limit(),
  maximum: limit(),
  exclusiveMinimum: limit(),
  exclusiveMaximum: limit(),
  multipleOf: optional(z.number().positive()),
  enum: optional(z.array(z.unknown()).max(10_000)),
  minItems: length(),
  maxItems: length(),
  uniqueItems: optional(z.boolean()),
  minProperties: length(),
  maxProperties: length(),
  required: optional(z.array(z.string()).max(5000)),
  timezone: optional(z.boolean()),
  defaultTimezone: words(),
});
export type TypeOptionsDocument = z.infer<typeof TypeOptionsDocument>;

const CustomProperties = optional(z.array(z.object({ property: words(), value: z.unknown().optional() })).max(1000));

export const PropertyDocument = z.object({
  name: label(),
  physicalName: optional(label()),
  logicalType: optional(
    z.enum(["string", "date", "timestamp", "time", "number", "integer", "object", "array", "boolean"]),
  ),
  physicalType: shown(),
  logicalTypeOptions: optional(TypeOptionsDocument),
  required: optional(z.boolean()),
  unique: optional(z.boolean()),
  primaryKey: optional(z.boolean()),
  primaryKeyPosition: optional(z.int()),
  /** From v3.2 on: values, or mappings with a value. */
  enum: optional(z.array(z.unknown()).max(10_000)),
  quality: list(QualityDocument, 1000),
  relationships: list(z.object({ to: z.unknown().optional() }), 1000),
  customProperties: CustomProperties,
  /** Of objects and arrays; not evaluated. */
  properties: optional(z.array(z.unknown()).max(5000)),
  items: z.unknown().optional(),
});
export type PropertyDocument = z.infer<typeof PropertyDocument>;

export const SchemaDocument = z.object({
  name: label(),
  physicalName: optional(label()),
  properties: list(PropertyDocument, 5000),
  quality: list(QualityDocument, 1000),
  relationships: list(z.object({ from: z.unknown().optional(), to: z.unknown().optional() }), 1000),
});
export type SchemaDocument = z.infer<typeof SchemaDocument>;

export const SlaDocument = z.object({
  id: shown(),
  property: z.string().max(200),
  value: z.unknown().optional(),
  valueExt: z.unknown().optional(),
  unit: shown(),
  element: words(),
  description: shown(),
});
export type SlaDocument = z.infer<typeof SlaDocument>;

export const ContractDocument = z.object({
  apiVersion: z.string().max(100),
  kind: optional(z.literal("DataContract")),
  id: shown(),
  version: shown(),
  status: shown(),
  schema: list(SchemaDocument, 500),
  slaDefaultElement: words(),
  slaProperties: list(SlaDocument, 100),
});
export type ContractDocument = z.infer<typeof ContractDocument>;
