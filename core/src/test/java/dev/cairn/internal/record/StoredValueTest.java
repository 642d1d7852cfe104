package dev.cairn.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.record.Schema;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests that any change of a stored value, or its move to another key, is detected. */
class StoredValueTest {
  record Note(String id, Instant at, List<String> tags, Map<String, Integer> counts) {}

  private static final RecordCodec<Note> CODEC = RecordCodec.of(Note.class);
  private static final Note NOTE =
      new Note("n1", Instant.ofEpochSecond(1_700_000_000), List.of("a", "b"), Map.of("x", 3));
  private static final byte[] SEALED = StoredValue.seal(Codecs.KEY, 300, CODEC, NOTE);

  @Test
  void opensWithSchemaAndPayload() {
    StoredValue opened = StoredValue.open(Codecs.KEY, SEALED);

    assertThat(opened.schemaId()).isEqualTo(300);
    assertThat(CODEC.reader(CODEC.schema(), "notes").read(opened.payload())).isEqualTo(NOTE);
  }

  @Test
  void schemaIdsOfEveryMagnitude() {
    for (int shift = 0; shift < 31; shift++) {
      byte[] sealed = StoredValue.seal(Codecs.KEY, 1 << shift, CODEC, NOTE);
      assertThat(StoredValue.open(Codecs.KEY, sealed).schemaId()).isEqualTo(1 << shift);
    }
  }

  @Test
  void everySingleBitFlipIsDetected() {
    for (int bit = 0; bit < SEALED.length * 8; bit++) {
      byte[] flipped = SEALED.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(Codecs.KEY, flipped);
    }
  }

  @Test
  void everyBitFlipOfTheKeyIsDetected() {
    for (int bit = 0; bit < Codecs.KEY.length * 8; bit++) {
      byte[] flipped = Codecs.KEY.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(flipped, SEALED);
    }
  }

  @Test
  void everyTruncationAndExtensionIsDetected() {
    for (int length = 0; length < SEALED.length; length++) {
      assertRefused(Codecs.KEY, Arrays.copyOf(SEALED, length));
    }
    assertRefused(Codecs.KEY, Arrays.copyOf(SEALED, SEALED.length + 1));
  }

  @Test
  void aValueUnderAnotherKeyIsDetected() {
    assertThatThrownBy(() -> StoredValue.open(new byte[] {2, 'o', 0}, SEALED))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageMatching(
            "the checksum does not match: stored [0-9a-f]{8}, computed [0-9a-f]{8}");
  }

  @Test
  void saysWhenTheFormatIsNewer() {
    byte[] newer = SEALED.clone();
    newer[0] = 2;

    assertThatThrownBy(() -> StoredValue.open(Codecs.KEY, newer))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessage(
            "the value has format 2, and this version of Cairn reads 1 only: a newer version wrote "
                + "it, or it is damaged");
  }

  /**
   * Passes random payloads directly to the reader, without the checksum. It must return a record or
   * throw a {@link MalformedBytesException}.
   */
  @Test
  void randomPayloadsAreReadOrMalformed() {
    Random random = new Random(11);
    RecordReader<Note> reader = CODEC.reader(CODEC.schema(), "notes");
    for (int i = 0; i < 50_000; i++) {
      byte[] payload = new byte[random.nextInt(40)];
      random.nextBytes(payload);
      try {
        assertThat(reader.read(new PayloadInput(payload, 0))).isNotNull();
      } catch (MalformedBytesException e) {
        assertThat(e).hasMessageNotContaining("NullPointer");
      }
    }
  }

  @Test
  void whatIsLeftAfterTheLastComponentIsMalformed() {
    RecordCodec<Empty> codec = RecordCodec.of(Empty.class);

    assertThatThrownBy(
            () -> codec.reader(codec.schema(), "t").read(new PayloadInput(new byte[2], 0)))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessage("2 bytes are left after its last component");
  }

  record Empty() {}

  enum Outcome {
    SUCCESS,
    FAILURE
  }

  record Point(int x, Integer y) {}

  record Episode(
      String id, Outcome outcome, List<Point> path, Set<String> tags, Map<Integer, String> names) {}

  @Test
  void toolsReadAValueWithoutItsClass() {
    Episode episode =
        new Episode(
            "e1",
            Outcome.FAILURE,
            Arrays.asList(new Point(1, null), null),
            Set.of("b", "a"),
            Map.of(5, "five"));
    RecordCodec<Episode> codec = RecordCodec.of(Episode.class);
    byte[] sealed = StoredValue.seal(Codecs.KEY, 1, codec, episode);
    Schema schema = Schema.parse(codec.schema().toString());

    Map<String, Object> read =
        GenericValue.readWhole(schema, StoredValue.open(Codecs.KEY, sealed).payload());

    assertThat(read)
        .hasToString(
            "{id=e1, outcome=FAILURE, path=[{x=1, y=null}, null], tags=[a, b], names={5=five}}");
  }

  @Test
  void theArrayIsNotChangedByReading() {
    UnaryOperator<byte[]> read =
        value -> {
          CODEC.reader(CODEC.schema(), "notes").read(StoredValue.open(Codecs.KEY, value).payload());
          return value;
        };

    assertThat(read.apply(SEALED.clone())).isEqualTo(SEALED);
  }

  private static void assertRefused(byte[] key, byte[] value) {
    assertThatThrownBy(() -> StoredValue.open(key, value))
        .isInstanceOf(MalformedBytesException.class);
  }
}
