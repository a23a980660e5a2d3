import { startEmulator } from "../emulator";

/** What the local API, in a process of its own, tells. */
export type ApiMessage = { readonly baseUrl: string; readonly account: string; readonly token: string } | Traffic;

/** What arrived since it was last asked. */
export interface Traffic {
  /** Requests by what they ask for. */
  readonly requests: Readonly<Record<string, number>>;
  /** Requests that met the rate limit. */
  readonly limited: number;
}

/** Cloudflare's. */
const rateLimit = { requests: 1_200, windowSeconds: 300 };

async function serve(): Promise<void> {
  const emulator = await startEmulator({ latency: Number(process.argv[2]), rateLimit });
  const { baseUrl, account, token } = emulator;
  const send = (message: ApiMessage) => process.send?.(message);

  process.on("message", () => {
    const requests: Record<string, number> = {};
    for (const { action } of emulator.requests) requests[action] = (requests[action] ?? 0) + 1;
    const limited = emulator.requests.filter(({ status }) => status === 429).length;
    emulator.clearRequests();
    // A window of its own for each operation, as if they were minutes apart.
    emulator.configure({ rateLimit });
    send({ requests, limited });
  });
  process.on("disconnect", () => process.exit());
  send({ baseUrl, account, token });
}

void serve();
