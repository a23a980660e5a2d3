import type { RequestRecord } from "../emulator";

/** A request as one line of a log: `POST  allow_policies/batch (2 deletes, 3 posts)  200  12 ms`. */
export function requestLine(request: RequestRecord): string {
  const { method, status, milliseconds = 0, fault } = request;
  const outcome = status === undefined ? "no answer" : String(status);
  const suffix = fault === undefined ? "" : `  [${fault}]`;
  return `${method.padEnd(6)} ${target(request).padEnd(52)} ${outcome.padStart(3)} ${milliseconds.toFixed(0).padStart(5)} ms${suffix}`;
}

function target({ path, collection, id, action, query, body }: RequestRecord): string {
  if (collection === undefined) {
    return path;
  }
  const search = new URLSearchParams(query).toString();
  return [
    [collection, action === "batch" ? "batch" : id].filter((part) => part !== undefined).join("/"),
    search && `?${search}`,
    action === "batch" ? ` (${operations(body)})` : "",
  ].join("");
}

/** Only what is there: `2 deletes, 3 posts`. */
function operations(body: unknown): string {
  const arrays = Object.entries(body ?? {}).filter(
    (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0,
  );
  return arrays.map(([name, items]) => `${items.length} ${name}`).join(", ") || "nothing";
}
