import { setTimeout as sleep } from "node:timers/promises";
import type { Declaration, Ownership, Removal, RemovalEnd, Shared } from "../../provider/run/peers";

/** What the hosts of one run share, without the files by which processes do. */
export class SharedInProcess {
  readonly #owners = new Map<string, Map<number, Ownership>>();
  readonly #declared = new Map<string, { readonly by: number; readonly declared: Declaration }>();
  readonly #removals = new Map<string, { readonly by: number; readonly state: Removal }>();

  /** As the host of that number sees it. */
  seenBy(host: number): Shared {
    return {
      of: (scope) => {
        const key = (name: string) => `${scope} ${name}`;
        return {
          declare: (identity, declared) => void this.#declared.set(key(identity), { by: host, declared }),
          own: (id, how) => void this.#owners.set(key(id), this.#ownersOf(key(id)).set(host, how)),
          declared: (identity) => {
            const found = this.#declared.get(key(identity));
            return found && found.by !== host ? found.declared : undefined;
          },
          isOwned: (id) => [...this.#ownersOf(key(id)).keys()].some((other) => other !== host),
          isKept: (id) => [...this.#ownersOf(key(id))].some(([other, how]) => other !== host && how === "kept"),
          leave: (id, state) => void this.#removals.set(key(id), { by: host, state }),
          leaving: (id) => {
            const state = this.#removal(key(id), host);
            return state === undefined || state === "stays" ? undefined : this.#ended(key(id), host);
          },
        };
      },
    };
  }

  #ownersOf(key: string): Map<number, Ownership> {
    return this.#owners.get(key) ?? new Map<number, Ownership>();
  }

  #removal(key: string, host: number): Removal | undefined {
    const removal = this.#removals.get(key);
    return removal && removal.by !== host ? removal.state : undefined;
  }

  async #ended(key: string, host: number): Promise<RemovalEnd> {
    for (;;) {
      const state = this.#removal(key, host) ?? "stays";
      if (state !== "leaving") return state;
      await sleep(1);
    }
  }
}
