import type { Assumptions } from "./assumptions";
import { byTime } from "./mailbox";
import type { Message } from "./message";
import type { MessageQuery } from "./message-query";

/** The `result_info` of the list of messages. */
export interface MessageInfo {
  readonly count: number;
  readonly per_page: number;
  /** The cursor of the next page; absent on the last. */
  readonly next?: string;
  readonly page?: number;
  readonly total_count?: number;
}

/**
 * One page of the messages that match.
 * @param messages oldest first
 * @returns `undefined` if the cursor is not valid
 */
export function messagePage(
  messages: readonly Message[],
  { start, end, perPage, cursor, page, matches }: MessageQuery,
  assumptions: Assumptions,
): { page: Message[]; info: MessageInfo } | undefined {
  const sign = assumptions.messageOrder === "newest-first" ? -1 : 1;
  const after = cursor === undefined ? undefined : readCursor(cursor);
  if (cursor !== undefined && after === undefined) return undefined;
  const isSought = (message: Message): boolean =>
    message.scannedAt >= start && message.scannedAt <= end && matches(message);

  let skip = cursor === undefined && page !== undefined ? (page - 1) * perPage : 0;
  const found: Message[] = [];
  for (let at = firstAfter(messages, after, sign); found.length <= perPage; at += sign) {
    const message = messages[at];
    if (message === undefined) break;
    if (!isSought(message)) continue;
    if (skip > 0) skip -= 1;
    else found.push(message);
  }
  const last = found.length > perPage ? found[perPage - 1] : undefined;
  const shown = found.slice(0, perPage);
  return {
    page: shown,
    info: {
      count: shown.length,
      per_page: perPage,
      ...(last && { next: writeCursor(last) }),
      ...(page !== undefined && { page, total_count: messages.filter(isSought).length }),
    },
  };
}

type Place = Pick<Message, "scannedAt" | "id">;

/** The index of the first message after the place, in the direction. */
function firstAfter(messages: readonly Message[], place: Place | undefined, sign: 1 | -1): number {
  if (place === undefined) return sign === 1 ? 0 : messages.length - 1;
  let low = 0;
  let high = messages.length;
  // The first message that is not before the place or, upwards, the first after it.
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = byTime(messages[middle] as Message, place);
    if (order < 0 || (order === 0 && sign === 1)) low = middle + 1;
    else high = middle;
  }
  return sign === 1 ? low : low - 1;
}

function writeCursor({ scannedAt, id }: Place): string {
  return Buffer.from(JSON.stringify([scannedAt, id])).toString("base64url");
}

function readCursor(text: string): Place | undefined {
  try {
    const [scannedAt, id] = JSON.parse(Buffer.from(text, "base64url").toString()) as unknown[];
    return typeof scannedAt === "number" && typeof id === "string" ? { scannedAt, id } : undefined;
  } catch {
    return undefined;
  }
}
