package io.pawstream.rows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What rows may know: answers, and how text is parsed. */
@AnalyzeClasses(packages = "io.pawstream.rows", importOptions = DoNotIncludeTests.class)
class ModuleArrowsTest {
  @ArchTest
  static final ArchRule rowsKnowOnlyAnswers =
      classes()
          .that()
          .resideInAPackage("io.pawstream.rows..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.pawstream.rows..",
              "io.pawstream.runtime.answer",
              "java..",
              "org.jspecify..",
              "com.fasterxml.jackson.core..",
              "org.apache.commons.csv..");
}
