package dev.cairn.minilm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The tokens of the model and their numbers. Immutable. */
final class Vocabulary {
  private static final JsonPointer PLACE = JsonPointer.compile("/model/vocab");

  private final Map<String, Integer> numbers;
  private final int longest;

  private Vocabulary(Map<String, Integer> numbers) {
    this.numbers = numbers;
    this.longest = numbers.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /** Reads the vocabulary out of a {@code tokenizer.json} of Hugging Face's tokenizers. */
  static Vocabulary read(byte[] tokenizer) {
    Map<String, Integer> numbers = new HashMap<>();
    try (JsonParser all = JsonFactory.builder().build().createParser(tokenizer);
        JsonParser parser =
            new FilteringParserDelegate(
                all,
                new JsonPointerBasedFilter(PLACE),
                TokenFilter.Inclusion.ONLY_INCLUDE_ALL,
                false)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_INT) {
          numbers.put(parser.currentName(), parser.getIntValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The model's vocabulary cannot be read", e);
    }
    return new Vocabulary(numbers);
  }

  /** Returns the number of a token, or -1 if there is no such token. */
  int number(String token) {
    return numbers.getOrDefault(token, -1);
  }

  /** Returns the number of a token that every such model has. */
  int required(String token) {
    int number = number(token);
    if (number < 0) {
      throw new IllegalStateException(
          "The model's vocabulary of %d tokens lacks %s".formatted(size(), token));
    }
    return number;
  }

  /** Returns the length of the longest token, in {@code char}s. */
  int longest() {
    return longest;
  }

  /** Returns the number of tokens. */
  int size() {
    return numbers.size();
  }
}
