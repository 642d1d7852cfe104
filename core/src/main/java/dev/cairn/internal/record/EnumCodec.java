package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Output;
import dev.cairn.record.ValueType;
import dev.cairn.record.ValueType.ScalarType;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Encodes enum constants as their index in the schema's list of names, and decodes them by name.
 */
final class EnumCodec implements ValueCodec {
  private final Map<String, Enum<?>> byName;
  private final ValueType.Constants type;

  EnumCodec(Class<? extends Enum<?>> enumClass) {
    Enum<?>[] constants = enumClass.getEnumConstants();
    byName = Arrays.stream(constants).collect(Collectors.toMap(Enum::name, Function.identity()));
    type = new ValueType.Constants(Arrays.stream(constants).<String>map(Enum::name).toList());
  }

  @Override
  public ValueType type() {
    return type;
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // the stored schema lists the constants in this order
  public void write(Object value, Output out) {
    out.writeVarInt(((Enum<?>) value).ordinal(), true);
  }

  @Override
  public ValueReader reader(ValueType stored, ComponentPath path) {
    if (stored instanceof ValueType.Constants from) {
      @Nullable Enum<?>[] byIndex =
          from.names().stream().map(this::constant).toArray(Enum<?>[]::new);
      return in -> {
        int index = GenericValue.readConstant(from, in);
        return known(byIndex[index], from.names().get(index), stored, path);
      };
    }
    if (stored instanceof ValueType.Scalar from && from.type() == ScalarType.STRING) {
      return in -> {
        String name = (String) ScalarForm.of(from.type()).reader.read(in);
        return known(constant(name), name, stored, path);
      };
    }
    throw path.refuse(stored, type);
  }

  private Enum<?> known(
      @Nullable Enum<?> constant, String name, ValueType stored, ComponentPath path) {
    if (constant == null) {
      throw path.unfit(name, stored, type);
    }
    return constant;
  }

  private @Nullable Enum<?> constant(String name) {
    return byName.get(name);
  }

  @Override
  public Object parse(String text) {
    Enum<?> constant = constant(text);
    if (constant == null) {
      throw new IllegalArgumentException("none of " + type.names());
    }
    return constant;
  }
}
