package dev.cairn.langchain4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The integration uses the library, and LangChain4j, as any other caller does. */
@AnalyzeClasses(
    packages = "dev.cairn.langchain4j",
    importOptions = ImportOption.DoNotIncludeTests.class)
class AdapterArchitectureTest {
  @ArchTest
  static final ArchRule THE_INTEGRATION_USES_NOTHING_INTERNAL =
      noClasses()
          .that()
          .resideInAPackage("dev.cairn.langchain4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cairn.internal..", "dev.langchain4j.internal..")
          .because("an integration must go on working with the next version of either");
}
