import { SingleBar } from "cli-progress";

/**
 * Shows on a terminal how far the work is, and takes it away at the end. Nothing where the stream is no terminal.
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
