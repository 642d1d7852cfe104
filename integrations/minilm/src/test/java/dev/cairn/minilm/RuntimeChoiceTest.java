package dev.cairn.minilm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.OtherJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests how an embedder finds its runtime, in JVMs with ONNX Runtime and without. */
@Tag("slow")
class RuntimeChoiceTest {
  @TempDir Path directory;

  private static String withoutOnnxRuntime() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("onnxruntime"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private OtherJvm start(MiniLmRuntime runtime, String classPath, String... flags) {
    return OtherJvm.of(EmbeddingAgent.class, runtime)
        .classPath(classPath)
        .flags(List.of("-Djava.io.tmpdir=" + directory))
        .flags(List.of(flags))
        .start();
  }

  @Test
  void onnxRuntimeComputesWhereItIsOnTheClassPath() {
    try (OtherJvm jvm =
        start(MiniLmRuntime.AUTOMATIC, System.getProperty("java.class.path"), "-Xmx128m")) {
      assertThat(jvm.line()).isEqualTo("ONNX_RUNTIME");
    }
  }

  @Test
  void plainJavaComputesWhereItIsNotAndGivesTheSameVectorInEachJvm() {
    try (OtherJvm one = start(MiniLmRuntime.AUTOMATIC, withoutOnnxRuntime(), "-Xmx128m");
        OtherJvm other =
            start(MiniLmRuntime.JAVA, withoutOnnxRuntime(), "-XX:TieredStopAtLevel=1")) {
      assertThat(one.line()).isEqualTo(other.line()).isEqualTo("JAVA");
      assertThat(one.line()).isEqualTo(other.line());
      assertThat(one.errors()).isEmpty();
    }
  }

  @Test
  void anAbsentOnnxRuntimeThatWasAskedForIsNamedWithTheWayOut() {
    try (OtherJvm jvm = start(MiniLmRuntime.ONNX_RUNTIME, withoutOnnxRuntime())) {
      assertThat(jvm.line())
          .contains("ONNX Runtime is not there or cannot be loaded")
          .contains("add com.microsoft.onnxruntime:onnxruntime to the class path")
          .contains("or take MiniLmRuntime.JAVA");
    }
  }

  @Test
  void librariesThatCannotBeLoadedAreReportedAndPlainJavaComputes() {
    try (OtherJvm jvm =
        start(
            MiniLmRuntime.AUTOMATIC,
            System.getProperty("java.class.path"),
            "-Donnxruntime.native.path=" + directory)) {
      assertThat(jvm.line()).isEqualTo("JAVA");
      assertThat(jvm.errors()).contains("ONNX Runtime cannot be used: texts are embedded in plain");
    }
  }

  @Test
  void aKilledJvmLeavesNoLibraries() throws IOException {
    try (OtherJvm jvm = start(MiniLmRuntime.ONNX_RUNTIME, System.getProperty("java.class.path"))) {
      assertThat(jvm.line()).isEqualTo("ONNX_RUNTIME");
      List<String> unused = jvm.kill();
    }
    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
