package dev.cairn.tools.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.sites.ActionPattern;
import dev.cairn.sites.Quirk;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import dev.cairn.sites.SiteProfile;
import dev.cairn.tools.trace.BadLineException;
import dev.cairn.values.SiteName;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The JSON file of a site memory: an object with a profile for each site, or such an object in its
 * field {@code sites}.
 */
final class SiteMemoryFile implements Format {
  private static final Set<String> FIELDS_OF_A_PROFILE =
      Set.of("selectors", "quirks", "action_patterns", "visit_count", "visits");

  private final Instant now;

  /**
   * Makes a reader.
   *
   * @param now the time of records that have none
   */
  SiteMemoryFile(Instant now) {
    this.now = now;
  }

  @Override
  public String word() {
    return "sites";
  }

  @Override
  public boolean recognises(Source source) throws IOException, BadLineException {
    JsonNode profiles = profiles(source.jsonIfOne());
    return profiles.isObject()
        && !profiles.isEmpty()
        && FIELDS_OF_A_PROFILE.stream().anyMatch(profiles.elements().next()::has);
  }

  private static JsonNode profiles(JsonNode file) {
    return file.path("sites").isObject() ? file.get("sites") : file;
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException, BadLineException {
    JsonNode profiles = profiles(source.json());
    if (!profiles.isObject()) {
      throw new IllegalArgumentException(
          source.name() + ": no site memory, which is an object with a profile for each site");
    }
    for (Map.Entry<String, JsonNode> each : profiles.properties()) {
      if (!each.getValue().isObject()) {
        sink.skip(each.getKey(), "no profile of a site");
        continue;
      }
      try {
        sink.item(new ProfileItem(profile(each.getKey(), each.getValue(), sink)));
      } catch (IllegalArgumentException e) {
        sink.skip(each.getKey(), String.valueOf(e.getMessage()));
      }
    }
  }

  private SiteProfile profile(String key, JsonNode node, Sink sink) {
    String site = SiteName.of(key);
    LooseObject fields = new LooseObject(node);
    long visits = fields.count("visit_count", "visits", "total_visits");
    Duration average =
        fields.seconds("average_duration", "avg_duration", "average_time").orElse(Duration.ZERO);
    Duration total =
        fields
            .seconds("total_duration", "total_time")
            .orElseGet(() -> average.multipliedBy(Math.min(visits, 1_000_000_000)));
    Optional<Instant> last = fields.time("last_visit", "last_visited");
    Optional<Instant> first = fields.time("first_visit", "first_visited").or(() -> last);
    List<Selector> selectors = new ArrayList<>();
    List<Quirk> quirks = new ArrayList<>();
    List<ActionPattern> patterns = new ArrayList<>();
    each(
        fields.value("selectors"),
        "purpose",
        (purpose, value) -> selectors.add(selector(site, purpose, value)),
        site,
        sink);
    each(
        fields.value("quirks"),
        "description",
        (description, value) -> quirks.add(quirk(site, description, value)),
        site,
        sink);
    each(
        fields.value("action_patterns", "patterns"),
        "task",
        (task, value) -> patterns.add(pattern(site, task, value)),
        site,
        sink);
    fields.text("domain", "site", "url", "name");
    fields.unread().forEach(name -> sink.skip(key + ", " + name, "a site has no such field"));
    return new SiteProfile(
        new Site(site, visits, total, visits == 0 ? Optional.empty() : first, last),
        selectors,
        quirks,
        patterns);
  }

  /**
   * Reads the values of a map, or the elements of a list, whose key is in them.
   *
   * @param keyField the field of an element that has its key
   */
  private static void each(
      @Nullable JsonNode values,
      String keyField,
      BiConsumer<String, JsonNode> reader,
      String site,
      Sink sink) {
    if (values == null) {
      return;
    }
    List<Map.Entry<String, JsonNode>> entries = new ArrayList<>();
    if (values.isObject()) {
      entries.addAll(values.properties());
    } else {
      values.forEach(
          value -> {
            LooseObject fields = new LooseObject(value);
            String key =
                value.isTextual()
                    ? value.asText()
                    : fields.text(keyField, "task_type", "name").orElse("");
            entries.add(Map.entry(key, value));
          });
    }
    for (Map.Entry<String, JsonNode> entry : entries) {
      try {
        reader.accept(entry.getKey(), entry.getValue());
      } catch (IllegalArgumentException e) {
        sink.skip(
            site + ", " + keyField + " '" + entry.getKey() + "'", String.valueOf(e.getMessage()));
      }
    }
  }

  private Selector selector(String site, String purpose, JsonNode value) {
    LooseObject fields = new LooseObject(value);
    String primary =
        value.isTextual() ? value.asText() : fields.text("primary", "selector").orElse("");
    long successes = fields.count("success_count", "successes");
    long failures = fields.count("failure_count", "failures", "fail_count");
    List<Selector.Candidate> candidates = new ArrayList<>();
    // The counts are those of all selectors together; the primary is the one that was used.
    candidates.add(new Selector.Candidate(primary, successes, failures, 0));
    for (String fallback : fields.texts("fallbacks")) {
      if (candidates.stream().noneMatch(known -> known.selector().equals(fallback))) {
        candidates.add(new Selector.Candidate(fallback, 0, 0, 0));
      }
    }
    Instant at = fields.time("last_used", "updated_at", "last_success", "created_at").orElse(now);
    return new Selector(site, purpose, candidates, successes, failures, 1, at);
  }

  private Quirk quirk(String site, String description, JsonNode value) {
    LooseObject fields = new LooseObject(value);
    String workaround = fields.text("workaround").orElse("");
    Instant first =
        fields.time("first_seen", "discovered_at", "created_at", "timestamp").orElse(now);
    Instant last = fields.time("last_seen", "updated_at").orElse(first);
    long reports = Math.max(1, fields.count("reports", "occurrences", "count"));
    return new Quirk(site, description, workaround, reports, first, last);
  }

  private ActionPattern pattern(String site, String task, JsonNode value) {
    LooseObject fields = new LooseObject(value);
    List<String> actions =
        value.isArray() ? LooseObject.texts(value) : fields.texts("actions", "steps");
    Instant first = fields.time("created_at", "first_used").orElse(now);
    Instant last = fields.time("last_used", "updated_at").orElse(first);
    long times = Math.max(1, fields.count("success_count", "times_used", "count"));
    return new ActionPattern(site, task, actions, times, first, last);
  }
}
