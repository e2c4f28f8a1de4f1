const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Seconds since 1970 of an ISO date or timestamp; UTC where it names no zone. `undefined` where it is none. */
export function instantSeconds(text: string): number | undefined {
  const found = ISO.exec(text.trim());
  if (found === null) return undefined;
  const [, day = "", minute = "00:00", second = "00", fraction = "", zone = "Z"] = found;
  const offset = /^[+-]\d{2}$/.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d{2})(\d{2})$/, "$1:$2").toUpperCase();
  const milliseconds = Date.parse(`${day}T${minute}:${second}${offset}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000 + Number(fraction === "" ? 0 : `0${fraction}`);
}
