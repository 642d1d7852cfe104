package dev.cairn;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The library once more, in a class loader of its own, as each web application of a server has it.
 * Classes that are loaded through it can be used by way of the JDK's interfaces.
 */
final class OtherClassLoader implements AutoCloseable {
  private final URLClassLoader loader =
      new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());

  private static URL[] classPath() {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      try {
        urls.add(Path.of(entry).toUri().toURL());
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
