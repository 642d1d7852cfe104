package dev.cairn.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.bench.codec.KryoCodec;
import dev.cairn.bench.codec.SameBytes;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.data.StoreDirectory;
import dev.cairn.episodes.Episode;
import dev.cairn.sites.Site;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that the hand-written Kryo serializers write the same bytes as Cairn. */
class SameBytesTest {

  @Test
  void everyKindOfRecordIsStoredAlike() {
    List<byte[]> records = new ArrayList<>();
    try (StoreDirectory directory = new StoreDirectory()) {
      try (Contender contender = ContenderKind.CAIRN.open(directory.path())) {
        contender.loadNotes(Samples.NOTES);
        contender.loadSites(Samples.URLS);
        contender.loadSelectors(Samples.SELECTORS);
        contender.loadEpisodes(Samples.EPISODES);
        for (Note note : Samples.NOTES) {
          records.add(KryoCodec.notes().encode(note));
        }
        for (String url : Samples.URLS) {
          Site site = contender.site(url);
          records.add(KryoCodec.sites().encode(site));
        }
        Samples.SELECTORS.stream()
            .map(selector -> contender.selector(selector.site(), selector.purpose()))
            .forEach(selector -> records.add(KryoCodec.selectors().encode(selector)));
        for (Episode episode : Samples.EPISODES) {
          records.add(KryoCodec.episodes().encode(episode));
        }
      }
      SameBytes.check(directory.path(), records);
    }
    assertThat(records).hasSize(300 + 4 + 60 + 200);
  }
}
