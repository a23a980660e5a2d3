/** The properties of an entry as it is in Cloudflare: all but the note have a value, and old entries one that is no longer taken. */
export type Complete<Inputs extends { comments?: string }> = {
  [Name in keyof Inputs as Exclude<Name, "comments">]-?: Name extends "patternType"
    ? Inputs[Name] | "UNKNOWN"
    : Inputs[Name];
} & Pick<Inputs, "comments">;
