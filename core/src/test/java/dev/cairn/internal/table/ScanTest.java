package dev.cairn.internal.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.key.KeyRange;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.table.Key;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that scans with prefixes, bounds, directions and limits select exactly the right keys. */
class ScanTest {
  record SiteRank(String site, long rank) {}

  private static final Key<SiteRank> KEY = Keys.record(SiteRank.class);
  private static final byte[] TABLE = {0x15, 7, 2, 'n', 's', 0};

  private static final List<SiteRank> ROWS =
      Stream.of("a", "a\0", "a\0b", "b", "ba")
          .flatMap(site -> Stream.of(-1L, 0L, 5L, 300L).map(rank -> new SiteRank(site, rank)))
          .toList();

  @Test
  void allIsEveryKeyOfTheTableAndNoneOfItsNeighbours() {
    assertThat(found(Scan.all())).isEqualTo(ROWS);

    KeyRange range = Scan.all().range(KEY.codec(), TABLE);
    byte[] neighbour = {0x15, 7, 2, 'n', 's', 0, (byte) 0xFF, 'x', 0};
    assertThat(Arrays.compareUnsigned(neighbour, range.to())).isPositive();
  }

  @Test
  void prefixIsOfWholeComponents() {
    assertThat(found(Scan.prefix("a"))).isEqualTo(of("a"));
    assertThat(found(Scan.prefix("b"))).isEqualTo(of("b"));
    assertThat(found(Scan.prefix("c"))).isEmpty();
    assertThat(found(Scan.prefix("a", 5L))).containsExactly(new SiteRank("a", 5));
    assertThat(found(Scan.prefix())).isEqualTo(ROWS);
  }

  @Test
  void aRecordStandsForItsComponents() {
    assertThat(found(Scan.prefix(new SiteRank("a", 5)))).containsExactly(new SiteRank("a", 5));
  }

  @Test
  void lowerBoundIsInclusiveAndUpperBoundExclusive() {
    assertThat(found(Scan.prefix("a").from(0L).before(300L)))
        .containsExactly(new SiteRank("a", 0), new SiteRank("a", 5));
    assertThat(found(Scan.all().from("b"))).hasSize(8);
    assertThat(found(Scan.all().before("a\0"))).isEqualTo(of("a"));
    assertThat(found(Scan.all().from("a", 300L).before("a\0", 0L)))
        .containsExactly(new SiteRank("a", 300), new SiteRank("a\0", -1));
    assertThat(found(Scan.all().from("c").before("d"))).isEmpty();
  }

  @Test
  void directionIsSaidAndBoundsStay() {
    Scan ascending = Scan.prefix("a").from(0L);
    Scan descending = ascending.descending();
    KeyRange up = ascending.range(KEY.codec(), TABLE);
    KeyRange down = descending.range(KEY.codec(), TABLE);

    assertThat(ascending.isDescending()).isFalse();
    assertThat(descending.isDescending()).isTrue();
    assertThat(down.from()).isEqualTo(up.from());
    assertThat(down.to()).isEqualTo(up.to());
  }

  @Test
  void anIntIsAcceptedWhereALongIsWanted() {
    assertThat(found(Scan.prefix("a", 5))).containsExactly(new SiteRank("a", 5));
  }

  @Test
  void refusesWhatDoesNotFitTheKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> found(Scan.prefix(5)))
        .withMessage("key component 1 is 5 (java.lang.Integer) where string is wanted");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> found(Scan.prefix("a").from("x")))
        .withMessage("key component 2 is \"x\" (java.lang.String) where long is wanted");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> found(Scan.prefix("a", 5L).before("x")))
        .withMessage("a key of (string, long) has 2 components; \"x\" is one too many");
    assertThatIllegalArgumentException().isThrownBy(() -> Scan.prefix("a", null));
    assertThatIllegalArgumentException().isThrownBy(() -> Scan.prefix((Object[]) null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scan.all().from())
        .withMessage("a bound needs at least one component");
  }

  @Test
  void boundsOfTheLongestKeyAreNoLongerThanAKey() {
    String longest = "x".repeat(Engine.MAX_KEY_BYTES - 2);
    KeyRange range = Scan.prefix(longest).range(Keys.string().codec(), new byte[0]);
    byte[] key = range.from();

    assertThat(key).hasSize(Engine.MAX_KEY_BYTES);
    assertThat(range.to()).hasSizeLessThanOrEqualTo(Engine.MAX_KEY_BYTES);
    assertThat(Arrays.compareUnsigned(key, range.to())).isNegative();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scan.prefix(longest + "x").range(Keys.string().codec(), new byte[0]))
        .withMessageStartingWith("the prefix of the scan is 512 bytes long");
  }

  @Test
  void endOfCarriesOver() {
    byte[] longest = new byte[Engine.MAX_KEY_BYTES];
    Arrays.fill(longest, (byte) 0xFF);
    longest[0] = 0x15;

    assertThat(KeyRange.endOf(longest)).containsExactly(0x16);
    assertThat(KeyRange.endOf(new byte[] {1})).containsExactly(1, 0xFF);
    assertThat(KeyRange.endOf(new byte[0])).containsExactly(0xFF);
  }

  private static List<SiteRank> of(String site) {
    return ROWS.stream().filter(row -> row.site().equals(site)).toList();
  }

  private static List<SiteRank> found(Scan scan) {
    KeyRange range = scan.range(KEY.codec(), TABLE);
    return ROWS.stream()
        .filter(
            row -> {
              TupleWriter writer = new TupleWriter().writeRaw(TABLE);
              KEY.codec().append(row, writer);
              byte[] key = writer.toKey("key");
              return Arrays.compareUnsigned(key, range.from()) >= 0
                  && Arrays.compareUnsigned(key, range.to()) < 0;
            })
        .toList();
  }
}
