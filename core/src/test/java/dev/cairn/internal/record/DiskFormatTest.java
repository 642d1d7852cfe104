package dev.cairn.internal.record;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.key.TupleWriter;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that keys and records are stored as exactly the bytes that the file format defines. If a
 * test here fails, existing stores can no longer be read: the change needs a new format, not a new
 * expectation.
 */
class DiskFormatTest {

  @Test
  void key() {
    TupleWriter key =
        new TupleWriter()
            .writeString("site é\0")
            .writeBytes(new byte[] {0, 1})
            .writeLong(300)
            .writeDouble(-2.5)
            .writeBoolean(true)
            .writeUuid(new UUID(1, 2))
            .writeInstant(Instant.ofEpochSecond(-1, 5));

    assertThat(hex(key.toKey("key")))
        .isEqualTo(
            "027369746520c3a900ff00" // string
                + "0100ff0100" // bytes
                + "16012c" // 300
                + "213ffbffffffffffff" // -2.5
                + "27" // true
                + "3000000000000000010000000000000002" // UUID
                + "13fe1505"); // instant
  }

  /** The test cases that FoundationDB's design/tuple.md gives, and the limits of the integers. */
  @ParameterizedTest
  @CsvSource({
    "-5551212, 11ab4b93",
    "0, 14",
    "1, 1501",
    "-1, 13fe",
    "255, 15ff",
    "256, 160100",
    "-255, 1300",
    "-256, 12feff",
    "9223372036854775807, 1c7fffffffffffffff",
    "-9223372036854775808, 0c7fffffffffffffff",
  })
  void integersAsFoundationDbWritesThem(long value, String expected) {
    assertThat(hex(new TupleWriter().writeLong(value).toBytes())).isEqualTo(expected);
  }

  @Test
  void stringsAsFoundationDbWritesThem() {
    assertThat(hex(new TupleWriter().writeString("F\u00d4O\u0000bar").toBytes()))
        .isEqualTo("0246c3944f00ff62617200");
    assertThat(hex(new TupleWriter().writeBytes("foo\0bar".getBytes(US_ASCII)).toBytes()))
        .isEqualTo("01666f6f00ff62617200");
  }

  enum Outcome {
    SUCCESS,
    FAILURE
  }

  record Point(int x, Integer y) {}

  @SuppressWarnings("ArrayRecordComponent")
  record Everything(
      boolean bool,
      byte b,
      short s,
      char c,
      int i,
      long l,
      float f,
      double d,
      Integer box,
      Integer none,
      String ascii,
      String wide,
      byte[] bytes,
      BigDecimal decimal,
      BigInteger integer,
      UUID uuid,
      URI uri,
      Instant instant,
      Duration duration,
      LocalDate date,
      LocalTime time,
      LocalDateTime dateTime,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      Outcome outcome,
      Optional<String> maybe,
      List<String> list,
      List<String> nulls,
      Set<String> set,
      Map<String, Integer> map,
      Point point) {}

  private static final Everything EVERYTHING =
      new Everything(
          true,
          (byte) -2,
          (short) 259,
          'é',
          -300,
          1L << 40,
          1.5f,
          -2.5,
          7,
          null,
          "ascii",
          "é😀",
          new byte[] {1, 2},
          new BigDecimal("-12.50"),
          BigInteger.TWO.pow(70),
          new UUID(1, 2),
          URI.create("http://a"),
          Instant.ofEpochSecond(1_700_000_000, 5),
          Duration.ofMillis(1500),
          LocalDate.of(2026, 1, 2),
          LocalTime.of(3, 4),
          LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6),
          OffsetDateTime.parse("2026-01-02T03:04+05:30"),
          ZonedDateTime.parse("2026-07-02T03:04+02:00[Europe/Berlin]"),
          Outcome.FAILURE,
          Optional.empty(),
          List.of("a", "b"),
          Arrays.asList("a", null),
          Set.of("z", "y"),
          Map.of("k", -1, "j", 1),
          new Point(1, null));

  @Test
  void schema() {
    assertThat(RecordCodec.of(Everything.class).schema())
        .hasToString(
            "{bool:bool,b:byte,s:short,c:char,i:int,l:long,f:float,d:double,box:int?,none:int?,"
                + "ascii:string,wide:string,bytes:bytes,decimal:decimal,integer:bigint,uuid:uuid,"
                + "uri:uri,instant:instant,duration:duration,date:date,time:time,"
                + "dateTime:datetime,offset:offset-datetime,zoned:zoned-datetime,"
                + "outcome:enum(SUCCESS|FAILURE),maybe:string,list:list<string>,nulls:list<string>,"
                + "set:set<string>,map:map<string,int?>,point:{x:int,y:int?}}");
  }

  @Test
  void value() {
    byte[] key = {0x15, 1, 2, 'k', 0};

    assertThat(hex(StoredValue.seal(key, 300, RecordCodec.of(Everything.class), EVERYTHING)))
        .isEqualTo(
            "01" // format
                + "d3337896" // CRC-32C
                + "ac02" // schema id
                + "020002" // nulls: none and maybe
                + "01fe0301e900" // bool to c
                + "d704" // i
                + "808080808040" // l
                + "0000c03f" // f
                + "00000000000004c0" // d
                + "0e" // box
                + "61736369e9" // ascii
                + "84c3a9eda0bdedb880" // wide
                + "020102" // bytes
                + "03fb1e04" // decimal
                + "0a400000000000000000" // integer
                + "01000000000000000200000000000000" // uuid
                + "687474703a2f2fe1" // uri
                + "80e2cfaa0605" // instant
                + "010000000000000080cab5ee01" // duration
                + "ea0f0102" // date
                + "03fb" // time
                + "ea0f010203040506" // dateTime
                + "ea0f010203fb16" // offset
                + "ea0f070203fb084575726f70652f4265726c69ee" // zoned
                + "01" // outcome
                + "0482618262" // list
                + "0501826100" // nulls
                + "048279827a" // set
                + "04826a02826b01" // map
                + "0102"); // point
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
