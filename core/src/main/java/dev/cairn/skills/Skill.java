package dev.cairn.skills;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.values.KeyPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a skill, which is code that agents can reuse; immutable.
 *
 * <p>{@link #of} begins a skill, which {@link Skills#add} stores.
 *
 * @param id unique within the namespace; at most {@value #MAX_ID_BYTES} bytes
 * @param version the number of this version; the first is 1
 * @param name a name for people
 * @param description describes its effect; may be empty
 * @param code its code, in any language; may be empty
 * @param tags the groups that it belongs to; each at most {@value #MAX_TAG_BYTES} bytes, none twice
 * @param timesAdded the number of times that a skill with this id was added up to this version
 * @param addedAt the time at which this version was first added
 */
public record Skill(
    String id,
    int version,
    String name,
    String description,
    String code,
    List<String> tags,
    long timesAdded,
    Instant addedAt) {

  /** The longest id, in bytes as UTF-8. */
  public static final int MAX_ID_BYTES = 128;

  /** The longest tag, in bytes as UTF-8. */
  public static final int MAX_TAG_BYTES = 64;

  /**
   * Copies the tags.
   *
   * @throws IllegalArgumentException if anything is null, the name blank, the id or a tag blank or
   *     too long, or a number not positive
   */
  public Skill {
    requireId(id);
    Arguments.positive("version", version);
    Arguments.notBlank("name", name);
    Arguments.notNull("description", description);
    Arguments.notNull("code", code);
    tags = distinct(tags);
    Arguments.positive("timesAdded", timesAdded);
    Arguments.notNull("addedAt", addedAt);
  }

  /**
   * Begins a skill with only an id and a name.
   *
   * @throws IllegalArgumentException if the id is null, blank or too long, or the name null or
   *     blank
   */
  public static NewSkill of(String id, String name) {
    return new NewSkill(id, name, "", "", List.of());
  }

  static String requireId(@Nullable String id) {
    return KeyPart.name("id", id, MAX_ID_BYTES);
  }

  static String requireTag(@Nullable String tag) {
    return KeyPart.name("tag", tag, MAX_TAG_BYTES);
  }

  /** Returns the tags; of tags that differ only in case, the first. */
  static List<String> distinct(@Nullable List<String> tags) {
    Set<String> seen = new HashSet<>();
    List<String> distinct = new ArrayList<>();
    for (String tag : Arguments.notNull("tags", tags)) {
      if (seen.add(requireTag(tag).toLowerCase(Locale.ROOT))) {
        distinct.add(tag);
      }
    }
    return List.copyOf(distinct);
  }

  /** Returns {@code skill} as the successor of this: a new version if anything differs. */
  Skill replacedBy(NewSkill skill, Instant now) {
    boolean same =
        name.equals(skill.name())
            && description.equals(skill.description())
            && code.equals(skill.code())
            && tags.equals(skill.tags());
    return skill.added(same ? version : version + 1, timesAdded + 1, same ? addedAt : now);
  }
}
