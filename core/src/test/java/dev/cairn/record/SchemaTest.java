package dev.cairn.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.internal.key.RandomKeys;
import dev.cairn.record.ValueType.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the text of a schema is parsed back to an equal schema, and that any other text is
 * refused.
 */
class SchemaTest {
  private static final String EXAMPLE =
      "{id:string,at:instant,visits:int,rank:double?,tags:list<string>,"
          + "outcome:enum(SUCCESS|FAILURE),place:{x:int,y:int},meta:map<string,set<int?>>}";

  @Test
  void textReadsBack() {
    assertThat(Schema.parse(EXAMPLE)).hasToString(EXAMPLE);
    assertThat(Schema.parse("{}")).hasToString("{}");
    assertThat(Schema.parse("{nothing:enum()}")).hasToString("{nothing:enum()}");
  }

  @Test
  void schemasOfOneTextAreEqual() {
    assertThat(Schema.parse(EXAMPLE)).isEqualTo(Schema.parse(EXAMPLE));
    assertThat(Schema.parse(EXAMPLE)).hasSameHashCodeAs(Schema.parse(EXAMPLE));
    assertThat(Schema.parse("{a:int}")).isNotEqualTo(Schema.parse("{a:int?}"));
  }

  @Test
  void showsItsComponentsInStoredOrder() {
    assertThat(Schema.parse("{b:int,a:list<string>}").components())
        .extracting(Schema.Component::name, component -> component.type().toString())
        .containsExactly(tuple("b", "int"), tuple("a", "list<string>"));
  }

  @Test
  void quotesNamesThatNeedIt() {
    Schema schema =
        new Schema(
            List.of(
                new Schema.Component("größe", new ValueType.Scalar(ScalarType.INT, false)),
                new Schema.Component(
                    "a \"b\"\\\n😀", new ValueType.Constants(List.of("X", "Y|Z")))));

    assertThat(schema)
        .hasToString("{\"größe\":int,\"a \\\"b\\\"\\\\\\u000a\\ud83d\\ude00\":enum(X|\"Y|Z\")}");
    assertThat(Schema.parse(schema.toString())).isEqualTo(schema);
  }

  @Test
  void randomSchemasReadBack() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      Schema schema = schema(random, 3);
      assertThat(Schema.parse(schema.toString())).isEqualTo(schema);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "int",
        "{a}",
        "{a:}",
        "{a:int",
        "{a:int}}",
        "{a:int,}",
        "{,a:int}",
        "{a:int }",
        " {a:int}",
        "{a:Int}",
        "{a:integer}",
        "{a:string?}",
        "{a:int??}",
        "{a:list}",
        "{a:list<>}",
        "{a:list<int>",
        "{a:map<int>}",
        "{a:map<int,int,int>}",
        "{a:enum}",
        "{a:enum(A|)}",
        "{a:enum(A|A)}",
        "{a:int,a:int}",
        "{1a:int}",
        "{\"a\":int}",
        "{\"a b:int}",
        "{\"\\u00\":int}",
        "{\"\\u00E4\":int}",
        "{\"\\x\":int}",
        "{a:list<{b:int>}"
      })
  void refusesAnyOtherText(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Schema.parse(text));
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schema.parse("{a:int,b:Foo}"))
        .withMessage("malformed schema: expected a type at character 10 of {a:int,b:Foo}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schema.parse("{\"a\":int}"))
        .withMessage("the schema {\"a\":int} is not written as {a:int}");
    assertThatIllegalArgumentException().isThrownBy(() -> Schema.parse(null));
  }

  @Test
  void refusesTypesThatNestTooDeep() {
    String deep = "{a:" + "list<".repeat(100_000) + "int" + ">".repeat(100_000) + "}";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schema.parse(deep))
        .withMessageContaining("expected no more than 64 types within each other");
  }

  private static Schema schema(Random random, int depth) {
    List<Schema.Component> components = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      components.add(new Schema.Component(RandomKeys.text(random) + i, type(random, depth)));
    }
    return new Schema(components);
  }

  private static ValueType type(Random random, int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(6)) {
      case 1 -> new ValueType.Constants(List.of("A", RandomKeys.text(random) + "B"));
      case 2 -> new ValueType.ListOf(type(random, depth - 1));
      case 3 -> new ValueType.SetOf(type(random, depth - 1));
      case 4 -> new ValueType.MapOf(type(random, depth - 1), type(random, depth - 1));
      case 5 -> new ValueType.Struct(schema(random, depth - 1));
      default -> {
        List<ScalarType> all = List.of(ScalarType.values());
        ScalarType type = all.get(random.nextInt(all.size()));
        yield new ValueType.Scalar(type, type.primitive() == null || random.nextBoolean());
      }
    };
  }
}
