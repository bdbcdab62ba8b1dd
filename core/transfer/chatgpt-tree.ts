import { isRecord, textOf } from "./draft.ts";

export interface ExportedNode {
  readonly id: string;
  readonly message: Readonly<Record<string, unknown>> | null;
  readonly children: string[];
}

/** A node in the order of reading, every parent before its children. */
export interface VisitedNode {
  readonly node: ExportedNode;
  readonly parentId: string | null;
}

/**
 * Puts the nodes of a `mapping` in order, each exactly once. A node's `parent` counts; where it names none that exists, a list of children
 * that names the node does. A circle is cut open at its first node.
 */
export const orderNodes = (mapping: Readonly<Record<string, unknown>>): { readonly nodes: VisitedNode[]; readonly circles: number } => {
  const found = new Map<string, { readonly node: ExportedNode; readonly wished: readonly string[]; parentId: string | null }>();
  for (const [id, value] of Object.entries(mapping)) {
    if (!isRecord(value)) continue;
    const wished = Array.isArray(value["children"]) ? value["children"].filter((child) => typeof child === "string") : [];
    const message = isRecord(value["message"]) ? value["message"] : null;
    found.set(id, { node: { id, message, children: [] }, wished, parentId: textOf(value["parent"]) || null });
  }
  for (const [id, { wished }] of found)
    for (const childId of wished) {
      const child = found.get(childId);
      if (child !== undefined && (child.parentId === null || !found.has(child.parentId))) child.parentId = id;
    }
  // In the order of the parent's own list first, then as they come.
  for (const [id, { node, wished }] of found)
    for (const childId of new Set(wished)) if (found.get(childId)?.parentId === id) node.children.push(childId);
  for (const [id, { parentId }] of found) {
    const parent = parentId === null ? undefined : found.get(parentId);
    if (parent !== undefined && !parent.wished.includes(id)) parent.node.children.push(id);
  }

  const nodes: VisitedNode[] = [];
  const visited = new Set<string>();
  const visitFrom = (rootId: string) => {
    const waiting: { readonly id: string; readonly parentId: string | null }[] = [{ id: rootId, parentId: null }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const entry = found.get(next.id);
      if (entry === undefined || visited.has(next.id)) continue;
      visited.add(next.id);
      nodes.push({ node: entry.node, parentId: next.parentId });
      for (const childId of entry.node.children.toReversed()) waiting.push({ id: childId, parentId: next.id });
    }
  };
  for (const [id, { parentId }] of found) if (parentId === null || !found.has(parentId)) visitFrom(id);
  let circles = 0;
  for (const id of found.keys())
    if (!visited.has(id)) {
      circles += 1;
      visitFrom(id);
    }
  return { nodes, circles };
};
