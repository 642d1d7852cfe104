package dev.cairn.tools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Tests that the command line tools use only the library's public API. */
@AnalyzeClasses(packages = "dev.cairn.tools", importOptions = ImportOption.DoNotIncludeTests.class)
class ToolsArchitectureTest {
  @ArchTest
  static final ArchRule THE_COMMAND_USES_NOTHING_INTERNAL =
      noClasses()
          .that()
          .resideInAPackage("dev.cairn.tools..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.cairn.internal..")
          .because("a feature that the command needs belongs into the public API");
}
