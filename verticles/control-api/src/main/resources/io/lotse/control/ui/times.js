import { texts } from "./texts.js";

const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false, timeZoneName: "short" };
const onAnotherDay = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: false, timeZoneName: "short" };

/** A time as people read it, with its zone; with its day where that is not today. */
export function shown(instant) {
  const date = new Date(instant);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(texts.locale, today ? clock : onAnotherDay);
}
