import { read } from "./api.js";
import { Polled } from "./polled.js";

const ASK_EVERY_MILLIS = 5_000;
const MOST_BREACHES = 10;
/** So many values are as much as a chart shows. */
const MOST_VALUES = 300;

/** What was measured of a service, or of one instance of it, and what is thought of that. */
export class ServiceWatch extends Polled {
  /** By the figure: its times in seconds and its values. Null until they are known. */
  series = null;
  verdicts = [];
  breaches = [];
  #of;
  #minutes;

  /** @param instance its id; null for the service as a whole */
  constructor(service, instance, minutes) {
    super(ASK_EVERY_MILLIS);
    this.#of = { service, instance };
    this.#minutes = minutes;
  }

  async ask() {
    const { service, instance } = this.#of;
    const byService = query({ service });
    const [series, verdicts, breaches] = await Promise.all([
      this.#series(instance === null ? { service } : { service_id: instance }),
      read(`/api/v1/verdicts?${byService}`),
      read(`/api/v1/breaches?${query({ service, limit: MOST_BREACHES })}`),
    ]);
    this.series = new Map(series.map((column) => [column.metric, column]));
    this.verdicts = verdicts.body.items;
    this.breaches = breaches.body.items;
  }

  /** Of what was never measured there is nothing: that is no failure. */
  async #series(subject) {
    const from = new Date(Date.now() - 60_000 * this.#minutes);
    const step = Math.max(1, Math.ceil((60 * this.#minutes) / MOST_VALUES));
    const { body } = await read(`/api/v1/metrics/series?${query({ ...subject, from: from.toISOString(), step })}`, {
      absent: { series: [] },
    });
    return body.series;
  }
}

function query(parameters) {
  return new URLSearchParams(parameters).toString();
}
