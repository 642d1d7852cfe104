package dev.cairn.examples.spring;

import java.util.List;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/** Stands in for a model, so that the example runs anywhere: it knows two kinds of sentences. */
final class ScriptedModel implements ChatModel {
  @Override
  public ChatResponse call(Prompt prompt) {
    if (prompt.getLastUserOrToolResponseMessage() instanceof ToolResponseMessage result) {
      return answer(
          new AssistantMessage("I have it: " + result.getResponses().get(0).responseData()));
    }
    String[] words =
        String.valueOf(prompt.getUserMessage().getText()).replace("?", "").split(" ", -1);
    String site = "{\"url\": \"" + words[6] + "\", \"purpose\": \"search box\"";
    ToolCall call =
        words[0].equals("Learn")
            ? new ToolCall(
                "1", "function", "cache_selector", site + ", \"selector\": \"" + words[8] + "\"}")
            : new ToolCall("1", "function", "find_selector", site + "}");
    return answer(AssistantMessage.builder().content("").toolCalls(List.of(call)).build());
  }

  @Override
  public ChatOptions getOptions() {
    return ToolCallingChatOptions.builder().build();
  }

  private static ChatResponse answer(AssistantMessage message) {
    return new ChatResponse(List.of(new Generation(message)));
  }
}
