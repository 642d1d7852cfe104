package dev.cairn.tools.mcp.form;

import dev.cairn.maintenance.StoreChange.RowChanged;
import java.util.List;
import java.util.Optional;

/** A group of MCP tools for one kind of knowledge, which a user switches on or off together. */
public interface ToolGroup {
  /** Returns the name by which {@code --tools} knows the group. */
  String name();

  /** Returns its tools, in the order in which a client lists them. */
  List<Tool<?, ?>> tools();

  /** Returns what can be read of its knowledge. */
  default List<Resource> resources() {
    return List.of();
  }

  /** Returns its prompts. */
  default List<Prompt> prompts() {
    return List.of();
  }

  /** Returns the address of the resource that changes with a row, if there is one. */
  default Optional<String> changedResource(RowChanged row) {
    return Optional.empty();
  }
}
