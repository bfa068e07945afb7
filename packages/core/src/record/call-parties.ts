import type { Directory } from "./directory.js";
import { distinct } from "./distinct.js";
import type { CallRecord } from "./record.js";

/** Who is on which side of a call. */
export interface CallParties {
  from: string | undefined;
  to: string | undefined;
  /** The workspace's number. */
  own: string | undefined;
  /** Own number first. */
  participants: string[];
  counterparts: string[];
}

/**
 * Tells the own side from the other by the best evidence there is: `from`/`to`, the sides that new webhooks
 * tell, the workspace's own numbers, and last the order in which v1 and legacy v4 list the two parties.
 */
export function callParties({ fields }: CallRecord, directory: Directory): CallParties {
  const direction = fields.direction?.value;
  const [far, near] =
    direction === "incoming"
      ? [fields.from?.value, fields.to?.value]
      : direction === "outgoing"
        ? [fields.to?.value, fields.from?.value]
        : [];
  const assigned = fields.phoneNumberId && directory.phoneNumber(fields.phoneNumberId.value)?.number;
  const workspace = new Set(distinct([near, assigned, ...(fields.workspaceNumbers?.value ?? [])]));
  const isOwn = (number: string) => workspace.has(number) || directory.isOwnNumber(number);

  // Where a call was forwarded from and to is the agents' business, not the other side, though it may lie outside.
  const forwarding = [fields.forwardedFrom?.value, fields.forwardedTo?.value];
  const external = (fields.externalNumbers?.value ?? []).filter((number) => !forwarding.includes(number));
  const named = new Set(distinct([far, ...external]).filter((number) => !isOwn(number)));
  const listed = distinct([
    ...(fields.participants?.value ?? []),
    fields.from?.value,
    fields.to?.value,
  ]).filter((number) => named.has(number) || !forwarding.includes(number));
  const ownListed = listed.find(isOwn);
  const guessed = workspace.size > 0 || ownListed ? undefined : ownByOrder(listed, named, direction);

  const own = near ?? assigned ?? [...workspace][0] ?? ownListed ?? guessed;
  const sidesKnown = own !== undefined || named.size > 0 || direction !== undefined;
  const counterparts = distinct([...named, ...(sidesKnown ? listed : [])]).filter(
    (number) => !isOwn(number) && number !== guessed,
  );
  // Of a call between two lines of the workspace the other one is nobody to be linked, but it called or was called.
  const colleagues = distinct([...listed, ...workspace]).filter(
    (number) => number !== own && !forwarding.includes(number),
  );
  const other =
    counterparts[0] ?? ((near ?? assigned) && colleagues.length === 1 ? colleagues[0] : undefined);
  const [from, to] = direction === "incoming" ? [other, own] : direction === "outgoing" ? [own, other] : [];
  return {
    from: fields.from?.value ?? from,
    to: fields.to?.value ?? to,
    own,
    participants: distinct([own, ...workspace, ...listed.filter(isOwn), ...counterparts]),
    counterparts,
  };
}

/** Incoming calls are listed `[caller, own]`, outgoing ones `[own, callee]`; a lone number is the other side. */
function ownByOrder(
  listed: readonly string[],
  named: ReadonlySet<string>,
  direction: "incoming" | "outgoing" | undefined,
): string | undefined {
  if (named.size > 0) return listed.find((number) => !named.has(number));
  if (listed.length < 2 || direction === undefined) return undefined;
  return listed[direction === "incoming" ? 1 : 0];
}
