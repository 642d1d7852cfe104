package dev.cairn.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests that ids are valid UUIDs of version 7, ascend in time, and are never issued twice. */
class TimeOrderedIdsTest {
  @Test
  void anIdIsAUuidOfVersion7WithTheTimeInFront() {
    long millis = 1_800_000_000_000L;

    UUID id = UUID.fromString(TimeOrderedIds.next(millis));

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(millis);
  }

  /** 48 bits of milliseconds hold the years 1970 to 10889. */
  @Test
  void timesBeyondThoseOfAUuidCountAsItsEnds() {
    long last = (1L << 48) - 1;
    for (Instant late : List.of(Instant.MAX, Instant.ofEpochMilli(last + 1))) {
      assertThat(millis(TimeOrderedIds.next(late))).isBetween(last - 3_600_000, last);
    }
    for (Instant early : List.of(Instant.MIN, Instant.EPOCH.minusMillis(1), Instant.EPOCH)) {
      assertThat(millis(TimeOrderedIds.next(early))).isBetween(0L, 10L);
    }
    Instant year10888 = Instant.parse("+10888-01-01T00:00:00Z");
    assertThat(millis(TimeOrderedIds.next(year10888))).isEqualTo(year10888.toEpochMilli());
  }

  private static long millis(String id) {
    UUID uuid = UUID.fromString(id);
    assertThat(uuid.version()).isEqualTo(7);
    return uuid.getMostSignificantBits() >>> 16;
  }

  @Test
  void idsOfOneMillisecondAscend() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(TimeOrderedIds.next(1_800_000_100_000L));
    }

    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aClockThatIsSetBackALittleDoesNotChangeTheOrder() {
    String earlier = TimeOrderedIds.next(1_800_000_200_000L);
    String later = TimeOrderedIds.next(1_800_000_195_000L);

    assertThat(later).isGreaterThan(earlier);
  }

  @Test
  void aClockThatIsSetBackFarStartsANewOrder() {
    TimeOrderedIds.next(1_800_000_300_000L);

    UUID id = UUID.fromString(TimeOrderedIds.next(1_800_000_000_000L));

    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_800_000_000_000L);
  }

  @Test
  void threadsNeverGetTheSameId() {
    List<String> ids =
        IntStream.range(0, 20_000)
            .parallel()
            .mapToObj(i -> TimeOrderedIds.next(1_800_000_400_000L))
            .toList();

    assertThat(ids).doesNotHaveDuplicates();
  }
}
