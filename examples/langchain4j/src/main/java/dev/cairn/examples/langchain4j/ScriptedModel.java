package dev.cairn.examples.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/** Imitates a language model for the example: it understands two kinds of sentences. */
final class ScriptedModel implements ChatModel {
  @Override
  public ChatResponse doChat(ChatRequest request) {
    ChatMessage last = request.messages().get(request.messages().size() - 1);
    AiMessage answer;
    if (last instanceof ToolExecutionResultMessage result) {
      answer = AiMessage.from("I have it: " + result.text());
    } else {
      String[] words = ((UserMessage) last).singleText().replace("?", "").split(" ", -1);
      answer =
          words[0].equals("Learn")
              ? call("cache_selector", words[6], ", \"selector\": \"" + words[8] + "\"")
              : call("find_selector", words[6], "");
    }
    return ChatResponse.builder().aiMessage(answer).build();
  }

  private static AiMessage call(String tool, String url, String more) {
    return AiMessage.from(
        ToolExecutionRequest.builder()
            .id("1")
            .name(tool)
            .arguments("{\"url\": \"" + url + "\", \"purpose\": \"search box\"" + more + "}")
            .build());
  }
}
