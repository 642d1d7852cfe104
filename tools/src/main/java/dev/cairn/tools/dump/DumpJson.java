package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Defines the field names, the format version and the Jackson settings that {@link JsonDumpWriter}
 * and {@link JsonDumpReader} share.
 */
final class DumpJson {
  /** The version of the format, a field of the header. */
  static final int FORMAT = 1;

  /** The first field of a header. */
  static final String CAIRN = "cairn";

  static final String DUMP = "dump";

  /** The first field of a trailer. */
  static final String END = "end";

  static final String SHA_256 = "sha256";
  static final String ROWS = "rows";
  static final String TABLES = "tables";

  /** Has no limits on lengths, unlike the default: the texts of a dump may be as long as rows. */
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
