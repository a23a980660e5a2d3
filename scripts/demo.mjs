import util from "node:util";
import { expect, openStage } from "./demo/stage.mjs";
import { pulumiCli } from "./pulumi-cli/pulumi-cli.mjs";
import { prepare } from "./setup/checkout.mjs";
import { main, Stop } from "./setup/stop.mjs";

/** What examples/quickstart declares: each pattern with what is true of it. */
const policies = ["198.51.100.7 is_acceptable_sender", "acme-freight.example is_trusted_sender verify_sender"];
const domains = ["exarnple-media.example is_similarity", "globex-summit.example is_recent"];
const flags = ["is_trusted_sender", "is_acceptable_sender", "verify_sender", "is_recent", "is_similarity"];

await main(async () => {
  const started = Date.now();
  const port = portAsked();
  await prepare();
  const stage = await openStage(await pulumiCli(), port);
  await tell(stage);
  await stage.close();
  say(`All as expected, in ${Math.round((Date.now() - started) / 1000)} s.`);
});

async function tell({ api, pulumi, requests, resources }) {
  const entries = (collection) =>
    api
      .content(collection)
      .list()
      .map((entry) => [entry.pattern, ...flags.filter((flag) => entry[flag])].join(" "))
      .sort();
  const acme = () =>
    api
      .content("allow_policies")
      .list()
      .find(({ pattern }) => pattern === "acme-freight.example");

  say(`The local API listens on ${api.baseUrl}. A preview says what an up would do, and sends nothing.`);
  await pulumi("preview");
  expect("requests of the preview", requests(), []);

  say("An up makes two allow policies and two trusted domains.");
  await pulumi("up", "--yes", "--skip-preview");
  expect("allow policies after the up", entries("allow_policies"), policies);
  expect("trusted domains after the up", entries("trusted_domains"), domains);

  say("A second up has nothing to do, and sends nothing.");
  await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
  expect("requests of the second up", requests(), []);

  say("Behind Pulumi's back somebody turns sender verification off for acme-freight. A refresh finds it.");
  api.content("allow_policies").change(acme().id, { verify_sender: false });
  await pulumi("refresh", "--yes", "--skip-preview", "--diff");
  const refreshed = (await resources()).find(({ urn }) => urn.endsWith("::acme-freight"));
  expect("verifySender of acme-freight in the state", refreshed?.inputs.verifySender, false);

  say("The next up heals it, with one request.");
  await pulumi("up", "--yes", "--skip-preview", "--diff");
  expect("requests of the healing up", requests(), ["PATCH allow_policies"]);
  expect("verify_sender of acme-freight", acme().verify_sender, true);

  say("A destroy removes everything again.");
  await pulumi("destroy", "--yes", "--skip-preview");
  expect("allow policies after the destroy", entries("allow_policies"), []);
  expect("trusted domains after the destroy", entries("trusted_domains"), []);
  expect("resources in the state", await resources(), []);
}

function say(line) {
  const bold = (text) => (process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text);
  console.log(`\n${bold(line)}`);
}

/** The local API listens on any free port unless `--port` names one. */
function portAsked() {
  try {
    const { values } = util.parseArgs({ options: { port: { type: "string", default: "0" } } });
    return Number(values.port);
  } catch (error) {
    throw new Stop(`${error.message}\nUsage: npm run demo [-- --port <port>]`);
  }
}
