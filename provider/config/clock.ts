/** The clock that this package goes by, in milliseconds since 1970; tests set it. */
export const clock = { now: (): number => Date.now() };
