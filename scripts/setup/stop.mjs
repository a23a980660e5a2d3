/** A reason to end that a sentence explains: shown without a stack trace. */
export class Stop extends Error {}

/** Progress goes to standard error, so that a script can answer on standard output. */
export const say = (line) => process.stderr.write(`${line}\n`);

/** Runs a script. A `Stop` becomes its sentence and exit code 1, whatever is still open. */
export async function main(script) {
  try {
    await script();
  } catch (error) {
    say(error instanceof Stop ? error.message : error.stack);
    process.exit(1);
  }
}
