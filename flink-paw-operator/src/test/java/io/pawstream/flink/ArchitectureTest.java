package io.pawstream.flink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;

/** Which way the arrows point. */
@AnalyzeClasses(packages = "io.pawstream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule USES_WHAT_THE_RUNTIME_OFFERS =
      noClasses()
          .that()
          .resideInAPackage("io.pawstream.flink..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.pawstream.runtime..internal..");

  @ArchTest
  static final ArchRule THE_RUNTIME_KNOWS_NO_FLINK =
      noClasses()
          .that()
          .resideInAPackage("io.pawstream.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.pawstream.flink..", "org.apache.flink..");

  @ArchTest
  static final ArchRule EVERY_PUBLIC_TYPE_SAYS_WHOM_IT_IS_FOR =
      classes()
          .that()
          .resideInAPackage("io.pawstream.flink..")
          .and()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .beAnnotatedWith(PublicEvolving.class)
          .orShould()
          .beAnnotatedWith(Internal.class);
}
