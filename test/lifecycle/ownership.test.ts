import { startEmulator } from "../../emulator";
import { failureOf } from "../support/failure";
import { defects } from "./ownership-defects";
import { scenarios } from "./ownership-scenarios";
import { Stack, type Lifecycle } from "./stack";

async function play(
  { rejectsDuplicates, run }: (typeof scenarios)[string],
  plant?: (whole: Lifecycle) => Lifecycle,
): Promise<void> {
  const api = await startEmulator(rejectsDuplicates ? { assume: { duplicates: "rejected" } } : {});
  try {
    await run(new Stack(api, plant), api);
  } finally {
    await api.close();
  }
}

describe("what resources own:", () => {
  for (const [title, scenario] of Object.entries(scenarios)) {
    it(title, () => play(scenario));
  }

  for (const [defect, { by, into, plant }] of Object.entries(defects)) {
    it(`${defect} is found`, async () => {
      const takeOut = into?.();
      try {
        await failureOf(play(scenarios[by] as (typeof scenarios)[string], plant));
      } finally {
        takeOut?.();
      }
    });
  }
});
