package dev.cairn.tools.dump;

import dev.cairn.record.Schema;
import dev.cairn.record.ValueType;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Generates random schemas, values and keys of every type for property tests, often near a type's
 * limits.
 */
final class AnyValues {
  private static final List<String> KEY_TYPES =
      List.of("string", "int", "long", "bool", "double", "instant", "uuid", "bytes", "enum");

  private AnyValues() {}

  /** Texts of any UTF-16 units, also halves of surrogate pairs, and of code points of any plane. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(8),
        codePoints(12),
        Arbitraries.of(
            "", "\uD800", "\uDC00\uD800", "\0", "\"\\\n\u2028", "😀", "x".repeat(20_000)));
  }

  /** Texts that UTF-8 has. */
  private static Arbitrary<String> codePoints(int most) {
    return Arbitraries.integers()
        .between(0, 0x10FFFF)
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .list()
        .ofMaxSize(most)
        .map(
            points ->
                points.stream()
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
  }

  private static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
            Arbitraries.longs().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  private static Arbitrary<LocalDateTime> dateTimes() {
    return Combinators.combine(
            Arbitraries.longs()
                .between(LocalDate.MIN.toEpochDay(), LocalDate.MAX.toEpochDay())
                .map(LocalDate::ofEpochDay),
            times())
        .as(LocalDateTime::of);
  }

  private static Arbitrary<LocalTime> times() {
    return Arbitraries.longs().between(0, LocalTime.MAX.toNanoOfDay()).map(LocalTime::ofNanoOfDay);
  }

  private static Arbitrary<ZoneOffset> offsets() {
    return Arbitraries.integers().between(-64_800, 64_800).map(ZoneOffset::ofTotalSeconds);
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.oneOf(
        Arbitraries.longs(), Arbitraries.of(1L << 53, (1L << 53) - 1, 1 - (1L << 53), -(1L << 53)));
  }

  private static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble).filter(d -> !Double.isNaN(d)),
        Arbitraries.of(
            Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -0.0, 1.0, 0.1));
  }

  private static Arbitrary<Float> floats() {
    return Arbitraries.oneOf(
        Arbitraries.integers().map(Float::intBitsToFloat).filter(f -> !Float.isNaN(f)),
        Arbitraries.of(Float.NaN, Float.NEGATIVE_INFINITY, -0f, 0.1f));
  }

  private static Arbitrary<UUID> uuids() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
  }

  private static Arbitrary<byte[]> bytes(int most) {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(most);
  }

  private static Arbitrary<BigInteger> bigIntegers() {
    return bytes(40).filter(b -> b.length > 0).map(BigInteger::new);
  }

  private static Arbitrary<?> scalars(ScalarType type) {
    return switch (type) {
      case BOOL -> Arbitraries.of(true, false);
      case BYTE -> Arbitraries.bytes();
      case SHORT -> Arbitraries.shorts();
      case CHAR -> Arbitraries.chars().all();
      case INT -> Arbitraries.integers();
      case LONG -> longs();
      case FLOAT -> floats();
      case DOUBLE -> doubles();
      case STRING -> texts();
      case BYTES -> bytes(50);
      case DECIMAL ->
          Combinators.combine(
                  bigIntegers(),
                  Arbitraries.oneOf(Arbitraries.integers().between(-9, 9), Arbitraries.integers()))
              .as(BigDecimal::new);
      case BIGINT -> bigIntegers();
      case UUID -> uuids();
      case URI ->
          Arbitraries.of("", "https://a.example/?q=%20#x", "mailto:a@b", "ż").map(URI::create);
      case INSTANT -> instants();
      case DURATION ->
          Combinators.combine(
                  Arbitraries.longs().between(Long.MIN_VALUE + 1, Long.MAX_VALUE),
                  Arbitraries.longs().between(0, 999_999_999))
              .as(Duration::ofSeconds);
      case DATE -> dateTimes().map(LocalDateTime::toLocalDate);
      case TIME -> times();
      case DATETIME -> dateTimes();
      case OFFSET_DATETIME -> Combinators.combine(dateTimes(), offsets()).as(OffsetDateTime::of);
      case ZONED_DATETIME ->
          Arbitraries.oneOf(
              Combinators.combine(
                      Arbitraries.longs().between(-60_000_000_000L, 250_000_000_000L),
                      Arbitraries.of("Europe/Warsaw", "UTC", "Z", "Asia/Kathmandu"))
                  .as((s, zone) -> Instant.ofEpochSecond(s).atZone(ZoneId.of(zone))),
              Arbitraries.of(
                  ZonedDateTime.parse("2024-10-27T02:30:00+01:00[Europe/Warsaw]"),
                  ZonedDateTime.parse("2024-10-27T02:30:00+02:00[Europe/Warsaw]")));
    };
  }

  /** Draws values of a type; null too, where it may be. */
  static Arbitrary<Object> values(ValueType type) {
    Arbitrary<Object> some = some(type);
    return type.nullable() ? some.injectNull(0.1) : some;
  }

  private static Arbitrary<Object> some(ValueType type) {
    if (type instanceof ValueType.Scalar scalar) {
      return scalars(scalar.type()).map(value -> value);
    } else if (type instanceof ValueType.Constants constants) {
      return Arbitraries.of(constants.names()).map(name -> name);
    } else if (type instanceof ValueType.Struct struct) {
      return records(struct.schema()).map(map -> map);
    } else if (type instanceof ValueType.ListOf list) {
      return values(list.element()).list().ofMaxSize(4).map(items -> items);
    } else if (type instanceof ValueType.SetOf set) {
      return some(set.element()).list().ofMaxSize(4).uniqueElements(AnyValues::text).map(x -> x);
    }
    ValueType.MapOf map = (ValueType.MapOf) type;
    return Combinators.combine(some(map.key()), values(map.value()))
        .as((key, value) -> Arrays.asList(key, value))
        .list()
        .ofMaxSize(4)
        .uniqueElements(entry -> text(entry.get(0)))
        .map(
            entries -> {
              Map<Object, Object> made = new LinkedHashMap<>();
              entries.forEach(entry -> made.put(entry.get(0), entry.get(1)));
              return made;
            });
  }

  /** Arrays are equal to none other, but their texts are. */
  private static String text(Object value) {
    if (value instanceof byte[] array) {
      return Arrays.toString(array);
    } else if (value instanceof List<?> list) {
      return list.stream().map(AnyValues::text).sorted().toList().toString(); // it may be a set
    } else if (value instanceof Map<?, ?> map) {
      List<String> entries = new ArrayList<>();
      map.forEach((k, v) -> entries.add(text(k) + "=" + text(v)));
      return entries.stream().sorted().toList().toString();
    }
    return String.valueOf(value);
  }

  static Arbitrary<Map<String, Object>> records(Schema schema) {
    List<Arbitrary<Object>> components =
        schema.components().stream().map(component -> values(component.type())).toList();
    return Combinators.combine(components)
        .as(
            values -> {
              Map<String, Object> record = new LinkedHashMap<>();
              for (int i = 0; i < values.size(); i++) {
                record.put(schema.components().get(i).name(), values.get(i));
              }
              return record;
            });
  }

  /** Draws the texts of types within each other, so deep at most. */
  private static Arbitrary<String> types(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.of(ScalarType.values())
            .map(type -> type.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    Arbitrary<String> leaf =
        Arbitraries.oneOf(
            scalar,
            Arbitraries.of(
                "bool?", "int?", "long?", "double?", "char?", "enum(A|B|\"Ż x\")", "string"));
    if (depth == 0) {
      return leaf;
    }
    // An element of a collection is never a primitive.
    Arbitrary<String> part =
        types(depth - 1)
            .map(
                text ->
                    List.of("bool", "byte", "short", "char", "int", "long", "float", "double")
                            .contains(text)
                        ? text + "?"
                        : text);
    return Arbitraries.oneOf(
        leaf,
        part.map(text -> "list<" + text + ">"),
        part.map(text -> "set<" + text + ">"),
        Combinators.combine(part, part).as("map<%s,%s>"::formatted),
        schemaTexts(depth - 1));
  }

  private static Arbitrary<String> schemaTexts(int depth) {
    List<String> names = List.of("a", "b_2", "\"größe\"", "\"a b\"");
    return types(depth)
        .list()
        .ofMaxSize(names.size())
        .map(
            types -> {
              List<String> components = new ArrayList<>();
              for (int i = 0; i < types.size(); i++) {
                components.add(names.get(i) + ":" + types.get(i));
              }
              return "{" + String.join(",", components) + "}";
            });
  }

  static Arbitrary<Schema> schemas() {
    return schemaTexts(2).map(Schema::parse);
  }

  static Arbitrary<List<String>> keyTypes() {
    return Arbitraries.of(KEY_TYPES).list().ofMinSize(1).ofMaxSize(3);
  }

  static Arbitrary<List<Object>> keys(List<String> types) {
    return Combinators.combine(types.stream().map(AnyValues::component).toList())
        .as(values -> values);
  }

  private static Arbitrary<Object> component(String type) {
    Arbitrary<?> values =
        switch (type) {
          case "string", "enum" -> codePoints(12);
          case "int" -> Arbitraries.integers();
          case "long" -> longs();
          case "bool" -> Arbitraries.of(true, false);
          case "double" -> doubles();
          case "instant" -> instants();
          case "uuid" -> uuids();
          default -> bytes(12);
        };
    return values.map(value -> value);
  }

  static Arbitrary<String> namespaces() {
    return Arbitraries.oneOf(Arbitraries.of("", "alice", "żółw 😀"), codePoints(8));
  }
}
