package dev.cairn.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Defines the architecture rules that every integration with a framework must keep. */
public final class IntegrationRules {
  private IntegrationRules() {}

  /**
   * Returns the rule that an integration uses the library, and its framework, as any other caller
   * does.
   *
   * @param integration its package
   * @param internal the internal packages of its framework, as ArchUnit names packages
   */
  public static ArchRule usesNothingInternal(String integration, String... internal) {
    return noClasses()
        .that()
        .resideInAPackage(integration + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of("dev.cairn.internal.."), Stream.of(internal))
                .toArray(String[]::new))
        .because("an integration must go on working with the next version of what it uses");
  }
}
