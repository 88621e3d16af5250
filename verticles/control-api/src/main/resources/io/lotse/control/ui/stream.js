/**
 * Reads server-sent events until the stream ends. EventSource would do less: it takes no id to begin with, and keeps
 * the comments that show a stream to be alive to itself.
 *
 * @param lastId the id of the last event that was heard
 * @param onOpen called once the stream is there
 * @param onEvent called with the name, the data and the id (undefined for an event without one)
 * @param silentMillis a stream that says nothing for so long counts as dead
 */
export async function readEvents(url, { lastId, onOpen, onEvent, silentMillis }) {
  const abort = new AbortController();
  let watchdog;
  const sawLife = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => abort.abort(new Error("the stream is silent")), silentMillis);
  };
  sawLife();
  try {
    const headers = { accept: "text/event-stream", "last-event-id": lastId };
    const response = await fetch(url, { headers, cache: "no-store", signal: abort.signal });
    if (!response.ok) {
      throw new Error(`${url} answered ${response.status}`);
    }
    onOpen();
    const parser = new EventParser(onEvent);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      sawLife();
      parser.take(part.value);
    }
  } finally {
    clearTimeout(watchdog);
    abort.abort();
  }
}

class EventParser {
  #rest = "";
  #event = {};

  constructor(onEvent) {
    this.onEvent = onEvent;
  }

  take(text) {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop();
    lines.forEach((line) => this.#line(line));
  }

  #line(line) {
    if (line === "") {
      const { event, data, id } = this.#event;
      this.#event = {};
      if (data !== undefined) {
        this.onEvent(event, JSON.parse(data), id);
      }
      return;
    }
    const colon = line.indexOf(":");
    if (colon > 0) {
      this.#event[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
    }
  }
}
