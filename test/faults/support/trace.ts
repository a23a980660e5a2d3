import type { RequestRecord } from "../../../emulator";
import type { Client, Lifecycle } from "./deployment";
import type { Resource } from "./program";

/**
 * What happened in the last rounds of a campaign, as lines of JSON. A failure hardly ever repeats with its seed, since the
 * order of parallel requests is another one each time: what is not noted while it happens is lost.
 */
export class Trace {
  #former: unknown[] = [];
  #lines: unknown[] = [];
  readonly #startedAt = performance.now();

  /** Forgets what is older than the round before. */
  nextRound(): void {
    this.#former = this.#lines;
    this.#lines = [];
  }

  note(what: string, details?: unknown): void {
    const at = Math.round((performance.now() - this.#startedAt) * 1_000);
    // Written as text only where it is asked for: most of it is forgotten.
    this.#lines.push([at, what, details]);
  }

  /** Notes a request when it has been answered, with how long before it arrived. */
  readonly request = ({ method, path, body, status, fault, milliseconds = 0 }: RequestRecord): void => {
    this.note("request", { method, path, body, status, fault, arrived: `${Math.round(milliseconds * 1_000)} before` });
  };

  /** The client, with all of its calls and their outcomes noted. */
  of(client: Client): Client {
    return (resource) => this.#traced(resource, client(resource));
  }

  get text(): string {
    return [...this.#former, ...this.#lines].map((line) => `${JSON.stringify(line)}\n`).join("");
  }

  #traced({ collection, isSet, provider }: Resource, lifecycle: Lifecycle): Lifecycle {
    const traced = Object.entries(lifecycle).map(([method, call]: [string, unknown]) => {
      const noted = async (...args: unknown[]): Promise<unknown> => {
        const name = `${method} ${isSet ? "set" : "entry"} ${collection.path} of provider ${provider}`;
        this.note(name, args);
        try {
          const outcome = await (call as (...args: unknown[]) => Promise<unknown>)(...args);
          this.note(`${name}: done`, [args[0], outcome]);
          return outcome;
        } catch (error) {
          this.note(`${name}: failed`, [args[0], (error as Error).message, error]);
          throw error;
        }
      };
      return [method, noted];
    });
    return Object.fromEntries(traced) as Lifecycle;
  }
}
