package dev.cairn.adk;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Generates test values of the framework's types, with each component set in turn. So a component
 * that a later version adds has a sample too. Each is set through the type's builder, to a value
 * that is made in the same way.
 */
final class Samples {
  /** Types may contain themselves; there is nothing new to see further down. */
  private static final int DEPTH = 4;

  private Samples() {}

  /** Returns a value for each component of a type, by the component's name. */
  static Map<String, Object> ofEachComponent(Class<?> type) {
    Map<String, Object> samples = new LinkedHashMap<>();
    for (Method setter : setters(builder(type))) {
      Object builder = builder(type);
      call(setter, builder, value(setter.getGenericParameterTypes()[0], 1));
      samples.put(setter.getName(), build(builder));
    }
    return samples;
  }

  /** Returns a value of a type with all components set. */
  static Object withAllComponents(Class<?> type, int depth) {
    Object builder = builder(type);
    for (Method setter : setters(builder)) {
      if (depth < DEPTH || isPlain(setter.getParameterTypes()[0])) {
        call(setter, builder, value(setter.getGenericParameterTypes()[0], depth + 1));
      }
    }
    return build(builder);
  }

  private static boolean isPlain(Class<?> type) {
    return type.isPrimitive() || type.isArray() || type.getName().startsWith("java.");
  }

  /** Returns the methods that set a component, one for each, in the order of their names. */
  private static List<Method> setters(Object builder) {
    Map<String, Method> setters = new LinkedHashMap<>();
    Class<?> type = builderType(builder.getClass());
    Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type && method.getParameterCount() == 1)
        .filter(method -> !method.isVarArgs() && !method.isAnnotationPresent(Deprecated.class))
        .filter(method -> !method.getParameterTypes()[0].getSimpleName().equals("Builder"))
        .filter(method -> !method.getName().equals("merge")) // takes all components of another
        .sorted(Comparator.comparing(Method::getName).thenComparing(Samples::preference))
        .forEach(method -> setters.putIfAbsent(method.getName(), method));
    return List.copyOf(setters.values());
  }

  /** Enumerations of the framework have setters for text and for their constants too. */
  private static int preference(Method setter) {
    String type = setter.getParameterTypes()[0].getSimpleName();
    return type.equals("Known") ? 1 : type.equals("String") ? 2 : 0;
  }

  private static Class<?> builderType(Class<?> type) {
    return type.getSimpleName().equals("Builder") && Modifier.isPublic(type.getModifiers())
        ? type
        : builderType(type.getSuperclass());
  }

  private static Object value(Type type, int depth) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Map.class) {
        return Map.of("key", value(arguments[1], depth));
      }
      Object element = value(arguments[0], depth);
      return generic.getRawType() == Set.class ? Set.of(element) : List.of(element);
    }
    if (type instanceof WildcardType wildcard) {
      return value(wildcard.getUpperBounds()[0], depth);
    }
    return plain((Class<?>) type, depth);
  }

  private static Object plain(Class<?> type, int depth) {
    if (type == String.class || type == Object.class) {
      return "ä text: \"\u0000\n\ud83d\ude00";
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == int.class || type == Integer.class) {
      return 7;
    }
    if (type == long.class || type == Long.class) {
      return 1L << 40;
    }
    if (type == float.class || type == Float.class) {
      return 0.1f;
    }
    if (type == double.class || type == Double.class) {
      return 0.1;
    }
    if (type == byte[].class) {
      return new byte[] {0, -1, 127};
    }
    if (type == Instant.class) {
      return Instant.parse("2026-01-02T03:04:05.678Z");
    }
    if (type == Duration.class) {
      return Duration.ofMillis(1500);
    }
    return object(type, depth);
  }

  /** Returns a value of a type of the framework: an enumeration of it, or one with a builder. */
  private static Object object(Class<?> type, int depth) {
    try {
      return type.getConstructor(String.class).newInstance("A_NEW_CONSTANT");
    } catch (NoSuchMethodException e) {
      return withAllComponents(type, depth);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no sample of " + type, e);
    }
  }

  private static Object builder(Class<?> type) {
    try {
      return type.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no sample of " + type + "; add a rule to this class", e);
    }
  }

  private static Object build(Object builder) {
    try {
      return builderType(builder.getClass()).getMethod("build").invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static void call(Method setter, Object builder, Object value) {
    try {
      setter.invoke(builder, value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new LinkageError(setter + " with " + value, e);
    }
  }
}
