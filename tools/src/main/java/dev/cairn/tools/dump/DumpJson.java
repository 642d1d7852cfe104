package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What the writing and the reading of JSON Lines agree on. */
final class DumpJson {
  /** The number of the format, which the header tells. */
  static final int FORMAT = 1;

  /** Begins a header: the field and its value. */
  static final String CAIRN = "cairn";

  static final String DUMP = "dump";

  /** Begins a trailer. */
  static final String END = "end";

  static final String SHA_256 = "sha256";
  static final String ROWS = "rows";
  static final String TABLES = "tables";

  /**
   * Without the limits that are for input from strangers: a dump's texts may be as long as rows.
   */
  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .disable(JsonFactory.Feature.CHARSET_DETECTION) // a dump is UTF-8
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private DumpJson() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
