import type { ColumnProfile, Profile } from "../core/dataset/profile.ts";
import { formatCount, formatMebibytes, formatQuantity } from "../core/report/format-number.ts";
import { alignColumns } from "./align-columns.ts";
import { describeColumn, share } from "./describe-column.ts";
import type { Style } from "./style.ts";
import { toCell } from "./to-printable.ts";

export interface RenderedProfile {
  readonly source: {
    readonly name: string;
    readonly format: string;
    readonly files: readonly { readonly bytes: number | undefined }[];
  };
  readonly profile: Profile;
}

/** A dataset as a table, one line for each column. */
export function renderProfile({ source, profile }: RenderedProfile, style: Style, width?: number): string {
  const bytes = source.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const facts = [
    formatQuantity(profile.rows, "row"),
    formatQuantity(profile.columns.length, "column"),
    source.files.length === 1 ? source.format : `${source.format}, ${formatQuantity(source.files.length, "file")}`,
    ...(bytes === 0 ? [] : [formatSize(bytes)]),
    ...(profile.duplicateRows === null || profile.duplicateRows === 0
      ? []
      : [`${formatQuantity(profile.duplicateRows, "repeated row")} (${share(profile.duplicateRows, profile.rows)})`]),
  ];
  const rows = profile.columns.map((column) => columnRow(column, profile.rows));
  const [head = "", ...body] = alignColumns(
    [["column", "type", "nulls", "distinct", "lowest", "median", "highest", "values"], ...rows],
    ["left", "left", "right", "right", "right", "right", "right", "left"],
    width,
  );
  return [`${style.strong(toCell(source.name, 200))}: ${facts.join(", ")}`, "", style.quiet(head), ...body].join("\n");
}

function formatSize(bytes: number): string {
  if (bytes < 1024) return formatQuantity(bytes, "byte");
  return bytes < 1024 * 1024 ? `${formatCount(Math.ceil(bytes / 1024))} KiB` : formatMebibytes(bytes / 1024 / 1024);
}

function columnRow(column: ColumnProfile, rows: number): string[] {
  const { distinct, lowest, middle, highest, values } = describeColumn(column, rows);
  const nulls = column.nulls === 0 ? "" : share(column.nulls, rows);
  const kind = column.kind === "other" ? toCell(column.type, 30) : column.kind;
  return [toCell(column.name, 40), kind, nulls, distinct, lowest, middle, highest, values];
}
