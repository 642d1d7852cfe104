package dev.cairn.minilm;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.cairn.testing.IntegrationRules;

/** Tests that the embedder uses the public API of the library, and of the model's jar no class. */
@AnalyzeClasses(packages = "dev.cairn.minilm", importOptions = ImportOption.DoNotIncludeTests.class)
class AdapterArchitectureTest {
  @ArchTest
  static final ArchRule THE_INTEGRATION_USES_NOTHING_INTERNAL =
      IntegrationRules.usesNothingInternal("dev.cairn.minilm", "dev.langchain4j..");
}
