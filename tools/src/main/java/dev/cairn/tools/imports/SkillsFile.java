package dev.cairn.tools.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.skills.NewSkill;
import dev.cairn.skills.Skill;
import dev.cairn.skills.SkillStatistics;
import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The JSON file of a skill library: a list of skills, a map of them by their ids, or either in the
 * field {@code skills}.
 */
final class SkillsFile implements Format {
  @Override
  public String word() {
    return "skills";
  }

  @Override
  public boolean recognises(Source source) throws IOException, BadLineException {
    JsonNode skills = skills(source.jsonIfOne());
    return skills.isContainerNode()
        && !skills.isEmpty()
        && (skills.elements().next().has("skill_id")
            || (skills.isObject() && skills.elements().next().has("code")));
  }

  private static JsonNode skills(JsonNode file) {
    return file.path("skills").isContainerNode() ? file.get("skills") : file;
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException, BadLineException {
    JsonNode skills = skills(source.json());
    if (!skills.isContainerNode()) {
      throw new IllegalArgumentException(
          source.name() + ": no skill library, which is a list of skills or a map of them");
    }
    List<String> keys = new ArrayList<>();
    if (skills.isObject()) {
      skills.fieldNames().forEachRemaining(keys::add);
    }
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (JsonNode each : skills) {
      String place = keys.isEmpty() ? "skill " + (number + 1) : keys.get(number);
      try {
        SkillItem item = skill(each, keys.isEmpty() ? "" : keys.get(number), place, sink);
        if (ids.add(item.skill().id())) {
          sink.item(item);
        } else {
          sink.skip(place, "there is a skill '" + item.skill().id() + "' before it");
        }
      } catch (IllegalArgumentException e) {
        sink.skip(place, String.valueOf(e.getMessage()));
      }
      number++;
    }
  }

  private static SkillItem skill(JsonNode node, String key, String place, Sink sink) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("no skill, which is an object");
    }
    LooseObject fields = new LooseObject(node);
    String id = fields.text("skill_id", "id").orElse(key);
    String name = fields.text("name", "title").orElse(id);
    List<String> tags = new ArrayList<>(fields.texts("tags"));
    fields.text("category").filter(category -> !tags.contains(category)).ifPresent(tags::add);
    NewSkill skill =
        Skill.of(id, name)
            .describedAs(fields.text("description").orElse(""))
            .withCode(fields.text("code", "source").orElse(""))
            .tagged(tags);
    long successes = fields.count("success_count", "successes");
    long failures = fields.count("failure_count", "failures", "fail_count");
    long uses =
        Math.max(
            successes + failures, fields.count("usage_count", "use_count", "uses", "total_uses"));
    Duration total = fields.seconds("total_duration", "total_time").orElse(Duration.ZERO);
    Optional<Instant> last = fields.time("last_used", "last_used_at");
    fields.unread().forEach(other -> sink.skip(place + ", " + other, "a skill has no such field"));
    return new SkillItem(
        skill,
        uses == 0
            ? Optional.empty()
            : Optional.of(new SkillStatistics(id, uses, successes, failures, total, last)));
  }
}
