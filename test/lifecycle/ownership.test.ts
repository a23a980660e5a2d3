import { startEmulator } from "../../emulator";
import { scenarios } from "./ownership-scenarios";
import { Stack } from "./stack";

async function play({ rejectsDuplicates, run }: (typeof scenarios)[string]): Promise<void> {
  const api = await startEmulator(rejectsDuplicates ? { assume: { duplicates: "rejected" } } : {});
  try {
    await run(new Stack(api), api);
  } finally {
    await api.close();
  }
}

describe("what resources own:", () => {
  for (const [title, scenario] of Object.entries(scenarios)) {
    it(title, () => play(scenario));
  }
});
