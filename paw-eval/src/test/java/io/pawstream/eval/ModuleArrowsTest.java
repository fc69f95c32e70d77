package io.pawstream.eval;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What evaluations may know: answers and calibrations, and how reports are written. */
@AnalyzeClasses(packages = "io.pawstream.eval", importOptions = DoNotIncludeTests.class)
class ModuleArrowsTest {
  @ArchTest
  static final ArchRule evaluationsKnowOnlyAnswersAndCalibrations =
      classes()
          .that()
          .resideInAPackage("io.pawstream.eval..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.pawstream.eval..",
              "io.pawstream.runtime.answer",
              "io.pawstream.runtime.program",
              "java..",
              "org.jspecify..",
              "com.fasterxml.jackson.databind..");

  @ArchTest
  static final ArchRule numbersKnowNothingOfHowTheyAreShown =
      noClasses()
          .that()
          .resideInAPackage("io.pawstream.eval")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.pawstream.eval.report..", "com.fasterxml..");
}
