import type { Content } from "./content";
import { filterEntries } from "./filter-entry";
import { generateMail, type MailOptions } from "./mail-generator";
import { complete, type WireMessage } from "./message";

/** The messages of the accounts, read and changed directly. They are forgotten at the end, whatever `state` is. */
export interface MessageContent {
  /** All messages of the account as they are kept, oldest first: nothing of them is left out as the API may do. */
  list(account?: string): WireMessage[];
  /**
   * Adds messages given by their wire names. What is missing is filled: an id, the time, empty lists.
   * @throws Error when one is no object, or its `scanned_at` no time
   */
  insert(messages: WireMessage | readonly WireMessage[], account?: string): void;
  /** Adds mail that is made up for the entries that are there now. */
  generate(options?: MailOptions, account?: string): void;
  clear(account?: string): void;
}

export function accessMessages(content: Content, firstAccount: () => string): MessageContent {
  const insert: MessageContent["insert"] = (messages, account = firstAccount()) =>
    content.mailbox(account).add([messages].flat().map(complete));
  return {
    list: (account = firstAccount()) =>
      content
        .mailbox(account)
        .list()
        .map(({ wire }) => wire),
    insert,
    generate: (options, account = firstAccount()) =>
      insert(generateMail(filterEntries(content, account), options), account),
    clear: (account = firstAccount()) => content.mailbox(account).clear(),
  };
}
