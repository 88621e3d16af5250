/** What no event tells of, and what is therefore asked for again and again, while somebody listens. */
export class Polled extends EventTarget {
  /** Whether the last question failed. */
  failing = false;
  #everyMillis;
  #listeners = 0;
  #timer;

  constructor(everyMillis) {
    super();
    this.#everyMillis = everyMillis;
  }

  /** Asks once, and keeps what was answered. */
  async ask() {
    throw new Error("says nothing");
  }

  addEventListener(type, listener) {
    super.addEventListener(type, listener);
    if (++this.#listeners === 1) {
      this.again();
    }
  }

  removeEventListener(type, listener) {
    super.removeEventListener(type, listener);
    if (--this.#listeners === 0) {
      clearTimeout(this.#timer);
    }
  }

  /** Asks now, and then again and again. */
  async again() {
    if (!document.hidden) {
      try {
        await this.ask();
        this.failing = false;
      } catch (cause) {
        console.debug("no answer:", cause);
        this.failing = true;
      }
      this.dispatchEvent(new Event("change"));
    }
    if (this.#listeners > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.again(), this.#everyMillis);
    }
  }
}
