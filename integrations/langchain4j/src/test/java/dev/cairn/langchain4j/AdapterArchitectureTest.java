package dev.cairn.langchain4j;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.cairn.testing.IntegrationRules;

/** Tests that the integration uses only the public API of the library and of LangChain4j. */
@AnalyzeClasses(
    packages = "dev.cairn.langchain4j",
    importOptions = ImportOption.DoNotIncludeTests.class)
class AdapterArchitectureTest {
  @ArchTest
  static final ArchRule THE_INTEGRATION_USES_NOTHING_INTERNAL =
      IntegrationRules.usesNothingInternal("dev.cairn.langchain4j", "dev.langchain4j.internal..");
}
