package dev.cairn.survival;

import dev.cairn.survival.DiskRecord.Event;
import dev.cairn.survival.DiskRecord.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Computes the states in which a disk may be left by a power failure: all synced writes, and any
 * part of the others. The others may be on disk in any order, each whole or torn into sectors.
 *
 * <p>As POSIX has it and no better: a sync covers what was written before it began, a write to a
 * file that was opened with {@code O_DSYNC} covers itself.
 */
final class PowerFailure {
  private static final int SECTOR = 512;
  private static final int PAGE = 4096;

  private byte[] synced = new byte[0];

  /** By identity: two writes may be the same. */
  private final Set<Write> pending = new LinkedHashSet<>();

  private final Map<Long, List<Write>> syncing = new HashMap<>();

  private static final class Write {
    final int offset;
    final byte[] bytes;

    Write(Event event) {
      offset = Math.toIntExact(event.offset());
      bytes = event.bytes();
    }

    boolean sharesPage(Write other) {
      return offset / PAGE <= (other.offset + other.bytes.length - 1) / PAGE
          && other.offset / PAGE <= (offset + bytes.length - 1) / PAGE;
    }
  }

  /** Goes on to the next call. */
  void next(Event event) {
    switch (event.kind()) {
      case WRITE -> written(event);
      case SYNCING -> syncing.put(event.offset(), List.copyOf(pending));
      case SYNCED ->
          syncing.get(event.offset()).stream().filter(pending::remove).forEach(this::keep);
      case TRUNCATE -> {
        if (event.offset() < synced.length || !pending.isEmpty()) {
          throw new IllegalStateException("a store does not cut its file to " + event.offset());
        }
      }
      default -> {} // not about the file
    }
  }

  private void written(Event event) {
    Write write = new Write(event);
    if (event.durable()) {
      // The system knows a page once: what was written to it before goes with it.
      List<Write> before = pending.stream().filter(write::sharesPage).toList();
      before.forEach(pending::remove);
      before.forEach(this::keep);
      keep(write);
    } else {
      pending.add(write);
    }
  }

  private void keep(Write write) {
    synced = with(synced, write, 0, write.bytes.length);
  }

  private static byte[] with(byte[] file, Write write, int from, int to) {
    int end = write.offset + to;
    byte[] all = end > file.length ? Arrays.copyOf(file, end) : file;
    System.arraycopy(write.bytes, from, all, write.offset + from, to - from);
    return all;
  }

  /** Returns how many writes may or may not have reached the disk. */
  int pending() {
    return pending.size();
  }

  /** Returns what the disk may hold if the power fails now. */
  byte[] state(Random random) {
    return state(random, new ArrayList<>(pending));
  }

  /** Returns what the disk may hold if the power fails in the middle of a write. */
  byte[] stateDuring(Event write, Random random) {
    List<Write> all = new ArrayList<>(pending);
    all.add(new Write(write));
    return state(random, all);
  }

  private byte[] state(Random random, List<Write> some) {
    byte[] state = synced.clone();
    Collections.shuffle(some, random);
    // Of few writes any part; of many also nearly all, and nearly none.
    double kept =
        switch (random.nextInt(4)) {
          case 0 -> 1.0 / (1 + some.size());
          case 1 -> some.size() / (1.0 + some.size());
          default -> random.nextDouble();
        };
    boolean torn = random.nextBoolean();
    for (Write write : some) {
      if (random.nextDouble() < kept) {
        state = torn ? torn(state, write, random) : with(state, write, 0, write.bytes.length);
      }
    }
    return state;
  }

  /** Applies some sectors of a write; sectors are those of the file. */
  private static byte[] torn(byte[] file, Write write, Random random) {
    byte[] state = file;
    int from = 0;
    while (from < write.bytes.length) {
      int toBoundary = SECTOR - (write.offset + from) % SECTOR;
      int to = Math.min(write.bytes.length, from + toBoundary);
      if (random.nextBoolean()) {
        state = with(state, write, from, to);
      }
      from = to;
    }
    return state;
  }

  /** Tells whether what the disk must hold is other after this than before. */
  static boolean isPromise(Event event) {
    return event.kind() == Kind.SYNCED
        || event.kind() == Kind.SYNCING
        || event.kind() == Kind.ACKNOWLEDGED
        || event.durable();
  }
}
