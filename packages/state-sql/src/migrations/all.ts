import { initial } from "./001-initial.js";
import { importsAndRoles } from "./002-imports-and-roles.js";
import { canvasIndex } from "./003-canvas-index.js";
import { identifiersOfEvents } from "./004-identifiers-of-events.js";
import type { Migration } from "./migration.js";

/** Every migration, oldest first. */
export const migrations: readonly Migration[] = [initial, importsAndRoles, canvasIndex, identifiersOfEvents];
