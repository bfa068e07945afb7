import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress, SyncError } from "@openphone-notion/core";

type LookupAll = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export const privateAddress = () =>
  new SyncError(
    "media_refused",
    "A media host resolves to a private address; if that is meant, name it in allowedHosts.",
    { retry: "never" },
  );

/**
 * A name lookup for connections that gives public addresses only. The check is made on the very addresses that
 * are connected to, so a name that answers differently the second time gains nothing.
 */
export const publicLookup =
  (lookupAll: LookupAll = lookup): LookupFunction =>
  (hostname, options, callback) => {
    lookupAll(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const usable = addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = usable;
      if (!first) return callback(privateAddress(), []);
      if (options.all) callback(null, usable);
      else callback(null, first.address, first.family);
    });
  };
