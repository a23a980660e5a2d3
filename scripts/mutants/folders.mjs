const ALL_TABLES = [
  "allow-policy",
  "block-sender",
  "content-policy",
  "domain",
  "impersonation-registry-entry",
  "sending-domain-restriction",
  "trusted-domain",
  "url-ignore-pattern",
];

const tests = (...folders) => folders.map((folder) => `test/${folder}/**/*.test.ts`);

/** The tests that are asked whether they notice a defect in the folder, the quickest first: none starts a process or the engine. */
export const folders = {
  "provider/api": tests("api", "run"),
  "provider/run": tests("run", "lifecycle"),
  "provider/config": tests("config"),
  "provider/collections": [...tests("collections"), "test/fields/tables.test.ts"],
  "provider/fields": tests("collections", "fields"),
  "provider/advice": tests("advice"),
  "provider/functions": tests("functions"),
  "provider/lifecycle": tests("lifecycle"),
  "provider/resources": tests("resources"),
  emulator: tests("emulator"),
  cli: tests("cli"),
};

/**
 * Data, of which each defect costs a new process: tables, whose every name and bound the generated pages of docs/ hold, and
 * samples, of which no single one decides anything. What reads them is tried.
 */
export const tables = [
  ...ALL_TABLES.map((name) => `provider/collections/${name}.ts`),
  "provider/advice/free-mail.ts",
  "provider/advice/ordinary-samples.ts",
];

/** Of these folders: what starts processes or plays at random. */
export const slow = [
  "test/cli/import-compiles.test.ts",
  "test/cli/process.test.ts",
  "test/emulator/python-sdk.test.ts",
  "test/lifecycle/ownership-campaign.test.ts",
  "test/lifecycle/set-size.test.ts",
  "test/resources/editor.test.ts",
  "test/resources/stack-trace.test.ts",
];
