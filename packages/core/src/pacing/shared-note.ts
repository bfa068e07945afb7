/** A small text that several processes change by turns, e.g. a row of a database. */
export interface SharedNote {
  read(): Promise<{ text?: string; version: number }>;
  /** Writes it if nobody has since `version` was read; answers whether. */
  write(text: string, version: number): Promise<boolean>;
}
