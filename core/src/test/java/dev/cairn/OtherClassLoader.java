package dev.cairn;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Loads the library a second time, in a class loader of its own, as each web application of a
 * server does. Classes that are loaded through it can be used by way of the JDK's interfaces.
 */
final class OtherClassLoader implements AutoCloseable {
  /** The libraries that load native code, or are made for those that do. */
  private static final Pattern NATIVE =
      Pattern.compile("/(jffi|jnr-|lmdbjava|native-|asm)[^/]*\\.jar$");

  private final URLClassLoader loader;

  OtherClassLoader() {
    this(ClassLoader.getPlatformClassLoader(), entry -> true);
  }

  private OtherClassLoader(ClassLoader parent, Predicate<String> entries) {
    this.loader = new URLClassLoader(classPath(entries), parent);
  }

  /** Makes one of the libraries that load native code alone. */
  static OtherClassLoader ofNativeLibraries() {
    return new OtherClassLoader(
        ClassLoader.getPlatformClassLoader(), entry -> NATIVE.matcher(entry).find());
  }

  /** Makes one of all libraries that this one, its parent, does not have. */
  OtherClassLoader child() {
    return new OtherClassLoader(loader, entry -> !NATIVE.matcher(entry).find());
  }

  private static URL[] classPath(Predicate<String> wanted) {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      try {
        if (wanted.test(entry)) {
          urls.add(Path.of(entry).toUri().toURL());
        }
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** Makes an object of a class of this class path, as the other class loader has it. */
  <T> T make(Class<? extends T> type, Class<T> contract) throws ReflectiveOperationException {
    Class<?> other = loader.loadClass(type.getName());
    if (other == type) {
      throw new IllegalStateException(type + " was not loaded again");
    }
    return contract.cast(other.getDeclaredConstructor().newInstance());
  }

  ClassLoader loader() {
    return loader;
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
