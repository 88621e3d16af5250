/** What is read anew whenever the store heard of something that it depends on, while somebody shows it. */
export class ReadWhenHeard extends EventTarget {
  /** Whether the last question failed. */
  failing = false;
  #heardOf;
  #heard = -1;

  /** @param heardOf counts the times that the store heard of it */
  constructor(heardOf) {
    super();
    this.#heardOf = heardOf;
  }

  /** Asks once, and keeps what was answered. */
  async ask() {
    throw new Error("says nothing");
  }

  /** Reads it where something was heard since the last time. */
  look() {
    if (this.#heard !== this.#heardOf()) {
      this.reload();
    }
  }

  /** Reads it now: something was changed from here. */
  async reload() {
    this.#heard = this.#heardOf();
    try {
      await this.ask();
      this.failing = false;
    } catch (cause) {
      console.debug("no answer:", cause);
      this.failing = true;
    }
    this.dispatchEvent(new Event("change"));
  }
}
