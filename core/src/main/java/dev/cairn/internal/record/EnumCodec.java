package dev.cairn.internal.record;

import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.List;

/** Writes enum constants as their place in the schema's list; reads them by name. */
final class EnumCodec implements ValueCodec {
  private final Enum<?>[] constants;
  private final ValueType.Constants type;

  EnumCodec(Class<? extends Enum<?>> enumClass) {
    constants = enumClass.getEnumConstants();
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
  public Reader reader(ValueType stored, ComponentPath path) {
    if (stored instanceof ValueType.Constants from) {
      List<String> names = type.names();
      if (names.containsAll(from.names())) {
        Enum<?>[] byIndex =
            from.names().stream()
                .map(name -> constants[names.indexOf(name)])
                .toArray(Enum<?>[]::new);
        return in -> byIndex[GenericValue.readConstant(from, in)];
      }
    }
    throw path.refuse(stored, type);
  }

  @Override
  public Object parse(String text) {
    int index = type.names().indexOf(text);
    if (index < 0) {
      throw new IllegalArgumentException("none of " + type.names());
    }
    return constants[index];
  }
}
