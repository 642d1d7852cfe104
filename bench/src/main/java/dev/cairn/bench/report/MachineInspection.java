package dev.cairn.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Describes the machine of a benchmark run, from data that Linux and Java report. */
public final class MachineInspection {
  private static final int SYNCS = 200;
  private static final int SYNCED_BYTES = 4096;
  private static final double NANOS_A_MICRO = 1e3;
  private static final String UNKNOWN = "unknown";

  private MachineInspection() {}

  /**
   * Returns what this machine is.
   *
   * @param directory on the disk that the stores are on
   */
  public static Machine of(Path directory) throws IOException {
    Files.createDirectories(directory);
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        value("/proc/cpuinfo", "model name", ":"),
        system.getAvailableProcessors(),
        system.getTotalMemorySize(),
        Files.getFileStore(directory).type(),
        syncMicros(directory),
        "%s, Linux %s %s"
            .formatted(
                value("/etc/os-release", "PRETTY_NAME", "=").replace("\"", ""),
                System.getProperty("os.version"),
                system.getArch()),
        "JDK %s of %s"
            .formatted(
                System.getProperty("java.runtime.version"), System.getProperty("java.vm.vendor")),
        versions());
  }

  /** Returns the value of a name in a file of names and values. */
  private static String value(String file, String name, String separator) throws IOException {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      return UNKNOWN;
    }
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(separator) + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    }
  }

  private static double syncMicros(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "sync", "");
    List<Double> micros = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long begin = System.nanoTime();
        channel.write(ByteBuffer.allocate(SYNCED_BYTES));
        channel.force(false);
        micros.add((System.nanoTime() - begin) / NANOS_A_MICRO);
      }
    } finally {
      Files.delete(file);
    }
    return Median.of(micros);
  }

  /** The build writes them into the manifest: the jar itself does not know what it is made of. */
  private static String versions() throws IOException {
    try (InputStream in = MachineInspection.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      String versions =
          in == null ? null : new Manifest(in).getMainAttributes().getValue("Measured-Versions");
      return versions == null ? UNKNOWN : versions;
    }
  }
}
