import type { Message } from "../../provider/api/message";
import type { Period } from "../../provider/api/message-client";
import type { Connection } from "../account";
import { withProgress } from "../progress";

/** Facts about the messages that were read. */
export interface ReadMessages {
  readonly count: number;
  /** When the first of them was scanned, RFC 3339. */
  readonly oldest: string | undefined;
}

/** Passes on the messages of the period one by one, and holds one page of them at a time. @throws ApiError */
export async function readMessages(
  { instance, accountId }: Connection,
  period: Period,
  take: (message: Message) => void,
): Promise<ReadMessages> {
  let count = 0;
  let oldest: string | undefined;
  await withProgress("messages", async (tell) => {
    for await (const page of instance.messages(accountId).pages(period)) {
      for (const message of page) {
        take(message);
        if (message.scannedAt !== undefined) oldest = earlier(oldest, message.scannedAt);
      }
      count += page.length;
      tell(count, undefined);
    }
  });
  return { count, oldest };
}

function earlier(one: string | undefined, other: string): string {
  return one !== undefined && Date.parse(one) <= Date.parse(other) ? one : other;
}
