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

/** Imitates a language model for the example: it understands two kinds of sentences. */
final class ScriptedModel implements ChatModel {
  @Override
  public ChatOptions getOptions() {
    return ToolCallingChatOptions.builder().build();
  }

  @Override
  public ChatResponse call(Prompt prompt) {
    AssistantMessage answer =
        prompt.getLastUserOrToolResponseMessage() instanceof ToolResponseMessage result
            ? new AssistantMessage("I have it: " + result.getResponses().get(0).responseData())
            : toolCall(String.valueOf(prompt.getUserMessage().getText()).split("[ ?]", -1));
    return new ChatResponse(List.of(new Generation(answer)));
  }

  private static AssistantMessage toolCall(String... words) {
    boolean learns = words[0].equals("Learn");
    String more = learns ? ", \"selector\": \"" + words[8] + "\"" : "";
    String arguments = "{\"url\": \"" + words[6] + "\", \"purpose\": \"search box\"" + more + "}";
    String tool = learns ? "cache_selector" : "find_selector";
    ToolCall call = new ToolCall("1", "function", tool, arguments);
    return AssistantMessage.builder().toolCalls(List.of(call)).build();
  }
}
