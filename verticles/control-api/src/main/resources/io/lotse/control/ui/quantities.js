import { texts } from "./texts.js";

const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"];
const THOUSAND = 1000;
const number = new Intl.NumberFormat(texts.locale, { maximumSignificantDigits: 3 });

/** A figure with its unit, as people read it; nothing for none. */
export function quantity(value, unit) {
  if (value === undefined || value === null) {
    return "";
  }
  if (unit !== "B") {
    return unit === "%" || unit === "/s" ? number.format(value) + unit : `${number.format(value)} ${unit}`;
  }
  const power = value < THOUSAND ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  return `${number.format(value / THOUSAND ** power)} ${BYTE_UNITS[power]}`;
}
