import type { DatabaseName } from "./setup-options.js";

/** A property to be added. */
export interface PlannedProperty {
  name: string;
  /** Notion's property type. */
  type: string;
  /** Option names that a select starts with. */
  options?: readonly string[];
  /** Of a relation: what the other side is called in the contact database, where Notion shows it too. */
  mirror?: string;
}

/** What a database lacks, and what is done about it. */
export interface DatabasePlan {
  name: DatabaseName;
  /** What it is called if it has yet to be made. */
  title: string;
  /** Absent: it has yet to be made. */
  found?: {
    dataSourceId: string;
    databaseId?: string;
    /** Nobody named it: this connection has made it under the page before. */
    madeEarlier: boolean;
  };
  add: PlannedProperty[];
  /** Properties whose type cannot hold what the mapping puts there: only a person can change them. */
  incompatible: { property: string; found: string; accepted: readonly string[] }[];
  /** Names of views to be made. */
  views: string[];
  /** Why nothing can be done, and what to do about it. */
  problem?: string;
}

/** Plain JSON, fit to be shown before it is applied. */
export interface SetupPlan {
  /** Contacts first. */
  databases: DatabasePlan[];
}

/** Whether there is nothing to do. Incompatible properties and problems are not for the set-up to mend. */
export const isSetUp = ({ databases }: SetupPlan): boolean =>
  databases.every(({ found, add, views }) => found && add.length === 0 && views.length === 0);
