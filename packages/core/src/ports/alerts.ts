/** Something a person must look at. Free of personal data. */
export interface Alert {
  /** A `SyncErrorCode`. */
  code: string;
  /** What happened and what to do. */
  message: string;
  /** The activity concerned, where it is one. */
  key?: string;
}

/** Where alerts go: a chat webhook, a mail. Must not throw and must not delay its caller. */
export interface Alerts {
  raise(alert: Alert): void;
}

export const noAlerts: Alerts = { raise() {} };
