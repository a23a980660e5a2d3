import pc from "picocolors";

/** Colours on a terminal, and where FORCE_COLOR asks for them; none elsewhere, and none where NO_COLOR is set. */
export const colours = process.stdout.isTTY || process.env.FORCE_COLOR !== undefined ? pc : pc.createColors(false);
