import { type CountryCode, isSupportedCountry } from "libphonenumber-js/min";
import { SyncError } from "../sync-error.js";

export type { CountryCode };

/** A configured country as its ISO 3166 code (`US`, `GB`), in either case. Others are refused: they would match nobody. */
export function countryCode(text: string): CountryCode {
  const code = text.trim().toUpperCase();
  if (isSupportedCountry(code)) return code;
  throw new SyncError(
    "invalid_configuration",
    `"${text}" is no two-letter country code; the default country is one like US or GB.`,
    { retry: "never" },
  );
}
