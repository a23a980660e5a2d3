import pc from "picocolors";

/** Colours on a terminal, or if FORCE_COLOR is set; never if NO_COLOR is set. */
export function colours(): ReturnType<typeof pc.createColors> {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  const isTerminal = process.stdout.isTTY && TERM !== "dumb";
  return pc.createColors(!NO_COLOR && (isTerminal || Boolean(FORCE_COLOR)));
}
