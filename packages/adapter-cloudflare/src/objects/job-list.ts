import type { DuePass, HistoryRequest } from "@openphone-notion/core";

/** A long piece of work, made in slices. Plain JSON. */
export type Job = ({ kind: "import"; request: HistoryRequest } | { kind: "reconcile"; pass: DuePass }) & {
  /** Slices in a row that broke off with an error. */
  failures: number;
};

/** The jobs of an object, at most one of each kind, whose alarm rings as long as there are any. */
export interface JobList {
  /** The next one first. */
  all(): Promise<Job[]>;
  has(kind: Job["kind"]): Promise<boolean>;
  /** Answers whether it was added: not where there is one of its kind. */
  add(job: Job): Promise<boolean>;
  /** Puts `by` last, in the place of `job`. Others may have been added while its slice ran. */
  replace(job: Job, by: Job | undefined): Promise<void>;
  /** Sets the alarm where there is work and none is set. */
  wake(): Promise<void>;
}

const JOBS = "jobs";

export function createJobList(storage: DurableObjectStorage): JobList {
  const all = async () => (await storage.get<Job[]>(JOBS)) ?? [];

  async function wake(): Promise<void> {
    if ((await all()).length === 0 || (await storage.getAlarm()) !== null) return;
    await storage.setAlarm(Date.now());
  }

  return {
    ...{ all, wake },
    has: async (wanted) => (await all()).some(({ kind }) => kind === wanted),
    async add(job) {
      const jobs = await all();
      // Nothing comes between the look and the write: the object waits for its own storage.
      if (jobs.some(({ kind }) => kind === job.kind)) return false;
      await storage.put(JOBS, [...jobs, job]);
      await wake();
      return true;
    },
    async replace(job, by) {
      const others = (await all()).filter(({ kind }) => kind !== job.kind);
      await storage.put(JOBS, by ? [...others, by] : others);
    },
  };
}
