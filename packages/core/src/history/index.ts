export { createHistory, type HistoryOptions } from "./create-history.js";
export type { HistoryParts, ReconcileParts } from "./history-parts.js";
export type { ImportCounts, ImportProgress } from "./import-progress.js";
export { type HistoryRequest, rangeOf } from "./import-request.js";
export type { Difference, DifferenceKind, ReconcileCounts, ReconcileReport } from "./reconcile-report.js";
export {
  type NextPass,
  nextPass,
  type PastPasses,
  passEnded,
  readPasses,
} from "./reconcile-schedule.js";
export {
  type RecoverCounts,
  type RecoverParts,
  type RecoverRequest,
  recoverDeliveries,
} from "./recover-deliveries.js";
export { type ImportOptions, type ImportOutcome, type ImportRequest, runImport } from "./run-import.js";
export {
  type ReconcileOptions,
  type ReconcileOutcome,
  type ReconcileRequest,
  runReconcile,
} from "./run-reconcile.js";
export { spreadLow } from "./spread-low.js";
