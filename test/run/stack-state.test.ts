import { existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { ANSWER, askForState, questionFolder, type StateEntry } from "../../provider/run/stack-state";
import { runFolder } from "../../provider/run/run-folder";
import { withClock } from "../support/clock";
import { endOfProcess, useTemporaryFolder } from "../support/temporary";

const RUN = "127.0.0.1:4711";
const STATE: readonly StateEntry[] = [["allow_policies", "account", { id: "a" }]];

describe("the question what the stack's state has", () => {
  useTemporaryFolder();
  let end: ReturnType<typeof endOfProcess>;
  beforeEach(() => {
    end = endOfProcess();
  });
  afterEach(() => end.now());

  const question = () => join(questionFolder(RUN), `${process.pid}.ask`);
  const answer = (text: string) => {
    mkdirSync(questionFolder(RUN), { recursive: true });
    writeFileSync(join(questionFolder(RUN), ANSWER), text);
  };

  it("lies where the program of the run looks for it, for this user alone, and is answered there", () =>
    withClock(async (clock) => {
      let state: readonly StateEntry[] | undefined;
      void askForState(RUN).then((known) => (state = known));
      expect(existsSync(question())).to.equal(true);
      if (process.platform !== "win32") expect(lstatSync(question()).mode & 0o777).to.equal(0o600);
      await clock.tickAsync(3_000);
      expect(state).to.equal(undefined);
      answer(JSON.stringify(STATE));
      await clock.tickAsync(100);
      expect(state).to.deep.equal(STATE);
    }));

  it("is apart from the ledgers of the run, and from the questions of other runs", () => {
    expect(questionFolder(RUN)).not.to.equal(runFolder(RUN));
    expect(questionFolder(RUN)).not.to.equal(questionFolder("127.0.0.1:4712"));
  });

  it("has no answer where the program gives none in five seconds, or one that cannot be read", () =>
    withClock(async (clock) => {
      for (const said of [undefined, "{"]) {
        if (said !== undefined) answer(said);
        let state: readonly StateEntry[] | undefined;
        const from = clock.now;
        let tookMs = 0;
        void askForState(RUN).then((known) => {
          state = known;
          tookMs = clock.now - from;
        });
        await clock.tickAsync(6_000);
        expect(state).to.deep.equal([]);
        expect(tookMs).to.be.at.most(5_000);
        if (said === undefined) expect(tookMs).to.be.at.least(4_900);
      }
    }));

  it("has none where the folder for temporary files cannot be used, or the question not be laid down", async () => {
    mkdirSync(question(), { recursive: true });
    expect(await askForState(RUN)).to.deep.equal([]);
    const file = join(tmpdir(), "file");
    writeFileSync(file, "");
    process.env.TMPDIR = file;
    expect(await askForState(RUN)).to.deep.equal([]);
  });

  it("is taken away with its answer when the process ends", async () => {
    answer("[]");
    expect(await askForState(RUN)).to.deep.equal([]);
    expect(readdirSync(questionFolder(RUN))).to.have.length(2);
    end.now();
    expect(existsSync(dirname(questionFolder(RUN)))).to.equal(false);
  });
});
