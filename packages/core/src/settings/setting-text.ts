import * as z from "zod";

/** An http(s) URL without a slash at its end. */
export const urlSetting = (holds: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), { error: holds })
    .transform((text) => text.replace(/\/+$/, ""));

export const secretSetting = (holds: string) =>
  z.string({ error: holds }).regex(/^[\x21-\x7e]+$/, { error: holds });

/** A whole number from `min` to `max`. */
export const wholeSetting = (holds: string, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: holds })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: holds });

/** Items separated by commas. */
export const listSetting = z.lazy(() =>
  z.string().transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  ),
);

export const onOffSetting = z.lazy(() =>
  z.enum(["on", "off"], { error: "on or off" }).transform((value) => value === "on"),
);

/** A number, or a yes or no, as the text that its variable would hold; text itself, as JavaScript may give it, stays. */
export function settingText(value: number | boolean | string | undefined): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  return typeof value === "number" ? String(value) : value ? "on" : "off";
}
