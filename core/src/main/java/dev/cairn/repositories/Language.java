package dev.cairn.repositories;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The language of a file, told by its name, and the structure by which it is cut into passages.
 *
 * @param name the language, such as {@code java}; the ending of the name if the language is unknown
 */
record Language(String name, Structure structure) {
  /** The marks that show where a part of a text ends. */
  enum Structure {
    BRACES,
    INDENTATION,
    HEADINGS,
    PARAGRAPHS
  }

  private static final Map<String, Language> BY_ENDING = new HashMap<>();

  static {
    define(Structure.BRACES, "c", "c", "h");
    define(Structure.BRACES, "cpp", "cc", "cpp", "cxx", "hh", "hpp");
    define(Structure.BRACES, "csharp", "cs");
    define(Structure.BRACES, "css", "css", "less", "scss");
    define(Structure.BRACES, "dart", "dart");
    define(Structure.BRACES, "go", "go");
    define(Structure.BRACES, "groovy", "gradle", "groovy");
    define(Structure.BRACES, "java", "java");
    define(Structure.BRACES, "javascript", "cjs", "js", "jsx", "mjs");
    define(Structure.BRACES, "json", "json");
    define(Structure.BRACES, "kotlin", "kt", "kts");
    define(Structure.BRACES, "php", "php");
    define(Structure.BRACES, "protobuf", "proto");
    define(Structure.BRACES, "rust", "rs");
    define(Structure.BRACES, "scala", "scala");
    define(Structure.BRACES, "shell", "bash", "sh", "zsh");
    define(Structure.BRACES, "swift", "swift");
    define(Structure.BRACES, "terraform", "tf");
    define(Structure.BRACES, "typescript", "ts", "tsx");
    define(Structure.INDENTATION, "haskell", "hs");
    define(Structure.INDENTATION, "html", "html", "htm", "vue");
    define(Structure.INDENTATION, "lua", "lua");
    define(Structure.INDENTATION, "python", "py", "pyi");
    define(Structure.INDENTATION, "ruby", "rb");
    define(Structure.INDENTATION, "xml", "xml", "xsd");
    define(Structure.INDENTATION, "yaml", "yaml", "yml");
    define(Structure.HEADINGS, "markdown", "md", "markdown", "mdx");
  }

  private static void define(Structure structure, String name, String... endings) {
    for (String ending : endings) {
      BY_ENDING.put(ending, new Language(name, structure));
    }
  }

  /** Returns the language of a file. */
  static Language of(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    Language known = BY_ENDING.get(ending);
    return known != null ? known : new Language(ending, Structure.PARAGRAPHS);
  }
}
