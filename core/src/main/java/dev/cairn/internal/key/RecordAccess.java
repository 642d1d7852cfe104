package dev.cairn.internal.key;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the components of records of one class and makes new records, with method handles that were
 * looked up once.
 *
 * <p>The handles have one erased type, so that calling them needs no conversion: {@code
 * (Object)Object} and {@code (Object[])Object}. The first calls go by reflection: a program uses
 * more record classes than it uses often, and to adapt one handle has a new JVM write some ten
 * classes. Two threads may adapt the same one, which changes nothing.
 */
public final class RecordAccess<V extends Record> {
  /** The calls by reflection, fewer than those after which Java 17 writes a class for them. */
  private static final int FIRST_CALLS = 12;

  private final Class<V> recordClass;
  private final RecordComponent[] components;
  private final Method[] accessors;
  private final Constructor<V> canonical;
  private final @Nullable MethodHandle[] getters;
  private @Nullable MethodHandle constructor;

  /** The calls that went by reflection; some calls of other threads may be missing. */
  private int reads;

  private int creations;

  private RecordAccess(
      Class<V> recordClass,
      RecordComponent[] components,
      Method[] accessors,
      Constructor<V> canonical) {
    this.recordClass = recordClass;
    this.components = components;
    this.accessors = accessors;
    this.canonical = canonical;
    this.getters = new MethodHandle[accessors.length];
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
    Class<?>[] types = new Class<?>[components.length];
    Method[] accessors = new Method[components.length];
    try {
      Object unused = MethodHandles.privateLookupIn(recordClass, MethodHandles.lookup()); // or not
      for (int i = 0; i < types.length; i++) {
        types[i] = components[i].getType();
        accessors[i] = components[i].getAccessor();
        accessors[i].setAccessible(true);
      }
      Constructor<V> canonical = recordClass.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return new RecordAccess<>(recordClass, components, accessors, canonical);
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
        if (reads < FIRST_CALLS) {
          reads++;
          return accessors[i].invoke(recordClass.cast(record));
        }
        getter =
            MethodHandles.lookup()
                .unreflect(accessors[i])
                .asType(methodType(Object.class, Object.class));
        getters[i] = getter;
      }
      return (Object) getter.invokeExact((Object) record);
    } catch (InvocationTargetException e) {
      throw unchecked(thrownBy(e));
    } catch (Throwable e) {
      throw unchecked(e);
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
        if (creations < FIRST_CALLS) {
          creations++;
          return canonical.newInstance(values);
        }
        create =
            MethodHandles.lookup()
                .unreflectConstructor(canonical)
                .asSpreader(Object[].class, components.length)
                .asType(methodType(Object.class, Object[].class));
        constructor = create;
      }
      @SuppressWarnings("unchecked") // the constructor of that class made it
      V record = (V) (Object) create.invokeExact(values);
      return record;
    } catch (InvocationTargetException e) {
      throw refused(thrownBy(e));
    } catch (Throwable e) {
      throw refused(e);
    }
  }

  private static Throwable thrownBy(InvocationTargetException e) {
    return Objects.requireNonNullElse(e.getCause(), e);
  }

  private UnfitValueException refused(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new UnfitValueException(
        "the constructor of " + typeName() + " refuses what was stored: " + e, e);
  }

  private static RuntimeException unchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    // An accessor declares no checked exception (JLS 8.10.3).
    return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
  }
}
