package dev.cairn.bench.contender;

import java.util.List;

/**
 * Lists the JVM arguments that the compared stores need on Java 17 and 25. Every contender is run
 * with all of them, so that no fork differs from another by its arguments.
 *
 * <p>They are constants, for {@code @Fork(jvmArgsAppend = …)}.
 */
public final class JvmArgs {
  /** Lets lmdbjava's proxy point a buffer at the memory map. */
  public static final String OPEN_NIO = "--add-opens=java.base/java.nio=ALL-UNNAMED";

  /** As {@link #OPEN_NIO}; Chronicle Map maps files through it. */
  public static final String OPEN_NIO_CH = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

  /** Lets Chronicle Map define the classes that it writes. */
  public static final String OPEN_LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  /** Lets Chronicle Map look into the classes that it implements. */
  public static final String OPEN_REFLECT = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";

  /** Lets Chronicle Map free its buffers; without it there is a warning. */
  public static final String EXPORT_REF = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";

  /** Lets Chronicle Map compile the classes that it writes. */
  public static final String EXPORT_JAVAC =
      "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED";

  /** The smallest heap of a JVM that is measured. */
  public static final String HEAP_FROM = "-Xms512m";

  /** The largest heap, which is the smallest: it does not grow while it is measured. */
  public static final String HEAP_TO = "-Xmx512m";

  /** Has all of the heap touched before it is measured. */
  public static final String TOUCHED = "-XX:+AlwaysPreTouch";

  /** The heap of a JVM that has run for a while, for who starts one otherwise. */
  public static final List<String> WARM_HEAP = List.of(HEAP_FROM, HEAP_TO, TOUCHED);

  /** The flags that contenders need, for programs that start a JVM in another way. */
  public static final List<String> ALL =
      List.of(OPEN_NIO, OPEN_NIO_CH, OPEN_LANG, OPEN_REFLECT, EXPORT_REF, EXPORT_JAVAC);

  private JvmArgs() {}
}
