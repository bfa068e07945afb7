import type { SqlStatement } from "./sql-driver.js";

/** Whether it changes nothing, as Kysely writes it. */
export const isSelect = ({ sql }: SqlStatement): boolean => sql.startsWith("select ");
