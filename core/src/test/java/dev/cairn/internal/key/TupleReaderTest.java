package dev.cairn.internal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that bytes which the key encoder never writes are refused. */
class TupleReaderTest {

  @ParameterizedTest
  @CsvSource({
    "'', no component at all",
    "00, a null",
    "ff, no type code",
    "0261, a string without an end",
    "026100ff, a string that ends in an escape",
    "02c08000, an overlong character",
    "02eda08000, a surrogate in UTF-8",
    "02ff00, a byte that is never in UTF-8",
    "01, a byte string without an end",
    "15, an integer without its byte",
    "1500, zero in one byte",
    "160005, five in two bytes",
    "13ff, zero as a negative number",
    "12fffe, minus one in two bytes",
    "1c8000000000000000, a number above Long.MAX_VALUE",
    "0c7ffffffffffffffe, a number below Long.MIN_VALUE",
    "1d0900, an integer of nine bytes",
    "2180, a double that is cut off",
    "21fff8000000000001, a NaN that is not the one",
    "2100000000000000, a negative NaN",
    "3000, a UUID that is cut off",
    "28, a code that is not in use",
  })
  void refuses(String hex, String what) {
    TupleReader reader = new TupleReader(HexFormat.of().parseHex(hex));

    assertThatThrownBy(reader::readAny).as(what).isInstanceOf(MalformedBytesException.class);
  }

  @Test
  void refusesAnIntOutOfRange() {
    byte[] key = new TupleWriter().writeLong(1L << 31).toBytes();

    assertThatThrownBy(() -> new TupleReader(key).readInt())
        .isInstanceOf(MalformedBytesException.class)
        .hasMessage("expected an int at byte 0 of the key: 0x1880000000");
  }

  @Test
  void refusesAnInstantOutOfRange() {
    byte[] nanos = new TupleWriter().writeLong(0).writeLong(1_000_000_000).toBytes();
    byte[] seconds = new TupleWriter().writeLong(Long.MAX_VALUE).writeLong(0).toBytes();

    assertThatThrownBy(() -> new TupleReader(nanos).readInstant())
        .isInstanceOf(MalformedBytesException.class);
    assertThatThrownBy(() -> new TupleReader(seconds).readInstant())
        .isInstanceOf(MalformedBytesException.class);
  }

  @Test
  void refusesAnotherTypeAndWhatIsLeftOver() {
    byte[] key = new TupleWriter().writeString("a").writeLong(1).toBytes();
    TupleReader reader = new TupleReader(key);

    assertThatThrownBy(() -> new TupleReader(key).readBoolean())
        .isInstanceOf(MalformedBytesException.class)
        .hasMessage("expected a boolean at byte 0 of the key: 0x0261001501");
    reader.readString();
    assertThatThrownBy(reader::expectEnd)
        .isInstanceOf(MalformedBytesException.class)
        .hasMessage("expected nothing at byte 3 of the key: 0x0261001501");
  }

  @Test
  void whateverReadsIsTheOneEncodingOfItsValue() {
    Random random = new Random(7);
    int accepted = 0;
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(5)];
      random.nextBytes(bytes);
      bytes[0] = (byte) random.nextInt(0x31);
      TupleReader reader = new TupleReader(bytes);
      try {
        Object value = reader.readAny();
        reader.expectEnd();
        assertThat(encode(value)).as(HexFormat.of().formatHex(bytes)).isEqualTo(bytes);
        accepted++;
      } catch (MalformedBytesException e) {
        assertThat(e).hasMessageContaining("byte");
      }
    }
    assertThat(accepted).isGreaterThan(10_000);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] key = new TupleWriter().writeString("ab\0é").toBytes();
    Function<byte[], String> read = bytes -> new TupleReader(bytes).readString();

    for (int length = 0; length < key.length; length++) {
      byte[] cut = Arrays.copyOf(key, length);
      // "ab\0" is a whole string where the cut falls between 0x00 and its escape.
      if (length == 4) {
        assertThat(read.apply(cut)).isEqualTo("ab");
      } else {
        assertThatThrownBy(() -> read.apply(cut)).isInstanceOf(MalformedBytesException.class);
      }
    }
  }

  private static byte[] encode(Object value) {
    TupleWriter writer = new TupleWriter();
    if (value instanceof String text) {
      writer.writeString(text);
    } else if (value instanceof byte[] bytes) {
      writer.writeBytes(bytes);
    } else if (value instanceof Long number) {
      writer.writeLong(number);
    } else {
      writer.writeBoolean((Boolean) value);
    }
    return writer.toBytes();
  }
}
