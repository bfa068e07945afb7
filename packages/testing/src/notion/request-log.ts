/** What a request was, for the counts. */
export type CountedAs =
  | "queries"
  | "creates"
  | "updates"
  | "appends"
  | "reads"
  | "blockWrites"
  | "schemaReads"
  | "schemaWrites"
  | "uploads"
  | "comments"
  | "searches";

/** How many requests came in, in all and by kind, whatever they were answered with. */
export type RequestCounts = { readonly requests: number } & { readonly [Kind in CountedAs]: number };

/** One request that came in. */
export interface LoggedRequest {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** `null` while it is not answered, and for good when the connection broke or the caller went away. */
  readonly status: number | null;
  /** When it arrived, in epoch milliseconds. */
  readonly at: number;
}

export interface RequestLog {
  readonly requests: readonly LoggedRequest[];
  counts(): RequestCounts;
  /** Notes a request; call the result with the status of its answer. */
  open(request: Omit<LoggedRequest, "status">, countedAs: CountedAs | undefined): (status: number) => void;
}

export function createRequestLog(): RequestLog {
  const requests: { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] }[] = [];
  const counts = {
    requests: 0,
    queries: 0,
    creates: 0,
    updates: 0,
    appends: 0,
    reads: 0,
    blockWrites: 0,
    schemaReads: 0,
    schemaWrites: 0,
    uploads: 0,
    comments: 0,
    searches: 0,
  };
  return {
    requests,
    counts: () => ({ ...counts }),
    open(request, countedAs) {
      const entry = { ...request, status: null as number | null };
      requests.push(entry);
      counts.requests += 1;
      if (countedAs) counts[countedAs] += 1;
      return (status) => {
        entry.status = status;
      };
    },
  };
}
