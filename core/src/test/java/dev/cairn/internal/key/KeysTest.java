package dev.cairn.internal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.record.KeyType;
import dev.cairn.table.Key;
import dev.cairn.table.Keys;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Tests that keys of every type are encoded and decoded, and that keys that are too long or
 * malformed are refused.
 */
class KeysTest {
  enum Level {
    LOW,
    HIGH
  }

  record SitePurpose(String site, String purpose) {}

  record Reading(SitePurpose place, Instant at, Level level, int sensor, long count) {}

  record Self(String id, Self self) {}

  record Unsupported(List<String> tags) {}

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive: " + value);
      }
    }
  }

  record Nothing() {}

  private final TupleWriter writer = new TupleWriter();

  @Test
  void namesTheTypesOfComponents() {
    assertThat(Keys.record(Reading.class).components())
        .containsExactly(
            KeyType.STRING,
            KeyType.STRING,
            KeyType.INSTANT,
            KeyType.ENUM,
            KeyType.INT,
            KeyType.LONG);
    assertThat(
            KeyCodecs.joined(Keys.uuid().codec(), Keys.record(SitePurpose.class).codec())
                .components())
        .containsExactly(KeyType.UUID, KeyType.STRING, KeyType.STRING);
    assertThat(Keys.bool()).hasToString("(bool)");
  }

  @Test
  void recordReadsBack() {
    Reading reading =
        new Reading(new SitePurpose("a.org", "log in"), Instant.EPOCH, Level.HIGH, -7, 1L << 40);

    assertThat(roundTrip(Keys.record(Reading.class), reading)).isEqualTo(reading);
  }

  @Test
  void recordIsItsComponentsInOrder() {
    byte[] whole = encode(Keys.record(SitePurpose.class), new SitePurpose("a", "b"));
    Keys.string().codec().append("a", writer.reset());
    Keys.string().codec().append("b", writer);

    assertThat(whole).isEqualTo(writer.toKey("key"));
  }

  @Test
  void joinedKeyReadsBack() {
    JoinedKey<Long, String> key = KeyCodecs.joined(Keys.longs().codec(), Keys.string().codec());
    key.append(5L, "x", writer.reset());

    assertThat(key.read(new TupleReader(writer.toKey("key"))))
        .isEqualTo(new JoinedKey.Joined<>(5L, "x"));
  }

  @Test
  void everyUnicodePlaneReadsBack() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 || c >= 0x10_FF00 ? 1 : 97) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        String text = "a" + Character.toString(c);
        assertThat(roundTrip(Keys.string(), text)).isEqualTo(text);
      }
    }
  }

  @Test
  void refusesUnpairedSurrogate() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encode(Keys.string(), "a\uD83D"))
        .withMessage("a text with an unpaired surrogate cannot be in a key: \"a\\ud83d\"");
  }

  @Test
  void refusesNull() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encode(Keys.string(), null))
        .withMessage("a key component is null where string is wanted");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encode(Keys.record(SitePurpose.class), null))
        .withMessageContaining("a key is null where " + SitePurpose.class.getName());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encode(Keys.record(SitePurpose.class), new SitePurpose("a", null)))
        .withMessage("component 'purpose' of the key SitePurpose[site=a, purpose=null] is null");
  }

  @Test
  void refusesKeyBeyondTheLimitAndShowsIt() {
    encode(Keys.string(), "x".repeat(509));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> encode(Keys.string(), "x".repeat(510)))
        .withMessageStartingWith(
            "the key of table 'notes' is 512 bytes long, and a key may have 511 at most; "
                + "shorten it or key by its hash: (\"xxxxx")
        .withMessageContaining("…")
        .withMessageEndingWith("xxx\")");
  }

  @Test
  void writerIsReusableAfterARefusedKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encode(Keys.string(), "x".repeat(1_000_000)))
        .withMessageContaining("1,000,002 bytes");

    assertThat(roundTrip(Keys.string(), "short")).isEqualTo("short");
  }

  @Test
  void keysMayShareAPrefix() {
    int shared = writer.reset().writeRaw(new byte[] {0x15, 9}).length();
    Keys.string().codec().append("a", writer);
    byte[] first = writer.toKey("key");
    Keys.string().codec().append("b", writer.reset(shared));

    assertThat(first).containsExactly(0x15, 9, 2, 'a', 0);
    assertThat(writer.toKey("key")).containsExactly(0x15, 9, 2, 'b', 0);
  }

  @Test
  void refusesClassesThatCannotBeKeys() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.record(Unsupported.class))
        .withMessage(
            "record %s, component 'tags': java.util.List<java.lang.String> cannot be in a key; "
                    .formatted(Unsupported.class.getName())
                + "supported are String, int, long, boolean, double, Instant, UUID, byte[], enums, "
                + "and records of these");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.record(Self.class))
        .withMessageContaining("component 'self'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.record(Nothing.class))
        .withMessageContaining("has no components");
    assertThatIllegalArgumentException().isThrownBy(() -> Keys.record(null));
    assertThatIllegalArgumentException().isThrownBy(() -> Keys.enumeration(null));
  }

  @Test
  void storedConstantThatTheEnumLacksIsUnfitAndNotMalformed() {
    byte[] key = encode(Keys.string(), "MEDIUM");

    assertThatThrownBy(() -> Keys.enumeration(Level.class).codec().read(new TupleReader(key)))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageStartingWith(Level.class.getName() + " has no constant \"MEDIUM\"; upgrade all");
  }

  @Test
  void storedValueThatTheConstructorRefusesIsUnfitAndNotMalformed() {
    byte[] key = encode(Keys.integer(), -1);

    assertThatThrownBy(() -> Keys.record(Positive.class).codec().read(new TupleReader(key)))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining(
            "refuses what was stored: java.lang.IllegalArgumentException: not positive: -1; ");
  }

  @Test
  void decodesAnyKeyWithoutItsTypes() {
    UUID id = new UUID(1, 2);
    TupleWriter tuple =
        writer
            .reset()
            .writeString("a\0\"é")
            .writeLong(-5)
            .writeDouble(2.5)
            .writeBoolean(true)
            .writeUuid(id)
            .writeBytes(new byte[] {0, -1})
            .writeInstant(Instant.ofEpochSecond(3, 4));

    assertThat(KeyText.components(tuple.toBytes(), 0))
        .containsExactly("a\0\"é", -5L, 2.5, true, id, new byte[] {0, -1}, 3L, 4L);
    assertThat(KeyText.describe(tuple.toBytes(), 0))
        .isEqualTo("(\"a\\u0000\\\"é\", -5, 2.5, true, " + id + ", 0x00ff, 3, 4)");
    assertThat(KeyText.describe(new byte[] {0x15, 2, 0x7F}, 0)).isEqualTo("0x15027f");
  }

  private <K> K roundTrip(Key<K> key, K value) {
    TupleReader reader = new TupleReader(encode(key, value));
    K read = key.codec().read(reader);
    reader.expectEnd();
    return read;
  }

  private <K> byte[] encode(Key<K> key, K value) {
    key.codec().append(value, writer.reset());
    return writer.toKey("the key of table 'notes'");
  }
}
