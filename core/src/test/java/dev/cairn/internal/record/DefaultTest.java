package dev.cairn.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.record.Default;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Tests that a component's declared default is used for stored rows without it, and never replaces
 * a stored value.
 */
class DefaultTest {
  enum Outcome {
    SUCCESS,
    UNKNOWN
  }

  record Id(String id) {}

  record Everything(
      String id,
      @Default("true") boolean bool,
      @Default("1") byte b,
      @Default("2") Short s,
      @Default("x") char c,
      @Default("-3") int i,
      @Default("4") Long l,
      @Default("5.5") float f,
      @Default("6.5") Double d,
      @Default("") String empty,
      @Default("UNKNOWN") Outcome outcome,
      @Default("1.50") BigDecimal decimal,
      @Default("12345678901234567890") BigInteger integer,
      @Default("00000000-0000-0001-0000-000000000002") UUID uuid,
      @Default("https://example.com") URI uri,
      @Default("2026-01-01T00:00:00Z") Instant instant,
      @Default("PT5S") Duration duration,
      @Default("2026-01-02") LocalDate date,
      @Default("03:04") LocalTime time,
      @Default("2026-01-02T03:04") LocalDateTime dateTime,
      @Default("2026-01-02T03:04+05:00") OffsetDateTime offset,
      @Default("2026-01-02T03:04Z[UTC]") ZonedDateTime zoned,
      @Default("7") Optional<Integer> maybe) {}

  @Test
  void isTheValueOfAComponentThatWasNotStored() {
    assertThat(Codecs.reread(new Id("1"), Everything.class))
        .isEqualTo(
            new Everything(
                "1",
                true,
                (byte) 1,
                (short) 2,
                'x',
                -3,
                4L,
                5.5f,
                6.5,
                "",
                Outcome.UNKNOWN,
                new BigDecimal("1.50"),
                new BigInteger("12345678901234567890"),
                new UUID(1, 2),
                URI.create("https://example.com"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Duration.ofSeconds(5),
                LocalDate.of(2026, 1, 2),
                LocalTime.of(3, 4),
                LocalDateTime.of(2026, 1, 2, 3, 4),
                OffsetDateTime.parse("2026-01-02T03:04+05:00"),
                ZonedDateTime.parse("2026-01-02T03:04Z[UTC]"),
                Optional.of(7)));
  }

  record Text(@Default("none") String text, @Default("3") Optional<Integer> number) {}

  @Test
  void doesNotReplaceANullThatWasStored() {
    Text stored = new Text(null, Optional.empty());

    assertThat(Codecs.roundTrip(stored)).isEqualTo(stored);
  }

  @Test
  void doesNotReplaceAZeroThatWasStored() {
    record Count(@Default("3") int n) {}

    assertThat(Codecs.roundTrip(new Count(0))).isEqualTo(new Count(0));
  }

  record Outer(String id, @Default("3") int n, Inner inner) {}

  record Inner(@Default("4") int m) {}

  record OldOuter(String id, OldInner inner) {}

  record OldInner(String gone) {}

  @Test
  void holdsInNestedRecordsToo() {
    assertThat(Codecs.reread(new OldOuter("1", new OldInner("x")), Outer.class))
        .isEqualTo(new Outer("1", 3, new Inner(4)));
  }

  record BadInt(@Default("many") int n) {}

  record BadBool(@Default("yes") boolean n) {}

  record BadChar(@Default("ab") char n) {}

  record BadEnum(@Default("MAYBE") Outcome n) {}

  record BadTime(@Default("today") Instant n) {}

  record BadList(@Default("[]") List<String> n) {}

  record BadRecord(@Default("1") Id n) {}

  @SuppressWarnings("ArrayRecordComponent")
  record BadBytes(@Default("00") byte[] n) {}

  @Test
  void thatDoesNotParseIsRefusedWhenTheCodecIsMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(BadInt.class))
        .withMessage(
            "record %s, component 'n': @Default(\"many\") is no value of int: %s"
                .formatted(BadInt.class.getName(), "For input string: \"many\""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(BadEnum.class))
        .withMessageEndingWith(
            "@Default(\"MAYBE\") is no value of enum(SUCCESS|UNKNOWN): none of [SUCCESS, UNKNOWN]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecordCodec.of(BadList.class))
        .withMessageEndingWith("only values without parts have a default");
    for (Class<? extends Record> type :
        List.of(BadBool.class, BadChar.class, BadTime.class, BadRecord.class, BadBytes.class)) {
      assertThatIllegalArgumentException()
          .as(type.getName())
          .isThrownBy(() -> RecordCodec.of(type))
          .withMessageContaining("component 'n': @Default");
    }
  }
}
