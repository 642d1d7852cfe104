package dev.cairn.tools.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.DataFormatException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Counts what the users of a load test did, how long it took and how it failed. Thread-safe. */
final class Tally {
  private static final int DIGITS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Failures of an operation that are alike.
   *
   * @param operation the operation
   * @param kind the class of the exception
   * @param count the number of them
   * @param example the message of one
   */
  record Failures(Operation operation, String kind, long count, String example) {}

  private record Kind(Operation operation, String name) {}

  private record Part(String operation, String histogram, long vain) {}

  private record Sent(List<Part> parts, List<Failures> failures) {}

  private final Map<Operation, Histogram> times = new EnumMap<>(Operation.class);
  private final Map<Operation, LongAdder> vain = new EnumMap<>(Operation.class);
  private final Map<Kind, Failures> failures = new ConcurrentHashMap<>();
  private final LongAdder done = new LongAdder();

  Tally() {
    for (Operation each : Operation.values()) {
      times.put(each, new ConcurrentHistogram(DIGITS));
      vain.put(each, new LongAdder());
    }
  }

  void done(Operation operation, long nanos, boolean hadEffect) {
    times(operation).recordValue(Math.max(0, nanos));
    if (!hadEffect) {
      vain(operation).increment();
    }
    done.increment();
  }

  void failed(Operation operation, RuntimeException failure) {
    add(
        new Failures(
            operation,
            failure.getClass().getSimpleName(),
            1,
            String.valueOf(failure.getMessage())));
  }

  private void add(Failures more) {
    failures.merge(
        new Kind(more.operation(), more.kind()),
        more,
        (one, other) ->
            new Failures(one.operation(), one.kind(), one.count() + other.count(), one.example()));
  }

  /** Returns the times of the operations that succeeded, in nanoseconds. */
  Histogram times(Operation operation) {
    return Objects.requireNonNull(times.get(operation));
  }

  private LongAdder vain(Operation operation) {
    return Objects.requireNonNull(vain.get(operation));
  }

  /** Returns how many operations found nothing to do, as a limit that is used up. */
  long inVain(Operation operation) {
    return vain(operation).sum();
  }

  /** Returns how many of an operation succeeded. */
  long succeeded(Operation operation) {
    return times(operation).getTotalCount();
  }

  /** Returns how many operations succeeded so far. */
  long succeeded() {
    return done.sum();
  }

  long failed() {
    return failures.values().stream().mapToLong(Failures::count).sum();
  }

  long failed(Operation operation) {
    return failures().stream()
        .filter(each -> each.operation() == operation)
        .mapToLong(Failures::count)
        .sum();
  }

  /** Returns the failures, the most frequent first. */
  List<Failures> failures() {
    return failures.values().stream()
        .sorted(Comparator.comparingLong(Failures::count).reversed())
        .toList();
  }

  /** Adds what another tally counted, as {@link #json} wrote it. */
  void add(String json) {
    try {
      Sent sent = JSON.readValue(json, new TypeReference<>() {});
      for (Part part : sent.parts()) {
        Operation operation = Operation.valueOf(part.operation());
        Histogram more =
            Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(part.histogram())), 0);
        times(operation).add(more);
        vain(operation).add(part.vain());
        done.add(more.getTotalCount());
      }
      sent.failures().forEach(this::add);
    } catch (JsonProcessingException | DataFormatException e) {
      throw new IllegalArgumentException("a worker sent no tally: " + json, e);
    }
  }

  /** Returns this as one line. */
  String json() {
    List<Part> parts = new ArrayList<>();
    times.forEach(
        (operation, histogram) ->
            parts.add(new Part(operation.name(), encoded(histogram), inVain(operation))));
    try {
      return JSON.writeValueAsString(new Sent(parts, failures()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(Histogram histogram) {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }
}
