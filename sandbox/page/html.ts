/** A piece of HTML that is safe to put into a page: made by `html`, which escapes what it is given. */
export interface Html {
  readonly safe: string;
}

type Value = string | number | Html | readonly Html[] | undefined;

/** A template whose values are escaped unless they are HTML already. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { safe: parts.map((part, index) => part + render(values[index])).join("") };
}

function render(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  return "safe" in value ? value.safe : value.map(({ safe }) => safe).join("");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
