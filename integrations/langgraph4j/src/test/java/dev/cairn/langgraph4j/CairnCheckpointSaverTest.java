package dev.cairn.langgraph4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Cairn;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.testing.NewStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.serializer.std.ObjectStreamStateSerializer;
import org.bsc.langgraph4j.state.AgentState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that checkpoints are added, replaced, listed and released as LangGraph4j's contract says.
 */
class CairnCheckpointSaverTest extends NewStore {
  private static final RunnableConfig THREAD = thread("t");

  private CairnCheckpointSaver saver;

  @BeforeEach
  void makeSaver() {
    saver = new CairnCheckpointSaver(cairn.memory());
  }

  private static RunnableConfig thread(String id) {
    return RunnableConfig.builder().threadId(id).build();
  }

  private static Checkpoint checkpoint(String id, Object value) {
    return Checkpoint.builder()
        .id(id)
        .nodeId("node of " + id)
        .nextNodeId("next of " + id)
        .state(Map.of("value", value))
        .build();
  }

  private List<String> ids(RunnableConfig thread) {
    return saver.list(thread).stream().map(Checkpoint::getId).toList();
  }

  private Optional<Object> value(RunnableConfig config) {
    return saver.get(config).map(each -> each.getState().get("value"));
  }

  @Test
  void aThreadWithoutCheckpointsIsEmpty() {
    assertThat(saver.list(THREAD)).isEmpty();
    assertThat(saver.get(THREAD)).isEmpty();
    assertThat(saver.get(THREAD.withCheckPointId("c"))).isEmpty();
    assertThat(saver.release(THREAD)).isEqualTo(new BaseCheckpointSaver.Tag("t", List.of()));
  }

  @Test
  void checkpointsAreListedNewestFirstAndFoundByTheirIds() throws IOException {
    for (String id : List.of("b", "c", "a")) {
      assertThat(saver.put(THREAD, checkpoint(id, id)).checkPointId()).contains(id);
    }
    assertThat(ids(THREAD)).containsExactly("a", "c", "b");
    Checkpoint newest = saver.get(THREAD).orElseThrow();
    assertThat(newest.getId()).isEqualTo("a");
    assertThat(newest.getNodeId()).isEqualTo("node of a");
    assertThat(newest.getNextNodeId()).isEqualTo("next of a");
    assertThat(newest.getState()).isEqualTo(Map.of("value", "a"));
    assertThat(value(THREAD.withCheckPointId("b"))).contains("b");
    assertThat(value(THREAD.withCheckPointId("d"))).isEmpty();
  }

  @Test
  void threadsAndNamespacesDoNotSeeEachOther() throws IOException {
    saver.put(THREAD, checkpoint("c", 1));
    saver.put(thread("u"), checkpoint("c", 2));
    saver.put(RunnableConfig.builder().build(), checkpoint("c", 3));
    CairnCheckpointSaver other = new CairnCheckpointSaver(cairn.memory("other"));
    assertThat(other.get(THREAD)).isEmpty();
    assertThat(value(THREAD)).contains(1);
    assertThat(value(thread("u"))).contains(2);
    assertThat(value(thread(BaseCheckpointSaver.THREAD_ID_DEFAULT))).contains(3);
  }

  @Test
  void aPutWithTheIdOfACheckpointReplacesItAtItsPlace() throws IOException {
    for (String id : List.of("a", "b", "c")) {
      saver.put(THREAD, checkpoint(id, "old"));
    }
    assertThat(saver.put(THREAD.withCheckPointId("b"), checkpoint("b", "new")).checkPointId())
        .contains("b");
    assertThat(ids(THREAD)).containsExactly("c", "b", "a");
    assertThat(value(THREAD.withCheckPointId("b"))).contains("new");

    RunnableConfig branch = saver.put(THREAD.withCheckPointId("b"), checkpoint("d", "branch"));
    assertThat(ids(THREAD)).containsExactly("c", "d", "a");
    assertThat(value(branch)).contains("branch");
  }

