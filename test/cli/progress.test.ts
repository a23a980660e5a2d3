import { PassThrough } from "node:stream";
import type { Clock } from "@sinonjs/fake-timers";
import { expect } from "chai";
import { withProgress } from "../../cli/progress";
import { withClock } from "../support/clock";

/** A stream that takes all, and says that it is a terminal. */
function terminal(isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } {
  const stream = new PassThrough();
  const chunks: string[] = [];
  stream.on("data", (chunk) => chunks.push(String(chunk)));
  const ignored = () => true;
  Object.assign(stream, { isTTY, columns: 80, rows: 24, cursorTo: ignored, clearLine: ignored, moveCursor: ignored });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => chunks.join("") };
}

describe("progress", () => {
  const during =
    (clock: Clock) =>
    async (tell: (done: number, total: number | undefined) => void): Promise<string> => {
      tell(1_000, 2_500);
      await clock.tickAsync(200);
      tell(2_500, undefined);
      return "result";
    };

  it("is shown on a terminal, and the result is passed on", () =>
    withClock(async (clock) => {
      const { stream, text } = terminal(true);
      expect(await withProgress("allow policies", during(clock), stream)).to.equal("result");
      expect(text()).to.contain("allow policies [").and.contain("1000/2500");
    }));

  it("writes nothing where there is no terminal", () =>
    withClock(async (clock) => {
      const { stream, text } = terminal(false);
      expect(await withProgress("allow policies", during(clock), stream)).to.equal("result");
      expect(text()).to.equal("");
    }));

  it("ends with the work when that fails", async () => {
    const { stream } = terminal(true);
    const failure = await withProgress("allow policies", () => Promise.reject(new Error("refused")), stream).catch(
      String,
    );
    expect(failure).to.equal("Error: refused");
  });
});
