import type { PhoneNumber } from "./activity.js";
import { defined } from "./defined.js";
import type { Directory } from "./directory.js";

/** The workspace's number of an activity: as the directory knows it, else the own number that was seen. */
export function workspacePhoneNumber(
  id: string | undefined,
  own: string | undefined,
  directory: Directory,
): PhoneNumber {
  const known = id === undefined ? undefined : directory.phoneNumber(id);
  return defined({ id, number: known?.number ?? own, name: known?.name });
}