  @Test
  void aPutThatReplacesNothingIsRefused() throws IOException {
    saver.put(THREAD, checkpoint("a", 1));
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> saver.put(THREAD.withCheckPointId("b"), checkpoint("b", 2)))
        .withMessageContaining("thread 't' has no checkpoint 'b'")
        .withMessageContaining("without a checkpoint id");
    assertThat(ids(THREAD)).containsExactly("a");
  }

  @Test
  void aRepeatedPutIsOneCheckpoint() throws IOException {
    saver.put(THREAD, checkpoint("a", 1));
    saver.put(THREAD, checkpoint("b", 1));
    saver.put(THREAD, checkpoint("a", 2));
    assertThat(ids(THREAD)).containsExactly("a", "b");
    assertThat(value(THREAD)).contains(2);
  }

  @Test
  void theOrderIsThatOfTheAddsWhateverTheClockSays() throws IOException {
    saver.put(THREAD, checkpoint("a", 1));
    saver.put(THREAD, checkpoint("b", 1));
    clock.advance(Duration.ofDays(-1));
    saver.put(THREAD, checkpoint("c", 1));
    clock.advance(Duration.ofDays(2));
    saver.put(THREAD, checkpoint("d", 1));
    assertThat(ids(THREAD)).containsExactly("d", "c", "b", "a");
  }

  @Test
  void aReleaseReturnsTheCheckpointsAndRemovesThem() throws IOException {
    saver.put(THREAD, checkpoint("a", 1));
    saver.put(THREAD, checkpoint("b", 2));
    saver.put(thread("u"), checkpoint("c", 3));
    BaseCheckpointSaver.Tag tag = saver.release(THREAD);
    assertThat(tag.threadId()).isEqualTo("t");
    assertThat(tag.checkpoints()).extracting(Checkpoint::getId).containsExactly("b", "a");
    assertThat(tag.checkpoints())
        .extracting(each -> each.getState().get("value"))
        .containsExactly(2, 1);
    assertThat(ids(THREAD)).isEmpty();
    assertThat(ids(thread("u"))).containsExactly("c");
    assertThat(saver.release(THREAD).checkpoints()).isEmpty();
  }

  @Test
  void aReaderMayChangeTheStateThatItGot() throws IOException {
    saver.put(THREAD, checkpoint("a", 1));
    saver.get(THREAD).orElseThrow().getState().put("value", 2);
    assertThat(value(THREAD)).contains(1);
  }

  static List<String> hostileIds() {
    String name = "x".repeat(100_000);
    return List.of(
        "", " ", "\u0000", "../../etc", "a\nb", "half \ud800", "日本 \ud83d\ude00", name, name + "y");
  }

  @ParameterizedTest
  @MethodSource("hostileIds")
  void idsMayBeAnyTexts(String id) throws IOException {
    for (String each : hostileIds()) {
      saver.put(thread(each), checkpoint(each, "first"));
      saver.put(thread(each), checkpoint("second", each));
    }
    assertThat(ids(thread(id))).containsExactly("second", id);
    assertThat(value(thread(id))).contains(id);
    assertThat(value(thread(id).withCheckPointId(id))).contains("first");
    assertThat(saver.release(thread(id)).threadId()).isEqualTo(id);
  }

  @Test
  void aStateMayBeLarge() throws IOException {
    String mebibyte = "é".repeat(512 * 1024);
    saver.put(THREAD, checkpoint("a", mebibyte));
    saver.put(THREAD, checkpoint("b", "small"));
    assertThat(value(THREAD)).contains("small");
    assertThat(value(THREAD.withCheckPointId("a"))).contains(mebibyte);
  }

  @Test
  void theNewestIsReadWithoutTheOthers() throws IOException {
    CairnCheckpointSaver foreign =
        new CairnCheckpointSaver(cairn.memory(), new ForeignSerializer());
    foreign.put(THREAD, checkpoint("a", 1));
    saver.put(THREAD, checkpoint("b", 2));
    assertThat(value(THREAD)).contains(2);
  }

  @Test
  void aStateOfAnotherSerializerIsRefusedAndStays() throws IOException {
    CairnCheckpointSaver foreign =
        new CairnCheckpointSaver(cairn.memory(), new ForeignSerializer());
    foreign.put(THREAD, checkpoint("a", 1));
    saver.put(THREAD, checkpoint("b", 2));
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> saver.list(THREAD))
        .withMessageContaining("langgraph4j-checkpoints")
        .withMessageContaining("('t', 'a')")
        .withMessageContaining("application/foreign")
        .withMessageContaining("open the saver with the serializer and the classes that wrote it");
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> saver.release(THREAD));
    assertThat(value(THREAD.withCheckPointId("b"))).contains(2);
    assertThat(foreign.get(THREAD.withCheckPointId("a"))).isPresent();
  }

  @Test
  void aStateThatCannotBeWrittenIsRefusedAndNothingIsStored() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> saver.put(THREAD, checkpoint("a", new Object())));
    assertThat(saver.list(THREAD)).isEmpty();
  }

  @Test
  void anotherOpeningOfTheStoreFindsTheCheckpoints() throws IOException {
    saver.put(THREAD, checkpoint("a", List.of(1, 2)));
    try (Cairn again = Cairn.open(cairn.path())) {
      assertThat(new CairnCheckpointSaver(again.memory()).get(THREAD).orElseThrow().getState())
          .isEqualTo(Map.of("value", List.of(1, 2)));
    }
  }

  /** Writes as Java does, and says that it is something else. */
  private static final class ForeignSerializer extends ObjectStreamStateSerializer<AgentState> {
    ForeignSerializer() {
      super(AgentState::new);
    }

    @Override
    public String contentType() {
      return "application/foreign";
    }
  }
}
