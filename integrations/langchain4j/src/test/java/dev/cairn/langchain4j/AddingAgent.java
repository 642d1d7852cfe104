package dev.cairn.langchain4j;

import dev.cairn.Cairn;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import java.io.IOException;
import java.nio.file.Path;

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
              .id(CONVERSATION)
              .maxMessages(Integer.MAX_VALUE)
              .chatMemoryStore(new CairnChatMemoryStore(cairn.memory()))
              .build();
      System.out.println("ready");
      int unused = System.in.read();
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        memory.add(UserMessage.from(arguments[1] + " " + i));
      }
    }
  }
}
