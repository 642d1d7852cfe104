package dev.cairn.jobs;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of jobs: a name, and the record class that says what is to be done.
 *
 * <pre>{@code
 * record Crawl(String url, int depth) {}
 *
 * static final JobKind<Crawl> CRAWL = JobKind.named("crawl", Crawl.class);
 * }</pre>
 *
 * <p>Programs that share a queue may have classes of their own for the payloads of a kind: these
 * are rows of a table, {@code jobs-of-crawl}, and follow its rules of evolution. Immutable.
 *
 * @param <P> the record class of the payloads
 */
public final class JobKind<P extends Record> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,29}");

  private final String name;
  private final Table<Long, P> payloads;

  private JobKind(String name, Class<P> payload) {
    this.name = requireName(name);
    this.payloads = Table.named("jobs-of-" + name).keyedBy(Keys.longs()).holding(payload);
  }

  /**
   * Defines a kind of jobs.
   *
   * @param name the name: a lower-case letter, then up to 29 lower-case letters, digits and hyphens
   * @param payload the record class of the payloads
   * @param <P> the record class
   * @throws IllegalArgumentException if the name is formed otherwise, or a component of the class
   *     is of a type that cannot be stored
   */
  public static <P extends Record> JobKind<P> named(String name, Class<P> payload) {
    return new JobKind<>(name, Arguments.notNull("payload", payload));
  }

  static String requireName(@Nullable String given) {
    String name = Arguments.notNull("kind", given);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "kind %s: a lower-case letter, then up to 29 lower-case letters, digits and hyphens"
              .formatted(Arguments.quoted(name, 80)));
    }
    return name;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns the table of the payloads, by the numbers of the jobs; to read, not to change. */
  public Table<Long, P> payloads() {
    return payloads;
  }

  @Override
  public String toString() {
    return "kind of jobs '" + name + "'";
  }
}
