package dev.cairn.episodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
  @Test
  void anIdIsAUuidOfVersion7WithTheTimeInFront() {
    long millis = 1_800_000_000_000L;

    UUID id = UUID.fromString(TimeOrderedIds.next(millis));

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(millis);
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
