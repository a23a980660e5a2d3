import { SingleBar } from "cli-progress";

/** Says of each account how it ended, one after the other; on a terminal above a bar that names those at work. */
export function progress(total: number) {
  const working = new Set<string>();
  let ended = 0;
  // Shows nothing where standard error is no terminal.
  const bar = new SingleBar({
    format: "{bar} {value}/{total} accounts {working}",
    barsize: 30,
    clearOnComplete: true,
    gracefulExit: false,
  });
  const names = () => ({ working: [...working].join(", ") });
  bar.start(total, ended, names());
  return {
    begin(name: string) {
      working.add(name);
      bar.update(names());
    },
    end(name: string, ok: boolean, [first = "", ...more]: readonly string[]) {
      working.delete(name);
      bar.stop();
      console.error(
        [`${ok ? "done  " : "FAILED"}  ${name}: ${first}`, ...more.map((line) => `        ${line}`)].join("\n"),
      );
      bar.start(total, ++ended, names());
    },
    close: () => bar.stop(),
  };
}
