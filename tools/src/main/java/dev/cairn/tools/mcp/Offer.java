package dev.cairn.tools.mcp;

import dev.cairn.tools.mcp.form.Prompt;
import dev.cairn.tools.mcp.form.Resource;
import dev.cairn.tools.mcp.form.Tool;
import dev.cairn.tools.mcp.form.ToolGroup;
import dev.cairn.tools.mcp.groups.DocumentTools;
import dev.cairn.tools.mcp.groups.EpisodeTools;
import dev.cairn.tools.mcp.groups.GraphTools;
import dev.cairn.tools.mcp.groups.SiteTools;
import dev.cairn.tools.mcp.groups.SkillTools;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects the tools, resources and prompts that an MCP server offers to its clients.
 *
 * @param groups the groups, each once
 * @param readOnly whether tools that change the memory are left out
 */
public record Offer(List<ToolGroup> groups, boolean readOnly) {
  private static final List<ToolGroup> ALL =
      List.of(
          new GraphTools(),
          new SiteTools(),
          new SkillTools(),
          new EpisodeTools(),
          new DocumentTools());

  /**
   * Returns the offer of these groups.
   *
   * @param names their names; all groups if there is none
   * @throws IllegalArgumentException if there is no group of a name
   */
  public static Offer of(List<String> names, boolean readOnly) {
    Set<String> wanted = new LinkedHashSet<>(names);
    for (String name : wanted) {
      if (ALL.stream().noneMatch(group -> group.name().equals(name))) {
        throw new IllegalArgumentException(
            "--tools: there is no group '%s'; there are %s".formatted(name, namesOfAll()));
      }
    }
    return new Offer(
        ALL.stream().filter(group -> wanted.isEmpty() || wanted.contains(group.name())).toList(),
        readOnly);
  }

  private static String namesOfAll() {
    return ALL.stream().map(ToolGroup::name).collect(Collectors.joining(", "));
  }

  /** Returns the tools. */
  List<Tool<?, ?>> tools() {
    return groups.stream()
        .<Tool<?, ?>>flatMap(group -> group.tools().stream())
        .filter(tool -> !readOnly || tool.description().effect().isReadOnly())
        .toList();
  }

  List<String> toolNames() {
    return tools().stream().map(tool -> tool.description().name()).toList();
  }

  /** Returns the resources. */
  List<Resource> resources() {
    return groups.stream().flatMap(group -> group.resources().stream()).toList();
  }

  /** Returns the prompts. */
  List<Prompt> prompts() {
    return groups.stream().flatMap(group -> group.prompts().stream()).toList();
  }
}
