import { SingleBar } from "cli-progress";

/**
 * Shows progress on a terminal, and removes it at the end. Shows nothing if the stream is not a terminal.
 * @param stream - default: standard error, so that standard output holds the result alone
 */
export async function withProgress<T>(
  title: string,
  work: (tell: (done: number, total: number | undefined) => void) => Promise<T>,
  stream: NodeJS.WriteStream = process.stderr,
): Promise<T> {
  const format = `${title} [{bar}] {value}/{total}`;
  const bar = new SingleBar({ format, stream, clearOnComplete: true, hideCursor: true, barsize: 30 });
  bar.start(0, 0);
  try {
    return await work((done, total = done) => {
      bar.setTotal(total);
      bar.update(done);
    });
  } finally {
    bar.stop();
  }
}
