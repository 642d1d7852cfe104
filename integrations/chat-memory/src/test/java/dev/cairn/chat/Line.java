package dev.cairn.chat;

import dev.cairn.conversations.Message;
import dev.cairn.conversations.Message.Role;
import java.util.List;

/**
 * A message of a minimal chat framework for tests: a speaker and a text. Two lines are equal if
 * they say the same.
 */
record Line(Role role, String text) {
  static Line user(String text) {
    return new Line(Role.USER, text);
  }

  static Line system(String text) {
    return new Line(Role.SYSTEM, text);
  }

  /** The framework knows no tools, and has no form for their results. */
  static final class Form implements MessageForm<Line> {
    @Override
    public Message write(Line line) {
      return Message.of(line.role(), line.text());
    }

    @Override
    public List<Line> read(Message message) {
      return message.role() == Role.TOOL
          ? List.of()
          : List.of(new Line(message.role(), message.text()));
    }
  }
}
