package dev.cairn;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.Kryo;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Tests that packages call each other only as ARCHITECTURE.md allows. */
@AnalyzeClasses(packages = "dev.cairn", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CONFIGURATION = "dev.cairn.config";
  private static final String DOOR = "dev.cairn";
  private static final String MAINTENANCE = "dev.cairn.maintenance";
  private static final String TABLE = "dev.cairn.table";
  private static final String RECORD = "dev.cairn.record";
  private static final String RECORDS = "dev.cairn.internal.record";
  private static final String WORDS = "dev.cairn.internal.words";
  private static final String CACHE = "dev.cairn.internal.cache";
  private static final String ENGINE = "dev.cairn.internal.engine";
  private static final String LMDB = "dev.cairn.internal.lmdb";
  private static final String READERS = "dev.cairn.internal.lmdb.readers";
  private static final String ENVIRONMENT = "dev.cairn.internal.lmdb.env";
  private static final String TURN = "dev.cairn.internal.lmdb.turn";
  private static final String FILES = "dev.cairn.internal.lmdb.files";
  private static final String PAGES = "dev.cairn.internal.lmdb.pages";
  private static final String VALUES = "dev.cairn.values";
  private static final String CHECKS = "dev.cairn.internal.checks";
  private static final String PLATFORM = "dev.cairn.internal.platform";
  private static final String COMMIT = "dev.cairn.internal.commit";

  private static final List<String> REPOSITORIES =
      List.of(
          "dev.cairn.sites",
          "dev.cairn.skills",
          "dev.cairn.episodes",
          "dev.cairn.users",
          "dev.cairn.graph",
          "dev.cairn.conversations");

  /** Calls go down this list. */
  static final List<String> ROOMS =
      List.of(
          CONFIGURATION,
          DOOR,
          "dev.cairn.repositories",
          "dev.cairn.documents",
          "dev.cairn.internal.known",
          "dev.cairn.sites",
          "dev.cairn.skills",
          "dev.cairn.episodes",
          "dev.cairn.users",
          "dev.cairn.graph",
          "dev.cairn.conversations",
          "dev.cairn.jobs",
          "dev.cairn.limits",
          "dev.cairn.locks",
          "dev.cairn.progress",
          MAINTENANCE,
          "dev.cairn.internal.stored",
          "dev.cairn.stored",
          "dev.cairn.internal.limits",
          "dev.cairn.internal.locks",
          "dev.cairn.internal.locks.rules",
          "dev.cairn.internal.counts",
          "dev.cairn.internal.machine",
          "dev.cairn.internal.documents.upkeep",
          "dev.cairn.internal.documents",
          "dev.cairn.internal.recall",
          "dev.cairn.internal.vectors",
          WORDS,
          "dev.cairn.internal.postings",
          "dev.cairn.internal.table",
          "dev.cairn.internal.waiting",
          TABLE,
          RECORDS,
          "dev.cairn.internal.key",
          RECORD,
          CACHE,
          ENGINE,
          LMDB,
          READERS,
          ENVIRONMENT,
          TURN,
          FILES,
          COMMIT,
          PAGES,
          PLATFORM,
          VALUES,
          "dev.cairn.internal.text",
          CHECKS);

  /** They stand in the door's package, because callers name them there, and every room may. */
  static final DescribedPredicate<JavaClass> SHARED =
      DescribedPredicate.describe(
          "exceptions, options and figures of the door",
          type ->
              belongTo(assignableTo(CairnException.class))
                  .or(belongTo(assignableTo(CachePolicy.class)))
                  .or(belongTo(assignableTo(CairnStatistics.class)))
                  .or(belongTo(assignableTo(Durability.class)))
                  .test(type.getBaseComponentType()));

  @ArchTest
  static void everyClassIsInARoom(JavaClasses classes) {
    classes().should().resideInAnyPackage(ROOMS.toArray(String[]::new)).check(classes);
    for (String room : ROOMS) {
      assertThat(classes.containPackage(room)).as(room).isTrue();
    }
  }

  @ArchTest
  static void callsGoDownAndNeverUp(JavaClasses classes) {
    for (int i = 1; i < ROOMS.size(); i++) {
      List<String> above = new ArrayList<>(ROOMS.subList(0, i));
      if (i > ROOMS.indexOf(ENGINE)) {
        above.remove(ENGINE); // the last rooms implement its contract
      }
      noClasses()
          .that()
          .resideInAPackage(ROOMS.get(i))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(above.toArray(String[]::new)).and(DescribedPredicate.not(SHARED)))
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule whatEveryRoomMayNameDependsOnNothing =
      classes()
          .that(SHARED)
          .should(
              onlyDependOnClassesThat(
                  SHARED.or(resideInAnyPackage("java..", "org.jspecify..", CHECKS))));

  @ArchTest
  static final ArchRule onlyTheDoorAndMaintenanceNameTheEngineThatThereIs =
      noClasses()
          .that()
          .resideOutsideOfPackages(DOOR, MAINTENANCE, LMDB, READERS, ENVIRONMENT, TURN, FILES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LMDB, READERS, ENVIRONMENT, TURN, FILES);

  @ArchTest
  static final ArchRule repositoriesCanDoNoMoreThanACallersOwnRecord =
      classes()
          .that()
          .resideInAnyPackage(REPOSITORIES.toArray(String[]::new))
          .should(
              onlyDependOnClassesThat(
                  resideInAnyPackage("java..", "org.jspecify..", TABLE, VALUES, CHECKS)
                      .or(resideInAnyPackage(REPOSITORIES.toArray(String[]::new)))
                      .or(SHARED)));

  @ArchTest
  static final ArchRule groupCommitKnowsTheContractOfAnEngineAndNoEngine =
      noClasses()
          .that()
          .resideInAPackage(COMMIT)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.cairn..", "org.lmdbjava..", "jnr..", "com.kenai.jffi..")
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(COMMIT, ENGINE, CHECKS).or(SHARED))));

  @ArchTest
  static final ArchRule lmdbStaysInItsRooms =
      noClasses()
          .that()
          .resideOutsideOfPackages(LMDB, READERS, ENVIRONMENT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.lmdbjava..", "jnr..");

  @ArchTest
  static final ArchRule nativeCallsStayInTheRoomsOfLmdbAndThePlatform =
      noClasses()
          .that()
          .resideOutsideOfPackages(LMDB, READERS, ENVIRONMENT, TURN, PLATFORM)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.kenai.jffi..");

  @ArchTest static final ArchRule kryoStaysInItsRoom = onlyIn(RECORDS, "com.esotericsoftware..");

  @ArchTest
  static final ArchRule caffeineStaysInItsRoom = onlyIn(CACHE, "com.github.benmanes.caffeine..");

  @ArchTest static final ArchRule luceneStaysInItsRoom = onlyIn(WORDS, "org.apache.lucene..");

  @ArchTest static final ArchRule icuStaysInItsRoom = onlyIn(VALUES, "com.ibm.icu..");

  @ArchTest
  static final ArchRule jgitStaysInItsRoom = onlyIn("dev.cairn.repositories", "org.eclipse.jgit..");

  @ArchTest
  static final ArchRule bucket4jStaysWithTheLimits =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.cairn.limits", "dev.cairn.internal.limits")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.bucket4j..");

  private static ArchRule onlyIn(String room, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  @ArchTest
  static final ArchRule nothingThatIsStoredLoadsAClass =
      noClasses()
          .should()
          .callMethodWhere(isCall(Class.class, "forName"))
          .orShould()
          .callMethodWhere(isCall(ClassLoader.class, "(load|find|define)Class"))
          .orShould()
          .callMethodWhere(isCall(MethodHandles.Lookup.class, "(find|define|defineHidden)Class"))
          .orShould()
          .callMethodWhere(isCall(Kryo.class, "(read(Class|Object)|register).*"))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class);

  private static DescribedPredicate<JavaCall<?>> isCall(Class<?> owner, String name) {
    return target(With.<JavaClass>owner(assignableTo(owner))).and(target(nameMatching(name)));
  }

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(
              new ArchCondition<>("be in a package that is @NullMarked") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  JavaPackage home = item.getPackage();
                  events.add(
                      new SimpleConditionEvent(
                          item,
                          home.isAnnotatedWith(NullMarked.class),
                          home.getName() + " has no package-info that is @NullMarked"));
                }
              });

  @ArchTest
  static final ArchRule logsGoThroughSlf4j =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule nothingIsPrinted =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
