/** The event types that a webhook of the dated surface can subscribe to. */
export const WEBHOOK_EVENTS: readonly string[] = [
  ...["received", "delivered", "failed", "undelivered"].map((name) => `message.${name}`),
  ...["ringing", "answered", "completed", "missed", "forwarded", "menu.selected"].map(
    (name) => `call.${name}`,
  ),
  ...["recording", "summary", "transcript", "voicemail"].map((name) => `call.${name}.completed`),
  ...["updated", "deleted"].map((name) => `contact.${name}`),
  ...["created", "updated", "deleted", "completed", "reopened", "assigned", "unassigned", "overdue"].map(
    (name) => `task.${name}`,
  ),
  ...["linked", "unlinked", "duedate.updated", "duedate.removed"].map((name) => `task.${name}`),
];
