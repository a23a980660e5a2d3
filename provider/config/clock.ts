/** The clock of this package, in milliseconds since 1970; tests set it. */
export const clock = { now: (): number => Date.now() };
