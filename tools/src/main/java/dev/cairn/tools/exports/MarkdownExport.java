package dev.cairn.tools.exports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cairn.Memory;
import dev.cairn.documents.Document;
import dev.cairn.episodes.Episode;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Relation;
import dev.cairn.graph.Subgraph;
import dev.cairn.sites.Site;
import dev.cairn.skills.Skill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a folder of Markdown files with front matter, which Obsidian and basic-memory open: a file
 * for each document, site, skill, episode and entity of a memory.
 */
public final class MarkdownExport {
  /** Leaves room for a number and the ending in the 255 bytes of a file's name. */
  private static final int NAME_CHARS = 60;

  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  private final Path folder;

  /** The greatest number behind a name, of those names that more than one file wanted. */
  private final Map<Path, Integer> numbers = new HashMap<>();

  private long files;

  private MarkdownExport(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes a memory, and returns the number of files.
   *
   * @param memory the memory, in a transaction, so that it is of one moment
   * @param collections the names of the collections of documents
   * @param folder a folder that is empty, or is made
   */
  public static long write(Memory memory, List<String> collections, Path folder)
      throws IOException {
    MarkdownExport export = new MarkdownExport(folder);
    try {
      for (String collection : collections) {
        Pages.forEach(
            memory.documents(collection), document -> export.document(collection, document));
      }
      export.sites(memory);
      memory.skills().list().forEach(export::skill);
      memory.episodes().list().forEach(export::episode);
      export.graph(memory.graph().all());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return export.files;
  }

  private void document(String collection, Document document) {
    Map<String, Object> matter = new LinkedHashMap<>();
    matter.put("id", document.id());
    document.metadata().asMap().forEach((name, value) -> matter.put(name, plain(value)));
    file(collection, document.id(), matter, document.text());
  }

  private static Object plain(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(MarkdownExport::plain).toList();
    }
    return value instanceof Instant ? value.toString() : value;
  }

  private void sites(Memory memory) {
    for (Site site : memory.sites().list()) {
      Map<String, Object> matter = new LinkedHashMap<>();
      matter.put("site", site.name());
      matter.put("visits", site.visits());
      file(
          "sites",
          site.name(),
          matter,
          memory.sites().promptContext(site.name(), Integer.MAX_VALUE));
    }
  }

  private void skill(Skill skill) {
    Map<String, Object> matter = new LinkedHashMap<>();
    matter.put("id", skill.id());
    matter.put("title", skill.name());
    matter.put("version", skill.version());
    matter.put("tags", skill.tags());
    String fence = "`".repeat(Math.max(3, longestRunOfBackticks(skill.code()) + 1));
    file(
        "skills",
        skill.id(),
        matter,
        skill.description() + "\n\n" + fence + "\n" + skill.code() + "\n" + fence);
  }

  private static int longestRunOfBackticks(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private void episode(Episode episode) {
    Map<String, Object> matter = new LinkedHashMap<>();
    matter.put("id", episode.id());
    episode.url().ifPresent(url -> matter.put("url", url));
    episode.agent().ifPresent(agent -> matter.put("agent", agent));
    matter.put("outcome", episode.outcome().name().toLowerCase(Locale.ROOT));
    matter.put("created", episode.happenedAt().toString());
    StringBuilder text = new StringBuilder("# ").append(episode.task()).append("\n\n");
    episode.steps().forEach(step -> text.append("1. ").append(oneLine(step)).append('\n'));
    file("episodes", episode.id(), matter, text.append('\n').append(episode.result()).toString());
  }

  /** Writes entities with observations and relations in the form of basic-memory. */
  private void graph(Subgraph graph) {
    Map<String, StringBuilder> relations = new LinkedHashMap<>();
    for (Relation relation : graph.relations()) {
      relations
          .computeIfAbsent(relation.from(), name -> new StringBuilder())
          .append("- %s [[%s]]\n".formatted(oneLine(relation.type()), oneLine(relation.to())));
    }
    for (Entity entity : graph.entities()) {
      Map<String, Object> matter = new LinkedHashMap<>();
      matter.put("title", entity.name());
      matter.put("type", entity.type());
      StringBuilder text = new StringBuilder("# " + oneLine(entity.name()) + "\n");
      text.append("\n## Observations\n");
      for (Observation observation : entity.observations()) {
        text.append("- ").append(oneLine(observation.text())).append('\n');
      }
      text.append("\n## Relations\n");
      text.append(relations.getOrDefault(entity.name(), new StringBuilder()));
      file("graph", entity.name(), matter, text.toString());
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R", " ").strip();
  }

  private void file(String group, String name, Map<String, Object> matter, String text) {
    try {
      Path directory = folder.resolve(safe(group));
      Files.createDirectories(directory);
      String content = "---\n" + YAML.writeValueAsString(matter) + "---\n\n" + text.strip() + "\n";
      // An ending is added again, so that "a.md" does not become "a.md.md".
      String base = safe(name.endsWith(".md") ? name.substring(0, name.length() - 3) : name);
      Path file = directory.resolve(base + ".md");
      while (Files.exists(file)) {
        int number = numbers.merge(directory.resolve(base), 2, (last, two) -> last + 1);
        file = directory.resolve(base + "-" + number + ".md");
      }
      Files.write(file, content.getBytes(StandardCharsets.UTF_8));
      files++;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as YAML: " + name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a name for a file in any file system; it tells nothing of other folders. */
  private static String safe(String name) {
    String safe = name.replaceAll("[^\\p{L}\\p{N} ._-]", "-").replaceAll("^[. ]+|[. ]+$", "");
    int end =
        safe.offsetByCodePoints(0, Math.min(NAME_CHARS, safe.codePointCount(0, safe.length())));
    return safe.isEmpty() ? "unnamed" : safe.substring(0, end);
  }
}
