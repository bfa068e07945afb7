/** Whether deliveries to both arrive at one place, however they are spelled: a host in capitals, a port that goes without saying. */
export const isSameUrl = (one: string, other: string): boolean =>
  one === other || (URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href);
