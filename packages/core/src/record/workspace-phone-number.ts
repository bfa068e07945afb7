import type { PhoneNumber } from "./activity.js";
import { defined } from "./defined.js";
import type { Directory } from "./directory.js";

/** The workspace's number of an activity: as the directory knows it, else the own number that was seen. */
export function workspacePhoneNumber(
  id: string | undefined,
  own: string | undefined,
  directory: Directory,
): PhoneNumber {
  const asked = id ?? own;
  const known = asked === undefined ? undefined : directory.phoneNumber(asked);
  return defined({ id: id ?? known?.id, number: known?.number ?? own, name: known?.name });
}
