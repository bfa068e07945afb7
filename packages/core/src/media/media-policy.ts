/** Limits of one download. */
export interface MediaPolicy {
  /**
   * Hosts that may be private: exactly `host` for the scheme's own port, or `host:port`; IPv6 in brackets. Public
   * hosts need no entry.
   */
  allowedHosts: readonly string[];
  maxBytes: number;
  maxRedirects: number;
  /** For the whole download, redirects included. */
  timeoutMs: number;
}

/** Public hosts alone, 500 MiB, 10 minutes. */
export const defaultMediaPolicy: MediaPolicy = {
  allowedHosts: [],
  maxBytes: 500 * 1024 * 1024,
  maxRedirects: 5,
  timeoutMs: 10 * 60_000,
};
