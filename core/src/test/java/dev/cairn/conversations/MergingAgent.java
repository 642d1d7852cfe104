package dev.cairn.conversations;

import dev.cairn.Cairn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A test program that keeps a chat memory as frameworks do: it reads a list of messages, and writes
 * it back with one more.
 */
final class MergingAgent {
  static final String CONVERSATION = "shared";

  private MergingAgent() {}

  /**
   * Runs the agent until its input ends.
   *
   * @param arguments the store, the name of the agent, and how many of the last messages it reads
   */
  public static void main(String[] arguments) throws IOException {
    String name = arguments[1];
    int window = Integer.parseInt(arguments[2]);
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Conversations conversations = cairn.memory().conversations();
      Messages seen = conversations.last(CONVERSATION, window);
      int written = 0;
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        if (order.equals("read")) {
          seen = conversations.last(CONVERSATION, window);
        } else {
          List<Message> list = new ArrayList<>(seen.stream().map(Message::content).toList());
          list.add(Message.user(name + " " + written++));
          seen = conversations.merge(seen, list);
        }
        System.out.println("done");
      }
    }
  }
}
