export const heading = (title: string): void => console.log(`\n${title}`);

export const row = (name: string, value: string): void => console.log(`  ${name.padEnd(46)} ${value}`);

/** `12,345.6` */
export const figure = (value: number, decimals = 0): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
