import type { Content } from "./content";
import { filterEntries } from "./filter-entry";
import { generateMail, type MailOptions } from "./mail-generator";
import { complete, type WireMessage } from "./message";

/** The messages of the accounts, to read and change directly. They are lost at the end, even with a `state` file. */
export interface MessageContent {
  /** All messages of the account as they are kept, oldest first, with everything that the API may leave out. */
  list(account?: string): WireMessage[];
  /**
   * Adds messages, given with the API's names. Missing values are filled in: an id, the time, empty lists.
   * @throws Error when one is no object, or its `scanned_at` no time
   */
  insert(messages: WireMessage | readonly WireMessage[], account?: string): void;
  /** Adds generated mail for the entries that exist now. */
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
