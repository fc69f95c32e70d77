package io.pawstream.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between modules: jobs -> flink-paw-operator -> paw-runtime, and never back. */
@AnalyzeClasses(packages = "io.pawstream", importOptions = DoNotIncludeTests.class)
class ModuleArrowsTest {
  private static final String RUNTIME = "io.pawstream.runtime..";
  private static final String FLINK = "io.pawstream.flink..";
  private static final String JOBS = "io.pawstream.jobs..";

  @ArchTest
  static final ArchRule theRuntimeKnowsNeitherFlinkNorKafka =
      noClasses()
          .that()
          .resideInAPackage(RUNTIME)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FLINK, JOBS, "org.apache.flink..", "org.apache.kafka..");

  @ArchTest
  static final ArchRule theOperatorKnowsNoJob =
      noClasses()
          .that()
          .resideInAPackage(FLINK)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(JOBS);

  @ArchTest
  static final ArchRule jobsUseWhatOthersOffer =
      noClasses()
          .that()
          .resideInAPackage(JOBS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.pawstream..internal..")
                  .and(not(resideInAnyPackage("io.pawstream.jobs.internal.."))));

  @ArchTest
  static final ArchRule jobFilesKnowNoJob =
      noClasses()
          .that()
          .resideInAPackage("io.pawstream.jobs.internal.jobfile..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.pawstream.jobs.internal.topic..",
              "io.pawstream.jobs.internal.cli..",
              "org.apache.flink.connector..",
              "org.apache.flink.streaming..",
              "org.apache.kafka..");

  @ArchTest
  static final ArchRule jobsOfTopicsKnowNoCommandLine =
      noClasses()
          .that()
          .resideInAPackage("io.pawstream.jobs.internal.topic..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.pawstream.jobs.internal.cli..", "io.pawstream.jobs.internal.label..");

  @ArchTest
  static final ArchRule formatsOfRecordsKnowNoConnector =
      noClasses()
          .that()
          .resideInAPackage("io.pawstream.jobs.internal.topic.format")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..");
}
