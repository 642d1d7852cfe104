package dev.cairn.internal.record;

import static dev.cairn.internal.record.Codecs.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.key.RandomKeys;
import dev.cairn.record.ValueType.ScalarType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Tests that values of every scalar type are equal after encoding and decoding, up to the limits of
 * the type.
 */
class ScalarsTest {
  enum Outcome {
    SUCCESS,
    FAILURE {
      @Override
      boolean bad() {
        return true;
      }
    };

    boolean bad() {
      return false;
    }
  }

  record Primitives(boolean bool, byte b, short s, char c, int i, long l, float f, double d) {}

  record Texts(String text, URI uri, UUID uuid, Outcome outcome) {}

  record Numbers(BigDecimal decimal, BigInteger integer) {}

  record Times(
      Instant instant,
      Duration duration,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      OffsetDateTime offset,
      ZonedDateTime zoned) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Blob(byte[] bytes) {}

  private record Hidden(String text) {}

  @Test
  void primitives() {
    for (Primitives record :
        List.of(
            new Primitives(false, (byte) 0, (short) 0, '\0', 0, 0, 0, 0),
            new Primitives(true, (byte) -128, (short) -32768, 'é', -1, -1, -0f, -0d),
            new Primitives(
                true,
                (byte) 127,
                (short) 32767,
                '\uFFFF',
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Float.MAX_VALUE,
                Double.MAX_VALUE),
            new Primitives(
                true,
                (byte) 1,
                (short) 1,
                '\uD800',
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                Float.NaN,
                Double.NaN))) {
      assertThat(roundTrip(record)).isEqualTo(record);
    }
  }

  @Test
  void numbersOfEveryMagnitude() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      long n = RandomKeys.number(random);
      Primitives record =
          new Primitives(
              n > 0,
              (byte) n,
              (short) n,
              (char) n,
              (int) n,
              n,
              (float) n,
              Double.longBitsToDouble(random.nextLong()));
      assertThat(roundTrip(record)).isEqualTo(record);
    }
  }

  @Test
  void textsOfEveryUnicodePlane() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 89) {
      all.appendCodePoint(c);
      String text = Character.toString(c);
      if (c % 7 == 0) {
        assertThat(roundTrip(new Hidden(text)).text()).isEqualTo(text);
      }
    }
    assertThat(roundTrip(new Hidden(all.toString())).text()).isEqualTo(all.toString());
    assertThat(roundTrip(new Hidden("a\uD83D")).text()).isEqualTo("a\uD83D");
  }

  @Test
  void textsOfEveryLength() {
    for (int length = 0; length < 600; length++) {
      String ascii = "x".repeat(length);
      String wide = "é".repeat(length);
      assertThat(roundTrip(new Hidden(ascii)).text()).isEqualTo(ascii);
      assertThat(roundTrip(new Hidden(wide)).text()).isEqualTo(wide);
    }
    String huge = "0123456789é".repeat(500_000);
    assertThat(roundTrip(new Hidden(huge)).text()).isEqualTo(huge);
  }

  @Test
  void byteStrings() {
    byte[] huge = new byte[3_000_000];
    new Random(1).nextBytes(huge);

    assertThat(roundTrip(new Blob(huge)).bytes()).isEqualTo(huge);
    assertThat(roundTrip(new Blob(new byte[0])).bytes()).isEmpty();
  }

  @Test
  void otherScalars() {
    Texts texts =
        new Texts("", URI.create("https://é.example/a?b#c"), new UUID(-1, 1), Outcome.FAILURE);

    assertThat(roundTrip(texts)).isEqualTo(texts);
  }

  @Test
  void bigNumbers() {
    Random random = new Random(9);
    for (int i = 0; i < 5_000; i++) {
      BigInteger integer = new BigInteger(random.nextInt(300), random);
      integer = random.nextBoolean() ? integer : integer.negate();
      BigDecimal decimal = new BigDecimal(integer, random.nextInt(2_000) - 1_000);
      Numbers record = new Numbers(decimal, integer);
      assertThat(roundTrip(record)).isEqualTo(record);
    }
    for (int scale : new int[] {Integer.MIN_VALUE, 0, 1, Integer.MAX_VALUE}) {
      Numbers record = new Numbers(new BigDecimal(BigInteger.TEN, scale), BigInteger.ZERO);
      assertThat(roundTrip(record)).isEqualTo(record);
    }
  }

  @Test
  void timesToTheirLimits() {
    Times least =
        new Times(
            Instant.MIN,
            Duration.ofSeconds(Long.MIN_VALUE),
            LocalDate.MIN,
            LocalTime.MIN,
            LocalDateTime.MIN,
            OffsetDateTime.MIN,
            ZonedDateTime.of(LocalDateTime.of(-5, 1, 1, 0, 0), ZoneOffset.MAX));
    Times greatest =
        new Times(
            Instant.MAX,
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
            LocalDate.MAX,
            LocalTime.MAX,
            LocalDateTime.MAX,
            OffsetDateTime.MAX,
            ZonedDateTime.of(LocalDateTime.of(2026, 1, 1, 0, 0), ZoneId.of("Asia/Kathmandu")));
    Instant now = Instant.ofEpochSecond(-1, 1);
    Times other =
        new Times(
            now,
            Duration.ofNanos(-1),
            LocalDate.EPOCH,
            LocalTime.of(23, 59),
            LocalDateTime.of(2024, 2, 29, 12, 30, 15),
            now.atOffset(ZoneOffset.of("+05:30:10")),
            now.atZone(ZoneId.of("UTC+01:00")));

    for (Times times : List.of(least, greatest, other)) {
      assertThat(roundTrip(times)).isEqualTo(times);
      // A dump writes them as text.
      assertThat(ScalarType.INSTANT.parse(times.instant().toString())).isEqualTo(times.instant());
      assertThat(ScalarType.DURATION.parse(times.duration().toString()))
          .isEqualTo(times.duration());
      assertThat(ScalarType.DATE.parse(times.date().toString())).isEqualTo(times.date());
      assertThat(ScalarType.TIME.parse(times.time().toString())).isEqualTo(times.time());
      assertThat(ScalarType.DATETIME.parse(times.dateTime().toString()))
          .isEqualTo(times.dateTime());
      assertThat(ScalarType.OFFSET_DATETIME.parse(times.offset().toString()))
          .isEqualTo(times.offset());
      assertThat(ScalarType.ZONED_DATETIME.parse(times.zoned().toString()))
          .isEqualTo(times.zoned());
    }
  }

  @Test
  void bothTimesOfTheHourThatAClockChangeRepeats() {
    ZonedDateTime summer =
        ZonedDateTime.ofLocal(
            LocalDateTime.of(2025, 10, 26, 2, 30),
            ZoneId.of("Europe/Berlin"),
            ZoneOffset.ofHours(2));
    for (ZonedDateTime time : List.of(summer, summer.plusHours(1))) {
      Times record = new Times(null, null, null, null, null, null, time);
      assertThat(roundTrip(record)).isEqualTo(record);
    }
  }
}
