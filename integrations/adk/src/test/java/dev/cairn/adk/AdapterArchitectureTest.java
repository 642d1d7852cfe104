package dev.cairn.adk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The integration uses the library, and the Agent Development Kit, as any other caller does. */
@AnalyzeClasses(packages = "dev.cairn.adk", importOptions = ImportOption.DoNotIncludeTests.class)
class AdapterArchitectureTest {
  @ArchTest
  static final ArchRule THE_INTEGRATION_USES_NOTHING_INTERNAL =
      noClasses()
          .that()
          .resideInAPackage("dev.cairn.adk..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cairn.internal..")
          .because("an integration must go on working with the next version of either");
}
