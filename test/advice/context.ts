import type { AdviceContext } from "../../provider/advice/advice-rules";

/** What advice on an entry by itself needs to know, at one moment of a day that is nobody's today. */
export const contextOf = (ownDomains: readonly string[] = []): AdviceContext => ({
  ownDomains,
  requireExpiry: false,
  endsSoonDays: 14,
  now: Date.parse("2030-06-15T12:00:00Z"),
});
