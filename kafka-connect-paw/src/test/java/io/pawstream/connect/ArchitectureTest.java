package io.pawstream.connect;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way the arrows point. */
@AnalyzeClasses(packages = "io.pawstream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CONNECT = "io.pawstream.connect..";

  @ArchTest
  static final ArchRule USES_WHAT_THE_RUNTIME_OFFERS =
      noClasses()
          .that()
          .resideInAPackage(CONNECT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.pawstream.runtime..internal..");

  @ArchTest
  static final ArchRule THE_RUNTIME_KNOWS_NO_KAFKA =
      noClasses()
          .that()
          .resideInAPackage("io.pawstream.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CONNECT, "org.apache.kafka..");

  /** What a worker offers its plugins: the rest may change, or not be there. */
  @ArchTest
  static final ArchRule USES_WHAT_WORKERS_OFFER =
      classes()
          .that()
          .resideInAPackage(CONNECT)
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("org.apache.kafka.."))
                  .or(
                      resideInAnyPackage(
                          "org.apache.kafka.common..",
                          "org.apache.kafka.connect.components..",
                          "org.apache.kafka.connect.connector..",
                          "org.apache.kafka.connect.data..",
                          "org.apache.kafka.connect.errors..",
                          "org.apache.kafka.connect.header..",
                          "org.apache.kafka.connect.sink..",
                          "org.apache.kafka.connect.transforms..")));
}
