package dev.cairn.examples.adk;

import com.google.adk.models.BaseLlm;
import com.google.adk.models.BaseLlmConnection;
import com.google.adk.models.LlmRequest;
import com.google.adk.models.LlmResponse;
import com.google.common.collect.Iterables;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Map;

/** Imitates a language model for the example: it understands two kinds of sentences. */
final class ScriptedModel extends BaseLlm {
  ScriptedModel() {
    super("scripted");
  }

  @Override
  public Flowable<LlmResponse> generateContent(LlmRequest request, boolean stream) {
    Part last = Iterables.getLast(request.contents()).parts().orElseThrow().get(0);
    Content answer = Content.builder().role("model").parts(answer(last)).build();
    return Flowable.just(LlmResponse.builder().content(answer).build());
  }

  private static Part answer(Part last) {
    if (last.functionResponse().isPresent()) {
      return Part.fromText("I have it: " + last.functionResponse().get().response().orElseThrow());
    }
    String[] words = last.text().orElseThrow().replace("?", "").split(" ", -1);
    return words[0].equals("Learn")
        ? Part.fromFunctionCall("learn", Map.of("url", words[6], "selector", words[8]))
        : Part.fromFunctionCall("find", Map.of("url", words[6]));
  }

  @Override
  public BaseLlmConnection connect(LlmRequest request) {
    throw new UnsupportedOperationException("this model is not for live sessions");
  }
}
