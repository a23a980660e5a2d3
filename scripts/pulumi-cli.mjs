import { pulumiCli } from "./pulumi-cli/pulumi-cli.mjs";
import { main } from "./setup/stop.mjs";

// Answers the folder of a Pulumi CLI that serves, on standard output.
await main(async () => console.log(await pulumiCli()));
