package dev.cairn.bench.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the disk syncs of a store in the output of {@code strace -f -y}. Writes to a file that was
 * opened so that every write is synced count, too.
 */
final class SystemCalls {
  /** The system calls that strace counts. */
  static final String TRACED =
      "openat,fsync,fdatasync,msync,sync_file_range,write,writev,pwrite64,pwritev,pwritev2";

  /** The thread, the call, and what follows. */
  private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\((.*)");

  /** The end of a call that another thread's came between. */
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)");

  /** The file that a call returned. */
  private static final Pattern RETURNED = Pattern.compile(".* = (\\d+)<.*");

  /** The file that a call is about, its first argument. */
  private static final Pattern FILE = Pattern.compile("(\\d+)<([^>]*)>.*");

  private final String directory;
  private final Map<String, String> opening = new HashMap<>();
  private final Set<String> synced = new HashSet<>();
  private int calls;
  private int syncedWrites;

  private SystemCalls(String directory) {
    this.directory = directory;
  }

  /** Counts; only files in the directory matter. */
  static SystemCalls count(List<String> lines, String directory) {
    SystemCalls counted = new SystemCalls(directory);
    lines.forEach(counted::line);
    return counted;
  }

  /** Returns how many calls of fdatasync, fsync and msync there were. */
  int calls() {
    return calls;
  }

  /** Returns how many writes there were that are synced themselves. */
  int syncedWrites() {
    return syncedWrites;
  }

  private void line(String line) {
    Matcher call = CALL.matcher(line);
    Matcher resumed = RESUMED.matcher(line);
    if (call.matches()) {
      begun(call.group(1), call.group(2), call.group(3));
    } else if (resumed.matches() && resumed.group(2).equals("openat")) {
      opened(opening.getOrDefault(resumed.group(1), "") + resumed.group(3));
    }
  }

  private void begun(String thread, String name, String rest) {
    switch (name) {
      case "openat" -> {
        opening.put(thread, rest);
        opened(rest);
      }
      case "msync" -> calls += rest.contains("MS_SYNC") ? 1 : 0;
      case "fsync", "fdatasync" -> calls += isOfStore(rest) ? 1 : 0;
      case "write", "writev", "pwrite64", "pwritev", "pwritev2" ->
          syncedWrites += isOfStore(rest) && synced.contains(number(rest)) ? 1 : 0;
      default -> {}
    }
  }

  /** The number of a file is used again once the file is closed. */
  private void opened(String call) {
    Matcher returned = RETURNED.matcher(call);
    if (returned.matches()) {
      if (call.contains("O_DSYNC") || call.contains("O_SYNC")) {
        synced.add(returned.group(1));
      } else {
        synced.remove(returned.group(1));
      }
    }
  }

  private boolean isOfStore(String call) {
    Matcher file = FILE.matcher(call);
    return file.matches() && file.group(2).startsWith(directory);
  }

  private static String number(String call) {
    return call.substring(0, call.indexOf('<'));
  }
}
