import { randomUUID } from "node:crypto";
import { collections, type ServedCollection } from "./collections";
import type { Entry } from "./entry";
import { Mailbox } from "./mailbox";
import { Shelf, type Changes, type Staleness } from "./shelf";

/** The content as plain data, the form in which it is stored. */
export interface Snapshot {
  readonly nextInteger: number;
  readonly accounts: Readonly<Record<string, Readonly<Record<string, readonly Entry[]>>>>;
}

/** The content of all accounts. */
export class Content {
  readonly #accounts = new Map<string, Map<string, Shelf>>();
  readonly #mailboxes = new Map<string, Mailbox>();
  #nextInteger = 1;
  /** Called after every change. */
  onChange: () => void = () => undefined;

  shelf(account: string, collection: ServedCollection): Shelf {
    const shelves = this.#accounts.get(account) ?? new Map<string, Shelf>();
    this.#accounts.set(account, shelves);
    const shelf = shelves.get(collection.path) ?? new Shelf(collection);
    shelves.set(collection.path, shelf);
    return shelf;
  }

  /** Messages are no part of the snapshot. */
  mailbox(account: string): Mailbox {
    const mailbox = this.#mailboxes.get(account) ?? new Mailbox();
    this.#mailboxes.set(account, mailbox);
    return mailbox;
  }

  apply(shelf: Shelf, changes: Changes, staleness?: Staleness): void {
    shelf.apply(changes, staleness);
    this.onChange();
  }

  newId(form: "uuid" | "integer"): string | number {
    return form === "uuid" ? randomUUID() : this.#nextInteger++;
  }

  snapshot(): Snapshot {
    const accounts = [...this.#accounts].map(([account, shelves]) => [
      account,
      Object.fromEntries([...shelves].map(([path, shelf]) => [path, [...shelf.values()]])),
    ]);
    return { nextInteger: this.#nextInteger, accounts: Object.fromEntries(accounts) as Snapshot["accounts"] };
  }

  restore(snapshot: Snapshot): void {
    this.#nextInteger = snapshot.nextInteger;
    for (const [account, shelves] of Object.entries(snapshot.accounts)) {
      for (const collection of collections) {
        const entries = shelves[collection.path] ?? [];
        this.shelf(account, collection).apply(new Map(entries.map((entry) => [String(entry.id), entry])));
      }
    }
  }
}
