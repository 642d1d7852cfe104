package dev.cairn.skills;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * A skill, which is code that agents can reuse, before it is stored and has a version; immutable.
 *
 * <pre>{@code
 * Skill.of("login", "Log in").describedAs("Fills in the form.").withCode(code).tagged("web")
 * }</pre>
 *
 * @param id unique within the namespace; at most {@value Skill#MAX_ID_BYTES} bytes
 * @param name a name for people
 * @param description describes its effect; may be empty
 * @param code its code, in any language; may be empty
 * @param tags the groups that it belongs to; each at most {@value Skill#MAX_TAG_BYTES} bytes
 */
public record NewSkill(String id, String name, String description, String code, List<String> tags) {

  /**
   * Copies the tags, each once.
   *
   * @throws IllegalArgumentException if anything is null, the name blank, or the id or a tag blank
   *     or too long
   */
  public NewSkill {
    Skill.requireId(id);
    Arguments.notBlank("name", name);
    Arguments.notNull("description", description);
    Arguments.notNull("code", code);
    tags = Skill.distinct(tags);
  }

  /** Returns this with a description. */
  public NewSkill describedAs(String description) {
    return new NewSkill(id, name, description, code, tags);
  }

  /** Returns this with its code. */
  public NewSkill withCode(String code) {
    return new NewSkill(id, name, description, code, tags);
  }

  /** Returns this with these tags. */
  public NewSkill tagged(List<String> tags) {
    return new NewSkill(id, name, description, code, tags);
  }

  /** Returns this with these tags. */
  public NewSkill tagged(String... tags) {
    return tagged(Arrays.asList(Arguments.notNull("tags", tags)));
  }

  Skill added(int version, long timesAdded, Instant addedAt) {
    return new Skill(id, version, name, description, code, tags, timesAdded, addedAt);
  }
}
