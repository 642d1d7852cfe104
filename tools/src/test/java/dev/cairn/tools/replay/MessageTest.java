package dev.cairn.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.tools.jvms.ChildJvm;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Tests that a child JVM's message is read as it was sent. */
class MessageTest {
  @Test
  void aMessageSurvivesThePipe() {
    Histogram latencies = new Histogram(3);
    latencies.recordValue(1_500_000);
    latencies.recordValue(12);

    assertThat(Message.of(new Message.Ready().line())).isEqualTo(new Message.Ready());
    assertThat(Message.of(new Message.Progress(17).line())).isEqualTo(new Message.Progress(17));
    assertThat(Message.of(new Message.Failed("no space left").line()))
        .isEqualTo(new Message.Failed("no space left"));
    assertThat(Message.of(new Message.Finished(latencies).line()))
        .isEqualTo(new Message.Finished(latencies));
  }

  @Test
  void aLineThatIsNoMessageIsRefused() {
    assertThatThrownBy(() -> Message.of(ChildJvm.MARK + "sings"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sings");
  }
}
