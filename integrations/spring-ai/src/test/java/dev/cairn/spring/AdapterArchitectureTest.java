package dev.cairn.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The integration uses the library as any other caller does. */
@AnalyzeClasses(packages = "dev.cairn.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class AdapterArchitectureTest {
  @ArchTest
  static final ArchRule THE_INTEGRATION_USES_NOTHING_INTERNAL =
      noClasses()
          .that()
          .resideInAPackage("dev.cairn.spring..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.cairn.internal..")
          .because("an integration must go on working with the next version of it");
}
