package dev.cairn;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the first sentence of each type's Javadoc from source files, as Markdown. */
final class FirstSentences {
  private FirstSentences() {}

  /** Returns the sentences by the types' full names, nested ones after a dot. */
  static Map<String, String> in(Path sources) throws IOException {
    Map<String, String> sentences = new TreeMap<>();
    Sources.parse(
        sources,
        (unit, trees) ->
            new TypeScanner(trees, sentences)
                .scan(new TreePath(unit), unit.getPackageName() + "."));
    return sentences;
  }

  /** Visits the types of a file; passes on what stands before their names. */
  private static final class TypeScanner extends TreePathScanner<Void, String> {
    private final DocTrees trees;
    private final Map<String, String> sentences;

    TypeScanner(DocTrees trees, Map<String, String> sentences) {
      this.trees = trees;
      this.sentences = sentences;
    }

    @Override
    public Void visitClass(ClassTree type, String before) {
      String name = before + type.getSimpleName();
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        sentences.put(name, markdown(comment.getFirstSentence()));
      }
      return super.visitClass(type, name + ".");
    }
  }

  private static String markdown(List<? extends DocTree> parts) {
    return parts.stream()
        .map(FirstSentences::markdown)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String markdown(DocTree part) {
    if (part instanceof TextTree text) {
      return text.getBody();
    } else if (part instanceof LiteralTree literal) {
      return "`" + literal.getBody().getBody() + "`";
    } else if (part instanceof LinkTree link) {
      return link.getLabel().isEmpty()
          ? "`" + link.getReference().getSignature().replaceAll("^#", "").replace('#', '.') + "`"
          : markdown(link.getLabel());
    }
    return "";
  }
}
