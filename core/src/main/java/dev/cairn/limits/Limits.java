package dev.cairn.limits;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.limits.BucketKey;
import dev.cairn.internal.limits.Buckets;
import dev.cairn.values.KeyPart;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;

/**
 * The limits of one namespace, which all processes of the machine count together.
 *
 * <pre>{@code
 * if (!memory.limits().rate("search:" + user, Rate.perMinute(100)).tryConsume()) { … }
 * }</pre>
 *
 * <p>A limit is there as soon as it is asked for. What was consumed survives the end of every
 * process; a power failure may forget the last second. Thread-safe.
 */
public final class Limits {
  /** The longest name of a limit, in bytes as UTF-8. */
  public static final int MAX_NAME_BYTES = 200;

  private final String namespace;
  private final Buckets buckets;

  /**
   * Makes the limits of a namespace.
   *
   * @hidden for the door alone
   */
  public Limits(String namespace, Buckets buckets) {
    this.namespace = namespace;
    this.buckets = buckets;
  }

  /**
   * Returns the limit of a name, such as that of an operation and its user.
   *
   * @param name the name, not blank, at most {@value #MAX_NAME_BYTES} bytes
   * @param rate the rate; with another rate it is another limit
   */
  public RateLimit rate(String name, Rate rate) {
    KeyPart.name("name", name, MAX_NAME_BYTES);
    Arguments.notNull("rate", rate);
    BucketKey key = new BucketKey(namespace, name, rate.permits(), rate.period().toNanos());
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(
                Bandwidth.builder()
                    .capacity(rate.permits())
                    .refillIntervally(rate.permits(), rate.period())
                    .build())
            .build();
    return new RateLimit(name, rate, buckets.builder().build(key, () -> configuration));
  }
}
