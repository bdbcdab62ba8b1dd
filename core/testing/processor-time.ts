const spentMs = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

/** Processor time in ms that this thread spends in `work`. Unlike the clock, a busy machine hardly adds to it. */
export const threadTimeMs = (work: () => void): number => {
  const before = process.threadCpuUsage();
  work();
  return spentMs(process.threadCpuUsage(before));
};

/** Processor time in ms that all threads of this process have spent so far: the work of its workers counts, waiting does not. */
export const processTimeMs = (): number => spentMs(process.cpuUsage());
