import type { MemoryStateData } from "./memory-state-data.js";

export function claim(
  { roles }: MemoryStateData,
  role: string,
  { owner, leaseMs, now }: { owner: string; leaseMs: number; now: number },
): boolean {
  const held = roles.get(role);
  const ours = held?.owner === owner;
  if (leaseMs <= 0) {
    if (ours) roles.delete(role);
    return false;
  }
  if (held && !ours && held.until > now) return false;
  roles.set(role, { owner, until: Math.max(now + leaseMs, ours ? held.until : 0) });
  return true;
}

export function release({ roles, activities }: MemoryStateData, owner: string): number {
  for (const [role, held] of roles) if (held.owner === owner) roles.delete(role);
  const held = [...activities.values()].filter(
    ({ lease, state }) => lease?.owner === owner && state.dueAt !== undefined,
  );
  for (const activity of held) delete activity.lease;
  return held.length;
}
