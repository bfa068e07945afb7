import type { Directory } from "./directory.js";
import { distinct } from "./distinct.js";
import type { MessageRecord } from "./record.js";

/** Who is on which side of a message. */
export interface MessageParties {
  /** The workspace's number. */
  own: string | undefined;
  counterparts: string[];
}

/**
 * Tells the own number from the others. Of an incoming group message whose own number nobody knows, only the
 * sender is surely a counterpart.
 */
export function messageParties({ fields }: MessageRecord, directory: Directory): MessageParties {
  const direction = fields.direction?.value;
  const from = fields.from?.value;
  const to = distinct(fields.to?.value ?? []);
  const assigned = fields.phoneNumberId && directory.phoneNumber(fields.phoneNumberId.value)?.number;
  const near =
    direction === "outgoing" ? from : direction === "incoming" && to.length === 1 ? to[0] : undefined;
  const isOwn = (number: string) => number === near || number === assigned || directory.isOwnNumber(number);

  const everyone = distinct([from, ...to]);
  const own = near ?? assigned ?? everyone.find(isOwn);
  const others = everyone.filter((number) => !isOwn(number));
  if (own !== undefined) return { own, counterparts: others };
  return { own, counterparts: direction === "incoming" ? others.filter((number) => number === from) : [] };
}
