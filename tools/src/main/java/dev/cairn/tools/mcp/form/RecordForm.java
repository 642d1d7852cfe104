package dev.cairn.tools.mcp.form;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts records to JSON objects and back, with one property for each component.
 *
 * <p>An {@link Optional} component is a property that may be missing. JSON may have other
 * properties; they are ignored.
 */
final class RecordForm implements Form {
  private final Constructor<? extends Record> constructor;
  private final List<Property> properties;

  private RecordForm(Constructor<? extends Record> constructor, List<Property> properties) {
    this.constructor = constructor;
    this.properties = properties;
  }

  /**
   * A component of the record.
   *
   * @param about its description; empty if there is none
   */
  private record Property(String name, Form form, boolean optional, String about, Method accessor) {
    static Property of(RecordComponent component) {
      Type type = component.getGenericType();
      boolean optional =
          type instanceof ParameterizedType wrapper && wrapper.getRawType() == Optional.class;
      About about = component.getAnnotation(About.class);
      component.getAccessor().setAccessible(true); // the records of a group are its own
      return new Property(
          component.getName(),
          Forms.of(optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type),
          optional,
          about == null ? "" : about.value(),
          component.getAccessor());
    }

    Map<String, Object> schema(boolean closed) {
      Map<String, Object> schema = form.schema(closed);
      if (!about.isEmpty()) {
        schema.put("description", about);
      }
      return schema;
    }

    Object read(String path, @Nullable Object json) {
      if (json == null && optional) {
        return Optional.empty();
      }
      if (json == null) {
        throw new BadArgumentException(
            path + " is missing: give " + form.noun() + (about.isEmpty() ? "" : ", " + about));
      }
      Object value = form.read(path, json);
      return optional ? Optional.of(value) : value;
    }

    Optional<?> value(Object record) {
      try {
        Object value = accessor.invoke(record);
        return optional ? (Optional<?>) value : Optional.of(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + accessor, e);
      }
    }
  }

  static RecordForm of(Class<? extends Record> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<Property> properties = new ArrayList<>();
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      properties.add(Property.of(components[i]));
      types[i] = components[i].getType();
    }
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return new RecordForm(constructor, List.copyOf(properties));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("no canonical constructor in " + type, e);
    }
  }

  List<String> names() {
    return properties.stream().map(Property::name).toList();
  }

  @Override
  public Map<String, Object> schema(boolean closed) {
    Map<String, Object> parts = new LinkedHashMap<>();
    properties.forEach(property -> parts.put(property.name(), property.schema(closed)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", parts);
    List<String> required =
        properties.stream().filter(each -> !each.optional()).map(Property::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (closed) {
      schema.put("additionalProperties", false);
    }
    return schema;
  }

  @Override
  public String noun() {
    return "an object with " + String.join(", ", names());
  }

  @Override
  public Object read(String path, Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      throw ScalarForm.unfit(path, this, json);
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    Object[] values =
        properties.stream()
            .map(property -> property.read(prefix + property.name(), map.get(property.name())))
            .toArray();
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot make " + constructor, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + constructor, e);
    }
  }

  @Override
  public Map<String, Object> write(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Property property : properties) {
      property
          .value(value)
          .ifPresent(each -> map.put(property.name(), property.form().write(each)));
    }
    return map;
  }
}
