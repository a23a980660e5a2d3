import type { Message } from "./message";

/** The messages of one account, oldest first. */
export class Mailbox {
  readonly #byId = new Map<string, Message>();
  #sorted: readonly Message[] | undefined = [];

  get(id: string): Message | undefined {
    return this.#byId.get(id);
  }

  /** A message with the id of another one replaces it. */
  add(messages: readonly Message[]): void {
    for (const message of messages) this.#byId.set(message.id, message);
    this.#sorted = undefined;
  }

  clear(): void {
    this.#byId.clear();
    this.#sorted = undefined;
  }

  list(): readonly Message[] {
    return (this.#sorted ??= [...this.#byId.values()].sort(byTime));
  }
}

/** The order of messages, and of places between them, which stay valid if others are added. */
export function byTime(a: Pick<Message, "scannedAt" | "id">, b: Pick<Message, "scannedAt" | "id">): number {
  return a.scannedAt - b.scannedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
