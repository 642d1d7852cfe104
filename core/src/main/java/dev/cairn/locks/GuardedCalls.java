package dev.cairn.locks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls the methods of an object, those with an annotation under the lock that it names. */
final class GuardedCalls implements InvocationHandler {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  private final Locks locks;
  private final Object target;
  private final Map<Signature, Rule> rules;

  /** A method of whichever interface: what an object does for one, it does for all. */
  private record Signature(String name, List<Class<?>> parameters) {
    static Signature of(Method method) {
      return new Signature(method.getName(), List.of(method.getParameterTypes()));
    }
  }

  /** The lock that a method is called under. */
  private record Rule(String resource, boolean writing, long timeoutMillis) {
    @Override
    public String toString() {
      return "'%s' for %s (%d ms)"
          .formatted(resource, writing ? "writing" : "reading", timeoutMillis);
    }
  }

  private GuardedCalls(Locks locks, Object target, Map<Signature, Rule> rules) {
    this.locks = locks;
    this.target = target;
    this.rules = rules;
  }

  /** Returns an object whose annotated methods call those of {@code target} under their locks. */
  static <T> T proxy(Locks locks, Class<T> type, T target) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          type.getName() + " is no interface, and only interfaces can be guarded");
    }
    Map<Signature, Rule> rules = new HashMap<>();
    collect(type, rules);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException(
          "no method of %s has @ReadLocked or @WriteLocked, so nothing of it would be guarded"
              .formatted(type.getName()));
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new GuardedCalls(locks, target, rules)));
  }

  /** Collects the rules of an interface and of those that it extends. */
  private static void collect(Class<?> type, Map<Signature, Rule> rules) {
    for (Method method : type.getDeclaredMethods()) {
      Rule rule = rule(method);
      if (rule != null) {
        check(method, rule);
        Rule other = rules.putIfAbsent(Signature.of(method), rule);
        if (other != null && !other.equals(rule)) {
          throw new IllegalArgumentException(
              "%s is to run under the lock %s, and under %s by another interface; leave one annotation"
                  .formatted(method, rule, other));
        }
      }
    }
    for (Class<?> extended : type.getInterfaces()) {
      collect(extended, rules);
    }
  }

  private static @Nullable Rule rule(Method method) {
    @Nullable ReadLocked read = method.getAnnotation(ReadLocked.class);
    @Nullable WriteLocked write = method.getAnnotation(WriteLocked.class);
    if (read != null && write != null) {
      throw new IllegalArgumentException(
          method
              + " has @ReadLocked and @WriteLocked; who writes may read, so leave out the first");
    }
    if (read != null) {
      return new Rule(read.value(), false, read.timeoutMillis());
    }
    return write == null ? null : new Rule(write.value(), true, write.timeoutMillis());
  }

  private static void check(Method method, Rule rule) {
    if (rule.resource().isBlank()) {
      throw new IllegalArgumentException(method + " names a blank lock");
    }
    if (rule.timeoutMillis() < 0) {
      throw new IllegalArgumentException(
          "%s waits for %d ms; a time is positive, and 0 stands for the usual one"
              .formatted(method, rule.timeoutMillis()));
    }
    if (CompletionStage.class.isAssignableFrom(method.getReturnType())
        || Future.class.isAssignableFrom(method.getReturnType())) {
      throw new IllegalArgumentException(
          "%s returns a future, whose work would go on after the lock is released; take the lock with readAsync() or writeAsync()"
              .formatted(method));
    }
    Matcher matcher = PLACEHOLDER.matcher(rule.resource());
    while (matcher.find()) {
      if (!matcher.group(1).matches("[0-9]{1,3}")
          || Integer.parseInt(matcher.group(1)) >= method.getParameterCount()) {
        throw new IllegalArgumentException(
            "%s names the lock '%s', but has no argument {%s}; the first one is {0}"
                .formatted(method, rule.resource(), matcher.group(1)));
      }
    }
  }

  @Override
  @SuppressWarnings("try") // the hold is only to be closed
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    @Nullable Rule rule = rules.get(Signature.of(method));
    if (method.getDeclaringClass() == Object.class && method.getName().equals("equals")) {
      return arguments != null && proxy == arguments[0];
    }
    if (rule == null) {
      return call(method, arguments);
    }
    NamedLock lock = locks.on(name(rule.resource(), arguments));
    if (rule.timeoutMillis() > 0) {
      lock = lock.withTimeout(Duration.ofMillis(rule.timeoutMillis()));
    }
    try (Hold hold = rule.writing() ? lock.write() : lock.read()) {
      return call(method, arguments);
    }
  }

  private static String name(String pattern, @Nullable Object @Nullable [] arguments) {
    return PLACEHOLDER
        .matcher(pattern)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    arguments == null
                        ? ""
                        : String.valueOf(arguments[Integer.parseInt(found.group(1))])));
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    boolean unused = method.trySetAccessible(); // the interface may not be public
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
