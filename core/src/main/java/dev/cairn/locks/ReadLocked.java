package dev.cairn.locks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a method of an interface runs while a named lock is held for reading, where it is
 * called through the proxy that {@link Locks#guarded} makes.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ReadLocked {
  /**
   * Names the lock. {@code {0}} stands for the text of the first argument of the method, {@code
   * {1}} for that of the second, and so on: {@code "profile:{0}"}.
   */
  String value();

  /** Says how many milliseconds to wait for the lock; 0 for the 10 s of a lock for reading. */
  long timeoutMillis() default 0;
}
