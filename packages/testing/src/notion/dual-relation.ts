import { type DataSource, findProperty, newProperty, type Property } from "./schema.js";
import { findDataSource, type Workspace } from "./workspace.js";

/**
 * Ties a relation to the property that mirrors it on the other side, and adds that property where it is missing.
 * Writing either one then fills the other.
 */
export function makeDual(
  workspace: Workspace,
  owner: DataSource,
  property: Property,
  mirrorName: string,
): void {
  const relation = property.relation!;
  const target = findDataSource(workspace, relation.dataSourceId);
  let mirror = findProperty(target, mirrorName);
  if (!mirror) {
    mirror = newProperty(workspace, {
      name: mirrorName,
      type: "relation",
      relation: { dataSourceId: owner.id },
    });
    target.properties.push(mirror);
  }
  if (mirror.relation?.dataSourceId !== owner.id) {
    throw new Error(
      `fakeNotion: "${mirrorName}" of "${target.name}" is not a relation back to "${owner.name}".`,
    );
  }
  relation.dualPropertyId = mirror.id;
  mirror.relation.dualPropertyId = property.id;
}
