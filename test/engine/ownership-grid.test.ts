import { playOnEngine } from "../faults/support/grid";
import { useEngine } from "./support/engine";

/** A sample of `npm run faults -- --grid`. */
describe("what resources own, in each way in which the engine is asked:", () => {
  useEngine();

  it("an exclusive set leaves alone what another resource has, one resource at a time and with a refresh", () =>
    playOnEngine("what an exclusive set was shown of another resource stays, also where that is asked only after it", {
      parallel: 1,
      refresh: true,
    }));

  it("a new resource adopts what an old one leaves, many resources at a time and with a refresh", () =>
    playOnEngine("a new resource that the old one waits for adopts what it leaves", { parallel: 64, refresh: true }));
});
