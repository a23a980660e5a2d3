import { install, type Clock, type FakeMethod } from "@sinonjs/fake-timers";

let installed: Clock | undefined;

/** Runs the test with a clock that moves only where the test says so. What is due in the same turn of the event loop is not held. */
export function withClock(test: (clock: Clock) => Promise<void>): Promise<void> {
  return withTime(["Date", "performance", "setTimeout", "clearTimeout"], test);
}

/** The same, but timers go on as ever, so that requests may be made. */
export function withDate(test: (clock: Clock) => Promise<void>): Promise<void> {
  return withTime(["Date"], test);
}

async function withTime(toFake: FakeMethod[], test: (clock: Clock) => Promise<void>): Promise<void> {
  // A test before that hung and was given up has left its own.
  installed?.uninstall();
  const clock = install({ now: Date.UTC(2026, 0, 1), toFake });
  installed = clock;
  try {
    await test(clock);
  } finally {
    clock.uninstall();
    installed = undefined;
  }
}
