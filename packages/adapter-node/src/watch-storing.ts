import { type Ingest, toSyncError } from "@openphone-notion/core";

/** `ingest`, and whether what it was last to store could be stored. */
export interface WatchedIngest {
  ingest: Ingest;
  /** `false` from a delivery that the state store has not taken, until it takes one. */
  readonly isStoring: boolean;
}

/**
 * A database on a full disk can be read, so that whoever only reads calls it healthy. Whether it can be written, the
 * deliveries tell, which come again until they are stored.
 */
export function watchStoring(ingest: Ingest): WatchedIngest {
  let isStoring = true;
  return {
    async ingest(delivery) {
      try {
        const receipt = await ingest(delivery);
        // A duplicate is found by reading.
        if (receipt.status !== "duplicate") isStoring = true;
        return receipt;
      } catch (error) {
        if (toSyncError(error).code === "store_unavailable") isStoring = false;
        throw error;
      }
    },
    get isStoring() {
      return isStoring;
    },
  };
}
