import { defaultMapping, defineMapping, number, select } from "@openphone-notion/core";

/** The default columns, and two of our own. */
export const mapping = defineMapping({
  ...defaultMapping,
  calls: {
    ...defaultMapping.calls,
    Minutes: number((call) => Math.ceil(call.durationSeconds / 60)),
    Team: select((call) => call.phoneNumber.name),
  },
});
