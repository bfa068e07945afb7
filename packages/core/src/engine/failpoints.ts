/** The step boundaries of the engine, in the order in which a run may reach them. */
export type Failpoint =
  /** An event is durable; its key has not been sent to the queue yet. */
  | "event.stored"
  /** The lease is held. */
  | "activity.opened"
  | "basics.completed"
  | "media.archived"
  /** A file is announced to Notion, and not sent; then it is there, and nothing shows it. */
  | "upload.created"
  | "upload.done"
  | "canvas.linked"
  /** The intent is written; the request has not left yet. */
  | "create.intended"
  /** Notion has answered; nothing of it is settled yet. */
  | "create.done"
  | "append.intended"
  | "append.done"
  | "update.intended"
  | "update.done"
  /** All is done but the settle, or but the record of the failure. */
  | "activity.settling"
  | "activity.failing"
  | "activity.settled";

/**
 * Called at every step boundary. A test makes a worker die there by a promise that never resolves, or makes
 * time pass; a rejection is a failure of that step.
 */
export type Failpoints = (point: Failpoint) => void | Promise<void>;
