package dev.cairn.internal.key;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the components of records of one class and makes new records, with method handles that were
 * looked up once.
 *
 * <p>The handles have one erased type, so that calling them needs no conversion: {@code
 * (Object)Object} and {@code (Object[])Object}. They are adapted to it when they are first called:
 * a program declares more records than it reads, and adapting is slow in a new JVM. Two threads may
 * adapt the same one, which changes nothing.
 */
public final class RecordAccess<V extends Record> {
  private final Class<V> recordClass;
  private final RecordComponent[] components;
  private final MethodHandle[] direct;
  private final MethodHandle directConstructor;
  private final @Nullable MethodHandle[] getters;
  private @Nullable MethodHandle constructor;

  private RecordAccess(
      Class<V> recordClass,
      RecordComponent[] components,
      MethodHandle[] direct,
      MethodHandle directConstructor) {
    this.recordClass = recordClass;
    this.components = components;
    this.direct = direct;
    this.directConstructor = directConstructor;
    this.getters = new MethodHandle[direct.length];
  }

  /**
   * Looks a record class up; it may be private.
   *
   * @throws IllegalArgumentException if it is no record, or if its module does not open its package
   *     to this one
   */
  public static <V extends Record> RecordAccess<V> of(Class<V> recordClass) {
    RecordComponent[] components = recordClass.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException(recordClass.getName() + " is not a record class");
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    MethodHandle[] getters = new MethodHandle[components.length];
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(recordClass, MethodHandles.lookup());
      for (int i = 0; i < getters.length; i++) {
        getters[i] = lookup.unreflect(components[i].getAccessor());
      }
      MethodHandle constructor = lookup.findConstructor(recordClass, methodType(void.class, types));
      return new RecordAccess<>(recordClass, components, getters, constructor);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          "record %s cannot be accessed; add 'opens %s%s;' to the module-info of module %s"
              .formatted(
                  recordClass.getName(),
                  recordClass.getPackageName(),
                  toOwnModule(),
                  recordClass.getModule().getName()),
          e);
    } catch (NoSuchMethodException e) {
      // The language gives every record its canonical constructor (JLS 8.10.4).
      throw new IllegalStateException(e);
    }
  }

  private static String toOwnModule() {
    Module own = RecordAccess.class.getModule();
    return own.isNamed() ? " to " + own.getName() : "";
  }

  Class<V> recordClass() {
    return recordClass;
  }

  public String typeName() {
    return recordClass.getName();
  }

  public int size() {
    return components.length;
  }

  public String name(int i) {
    return components[i].getName();
  }

  public Type type(int i) {
    return components[i].getGenericType();
  }

  public RecordComponent component(int i) {
    return components[i];
  }

  /** Returns the i-th component of a record; what its accessor throws is thrown on. */
  @Nullable
  public Object get(Record record, int i) {
    try {
      MethodHandle getter = getters[i];
      if (getter == null) {
        getter = direct[i].asType(methodType(Object.class, Object.class));
        getters[i] = getter;
      }
      return (Object) getter.invokeExact((Object) record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      // An accessor declares no checked exception (JLS 8.10.3).
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes a record from stored values.
   *
   * @throws UnfitValueException if its constructor refuses them; its message has no way out yet
   */
  public V create(@Nullable Object[] values) {
    try {
      MethodHandle create = constructor;
      if (create == null) {
        create =
            directConstructor
                .asSpreader(Object[].class, components.length)
                .asType(methodType(Object.class, Object[].class));
        constructor = create;
      }
      return recordClass.cast((Object) create.invokeExact(values));
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new UnfitValueException(
          "the constructor of " + typeName() + " refuses what was stored: " + e, e);
    }
  }
}
