package dev.cairn.spring;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.cairn.testing.IntegrationRules;

/** Tests that the integration uses only the public API of the library. */
@AnalyzeClasses(packages = "dev.cairn.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class AdapterArchitectureTest {
  @ArchTest
  static final ArchRule THE_INTEGRATION_USES_NOTHING_INTERNAL =
      IntegrationRules.usesNothingInternal("dev.cairn.spring");
}
