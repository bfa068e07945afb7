/**
 * How soon a change must reach Notion: `critical` at once (an incoming message, a missed call, a voicemail),
 * `standard` after a short window that lets late parts join one write, `low` in batches.
 */
export type Priority = "critical" | "standard" | "low";

const ORDER: Record<Priority, number> = { critical: 0, standard: 1, low: 2 };

/** 0 for the most urgent; for sorting. */
export const priorityOrder = (priority: Priority): number => ORDER[priority];

/** The more urgent of two. */
export const moreUrgent = (a: Priority, b: Priority): Priority => (ORDER[a] <= ORDER[b] ? a : b);
