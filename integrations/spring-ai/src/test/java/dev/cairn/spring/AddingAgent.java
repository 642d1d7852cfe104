package dev.cairn.spring;

import dev.cairn.Cairn;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.UserMessage;

/** A test program that adds messages to a chat memory while other programs do the same. */
final class AddingAgent {
  static final String CONVERSATION = "shared";

  private AddingAgent() {}

  /**
   * Says "ready", waits for a line, and adds messages.
   *
   * @param arguments the store, the name of the agent, and how many messages it adds
   */
  public static void main(String[] arguments) throws IOException {
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      ChatMemory memory =
          MessageWindowChatMemory.builder()
              .maxMessages(Integer.MAX_VALUE)
              .chatMemoryRepository(new CairnChatMemoryRepository(cairn.memory()))
              .build();
      System.out.println("ready");
      int unused = System.in.read();
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        memory.add(CONVERSATION, new UserMessage(arguments[1] + " " + i));
      }
    }
  }
}
