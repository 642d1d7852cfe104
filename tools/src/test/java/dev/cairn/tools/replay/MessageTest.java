package dev.cairn.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/**
 * Tests that a child JVM's message is read as it was sent, and that no other output is taken for a
 * message.
 */
class MessageTest {
  @Test
  void aMessageSurvivesThePipe() {
    Histogram latencies = new Histogram(3);
    latencies.recordValue(1_500_000);
    latencies.recordValue(12);

    assertThat(Message.parse(new Message.Ready().line())).contains(new Message.Ready());
    assertThat(Message.parse(new Message.Progress(17).line())).contains(new Message.Progress(17));
    assertThat(Message.parse(new Message.Failed("no space left").line()))
        .contains(new Message.Failed("no space left"));
    assertThat(Message.parse(new Message.Finished(latencies).line()))
        .contains(new Message.Finished(latencies));
  }

  @Test
  void whateverElseAJvmPrintsIsNoMessage() {
    assertThat(Message.parse("OpenJDK 64-Bit Server VM warning: something")).isEmpty();
    assertThat(Message.parse("")).isEmpty();
  }
}
