import { html } from "lit";

import { alertBook } from "./alert-book.js";
import { write } from "./api.js";
import { texts } from "./texts.js";

const AUTHOR = "lotse.author";
const DURATIONS = { "30m": 1_800, "2h": 7_200, "1d": 86_400, "1w": 604_800 };
/** The labels that say what an alert is about; of the others there are as many as alerts. */
const SILENCED_BY = ["alertname", "service", "instance", "environment", "host", "node"];
const words = texts.alerts;

/** What an action dialog asks before somebody takes an alert on. */
export function acknowledgement({ id, detail }) {
  return {
    title: words.acknowledge,
    content: html`<p><bdi>${detail}</bdi></p>
      ${authorField()}${commentField(false)}`,
    label: words.acknowledge,
    act: async ({ author, comment }) => {
      remember(author);
      await write("POST", `/api/v1/alerts/${encodeURIComponent(id)}/ack`, { author, ...(comment ? { comment } : {}) });
      await alertBook.reload();
    },
  };
}

/** What an action dialog asks before nobody is told any more of what is like this alert. */
export function silencing({ labels }) {
  const named = SILENCED_BY.filter((label) => labels[label]);
  return {
    title: words.silence,
    content: html`<p>${words.silenceHelp}</p>
      <fieldset>
        <legend>${words.matching}</legend>
        ${named.map(
          (label) => html`<label class="choice"
            ><input type="checkbox" name=${`label-${label}`} checked /> <span>${label} = <bdi>${labels[label]}</bdi></span></label
          >`,
        )}
      </fieldset>
      <label
        >${words.duration}
        <select name="duration">
          ${Object.entries(DURATIONS).map(([name, seconds]) => html`<option value=${seconds} ?selected=${name === "2h"}>${words.durations[name]}</option>`)}
        </select></label
      >
      ${authorField()}${commentField(true)}`,
    label: words.silence,
    act: async ({ author, comment, duration, ...fields }) => {
      const matchers = named.filter((label) => fields[`label-${label}`]).map((label) => ({ label, value: labels[label] }));
      if (matchers.length === 0) {
        throw new Error(words.noMatcher);
      }
      remember(author);
      await write("POST", "/api/v1/alerts/silences", { matchers, author, comment, duration: Number(duration) });
      await alertBook.reload();
    },
  };
}

/** What an action dialog asks before a silence ends. */
export function unsilencing(silence) {
  return {
    title: words.endSilence,
    content: html`<p><bdi>${matched(silence)}</bdi></p>`,
    label: words.endSilence,
    danger: true,
    act: async () => {
      await write("DELETE", `/api/v1/alerts/silences/${encodeURIComponent(silence.id)}`);
      await alertBook.reload();
    },
  };
}

/** What a silence asks of alerts. */
export function matched({ matchers }) {
  return matchers
    .map(({ label, value, pattern, not }) => `${label} ${not ? "!" : ""}${pattern ? `~ ${pattern}` : `= ${value}`}`)
    .join(", ");
}

function authorField() {
  return html`<label>${words.author} <input name="author" required maxlength="100" autocomplete="name" .value=${localStorage.getItem(AUTHOR) ?? ""} /></label>`;
}

function commentField(required) {
  return html`<label>${words.comment} <input name="comment" ?required=${required} maxlength="500" /></label>`;
}

/** Who acts here is the same person next time. */
function remember(author) {
  localStorage.setItem(AUTHOR, author);
}
