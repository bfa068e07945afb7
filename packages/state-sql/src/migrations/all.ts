import { initial } from "./001-initial.js";
import type { Migration } from "./migration.js";

/** Every migration, oldest first. */
export const migrations: readonly Migration[] = [initial];
