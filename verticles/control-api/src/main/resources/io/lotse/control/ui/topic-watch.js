import { read } from "./api.js";
import { Polled } from "./polled.js";
import { readEvents } from "./stream.js";

const ASK_EVERY_MILLIS = 2_000;
const SILENT_MILLIS = 40_000;
const PAUSE_MILLIS = 2_000;
const MOST_KEPT = 100;

/** How much is said on which topic. */
class TopicList extends Polled {
  /** Null until they are known. */
  topics = null;

  async ask() {
    this.topics = (await read("/api/v1/events")).body.items;
  }
}

export const topicList = new TopicList(ASK_EVERY_MILLIS);

/** Hears a topic while somebody listens: the last events, the newest first. */
export class TopicWatch extends EventTarget {
  events = [];
  /** Whether the topic is heard now. */
  live = false;
  #topic;
  #stopped = false;
  #lastId;
  #heard = 0;

  constructor(topic) {
    super();
    this.#topic = topic;
    this.#run();
  }

  stop() {
    this.#stopped = true;
  }

  async #run() {
    while (!this.#stopped) {
      try {
        await readEvents(`/api/v1/events/${encodeURIComponent(this.#topic)}`, {
          ...(this.#lastId === undefined ? {} : { lastId: this.#lastId }),
          silentMillis: SILENT_MILLIS,
          onOpen: () => this.#state(true),
          onEvent: (name, event, id) => this.#take(event, id),
        });
      } catch (cause) {
        console.debug("the topic is not heard:", cause);
      }
      this.#state(false);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
    }
  }

  #take(event, id) {
    if (this.#stopped) {
      throw new Error("nobody listens any more");
    }
    this.#lastId = id ?? this.#lastId;
    if (event.specversion === undefined) {
      // the node says something of the stream itself
      return;
    }
    this.events = [{ key: ++this.#heard, event }, ...this.events].slice(0, MOST_KEPT);
    this.dispatchEvent(new Event("change"));
  }

  #state(live) {
    this.live = live;
    this.dispatchEvent(new Event("change"));
  }
}
