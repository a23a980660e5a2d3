import { SET_COLLECTIONS as ALL } from "../../../provider/collections/all-collections";

/** Those whose entries are told apart by a pattern: what the campaign passes around are patterns. */
export const SET_COLLECTIONS = ALL.filter(({ key }) => key[0] === "pattern");
