package dev.cairn.examples.spring;

import dev.cairn.Memory;
import org.springframework.ai.tool.annotation.Tool;

/** Offers a language model tools that read and store knowledge about web sites. */
record SelectorTools(Memory memory) {
  @Tool(name = "find_selector", description = "Returns the selector of an element of a web site.")
  String find(String url, String purpose) {
    return memory.sites().selector(url, purpose).map(each -> each.inOrder().get(0)).orElse("none");
  }

  @Tool(name = "cache_selector", description = "Remembers the selector of an element of a site.")
  String cache(String url, String purpose, String selector) {
    return "remembered " + memory.sites().cacheSelector(url, purpose, selector).inOrder().get(0);
  }
}
