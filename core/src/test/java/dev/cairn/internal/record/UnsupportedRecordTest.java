package dev.cairn.internal.record;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import jdk.net.UnixDomainPrincipal;
import org.junit.jupiter.api.Test;

/**
 * Tests that a record class which cannot be stored is refused, and that the message names the
 * component.
 */
class UnsupportedRecordTest {
  record Unsupported(OptionalInt n) {}

  record Holder(Object thing) {}

  record Node(String id, List<Node> children) {}

  record Left(Right right) {}

  record Right(Optional<Left> left) {}

  record Twice(Optional<Optional<String>> n) {}

  record Generic<T>(T n) {}

  record Raw(@SuppressWarnings("rawtypes") List n) {}

  @Test
  void refusesTypesThatCannotBeStored() {
    assertThatThrownBy(() -> RecordCodec.of(Holder.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "record %s, component 'thing': values of type java.lang.Object cannot be stored; "
                    .formatted(Holder.class.getName())
                + "supported are primitives and their boxes, String, byte[], enums, BigDecimal,"
                + " BigInteger, UUID, URI, Instant, Duration, LocalDate, LocalTime, LocalDateTime,"
                + " OffsetDateTime, ZonedDateTime, records, and Optional, List, Set and Map of"
                + " these");
    for (Class<? extends Record> type :
        List.of(Unsupported.class, Generic.class, Raw.class, Twice.class)) {
      assertThatThrownBy(() -> RecordCodec.of(type))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("component 'n'");
    }
  }

  @Test
  void refusesRecordsThatContainThemselves() {
    assertThatThrownBy(() -> RecordCodec.of(Node.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "record %1$s, component 'children': a record cannot contain itself (%1$s); store the "
                    .formatted(Node.class.getName())
                + "inner one as a row and hold its key");
    assertThatThrownBy(() -> RecordCodec.of(Left.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component 'left': a record cannot contain itself");
  }

  @Test
  void saysWhichModuleDoesNotOpenARecord() {
    assertThatThrownBy(() -> RecordCodec.of(UnixDomainPrincipal.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "record jdk.net.UnixDomainPrincipal cannot be accessed; add 'opens jdk.net;' to the "
                + "module-info of module jdk.net");
  }

  @Test
  void refusesTheClassRecordItself() {
    assertThatThrownBy(() -> RecordCodec.of(Record.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("java.lang.Record is not a record class");
  }
}
