package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** Tests that members in the public Javadoc have no internal type in their signature. */
class HiddenMembersTest {
  @Test
  void whatTheJavadocShowsCanBeCalledWithoutInternalTypes() throws IOException {
    List<String> shown = new ArrayList<>();
    List<String> hidden = new ArrayList<>();
    Sources.parse(
        Path.of("src/main/java"),
        (unit, trees) -> {
          if (!unit.getPackageName().toString().startsWith("dev.cairn.internal")) {
            new MemberScanner(unit, trees, shown, hidden).scan(new TreePath(unit), null);
          }
        });
    assertThat(shown).as("shown members that take or return an internal type").isEmpty();
    assertThat(hidden).as("hidden ones, without which this test proves nothing").isNotEmpty();
  }

  /** Sorts the public members of public types that name an internal type. */
  private static final class MemberScanner extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final List<String> shown;
    private final List<String> hidden;
    private final Set<String> internal;

    MemberScanner(
        CompilationUnitTree unit, DocTrees trees, List<String> shown, List<String> hidden) {
      this.unit = unit;
      this.trees = trees;
      this.shown = shown;
      this.hidden = hidden;
      this.internal =
          unit.getImports().stream()
              .map(ImportTree::getQualifiedIdentifier)
              .map(Tree::toString)
              .filter(name -> name.startsWith("dev.cairn.internal."))
              .map(name -> name.substring(name.lastIndexOf('.') + 1))
              .collect(Collectors.toSet());
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      return isShown(type) ? super.visitClass(type, null) : null;
    }

    private boolean isShown(ClassTree type) {
      return type.getModifiers().getFlags().contains(Modifier.PUBLIC)
          || getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      Set<Modifier> flags = method.getModifiers().getFlags();
      boolean inInterface =
          getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
      boolean called = flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
      if ((called || (inInterface && !flags.contains(Modifier.PRIVATE))) && namesInternal(method)) {
        (isHidden() ? hidden : shown)
            .add(unit.getPackageName() + ": " + method.getName() + method.getParameters());
      }
      return null;
    }

    private boolean namesInternal(MethodTree method) {
      Set<String> named = new TreeSet<>();
      TreeScanner<Void, Void> names =
          new TreeScanner<>() {
            @Override
            public Void visitIdentifier(IdentifierTree name, Void unused) {
              named.add(name.getName().toString());
              return null;
            }
          };
      names.scan(method.getReturnType(), null);
      names.scan(method.getParameters(), null);
      names.scan(method.getTypeParameters(), null);
      return named.stream().anyMatch(internal::contains);
    }

    private boolean isHidden() {
      DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
      return comment != null
          && comment.getBlockTags().stream().anyMatch(tag -> tag.getKind() == DocTree.Kind.HIDDEN);
    }
  }
}
