/** Counts what is under way, so that slow downloads never hold every worker. */
export interface Slots {
  /** Takes a slot, if one is free. */
  take(): boolean;
  give(): void;
}

export function createSlots(limit: number): Slots {
  let taken = 0;
  return {
    take() {
      if (taken >= limit) return false;
      taken++;
      return true;
    },
    give() {
      taken--;
    },
  };
}
