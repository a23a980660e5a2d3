const tasks: (() => unknown)[] = [];

/** Runs the task when the current test has ended, or fails. */
export function afterwards(task: () => unknown): void {
  tasks.push(task);
}

/** A root hook of every file. A hook that a helper registers when it is loaded is one of the first file alone that loads it. */
export const mochaHooks = {
  async afterEach(): Promise<void> {
    await Promise.all(tasks.splice(0).map((task) => task()));
  },
};
