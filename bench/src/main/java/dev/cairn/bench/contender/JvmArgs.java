package dev.cairn.bench.contender;

/**
 * The JVM arguments that some contender needs, for {@code @Fork(jvmArgsAppend = …)}. All contenders
 * are run with all of them, so that no fork differs from another by its arguments.
 */
public final class JvmArgs {
  /** Lets lmdbjava's proxy point a buffer at the memory map. */
  public static final String OPEN_NIO = "--add-opens=java.base/java.nio=ALL-UNNAMED";

  /** As {@link #OPEN_NIO}; Chronicle Map maps files through it. */
  public static final String OPEN_NIO_CH = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

  private JvmArgs() {}
}
