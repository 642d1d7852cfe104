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
 * Something that agents can do, in one of its versions; immutable.
 *
 * <p>{@link #of} begins one that {@link Skills#add} then stores.
 *
 * @param id unique within the namespace; at most {@value #MAX_ID_BYTES} bytes
 * @param version which version this is; the first is 1
 * @param name what people call it
 * @param description what it does; may be empty
 * @param code how, in whatever language; may be empty
 * @param tags what it belongs to; each at most {@value #MAX_TAG_BYTES} bytes, none twice
 * @param timesAdded how often a skill with this id was added until then, in all versions
 * @param addedAt when this version was first added
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
   * Begins a skill of which only id and name are known.
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

  /** Returns the tags, of those that differ in upper and lower case only the first. */
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

  /** Returns this after {@code skill} was added in its place: a new version if anything differs. */
  Skill replacedBy(NewSkill skill, Instant now) {
    boolean same =
        name.equals(skill.name())
            && description.equals(skill.description())
            && code.equals(skill.code())
            && tags.equals(skill.tags());
    return skill.added(same ? version : version + 1, timesAdded + 1, same ? addedAt : now);
  }
}
