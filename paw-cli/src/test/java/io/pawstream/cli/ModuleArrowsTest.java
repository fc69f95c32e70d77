package io.pawstream.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows: paw-cli -> paw-compiler -> paw-transformer -> paw-runtime, and never back. */
@AnalyzeClasses(packages = "io.pawstream", importOptions = DoNotIncludeTests.class)
class ModuleArrowsTest {
  private static final String CLI = "io.pawstream.cli..";
  private static final String COMPILER = "io.pawstream.compiler..";
  private static final String TRANSFORMER = "io.pawstream.transformer..";
  private static final String RUNTIME = "io.pawstream.runtime..";

  @ArchTest
  static final ArchRule theRuntimeKnowsNoCompiler =
      noClasses()
          .that()
          .resideInAPackage(RUNTIME)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TRANSFORMER, COMPILER, CLI);

  @ArchTest
  static final ArchRule theTransformerKnowsNoCompiler =
      noClasses()
          .that()
          .resideInAPackage(TRANSFORMER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(COMPILER, CLI);

  @ArchTest
  static final ArchRule theCompilerUsesWhatOthersOffer =
      noClasses()
          .that()
          .resideInAPackage(COMPILER)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  CLI, "io.pawstream.runtime..internal..", "io.pawstream.transformer..internal.."));

  @ArchTest
  static final ArchRule theCommandLineUsesWhatOthersOffer =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "io.pawstream.runtime..internal..",
                  "io.pawstream.rows.internal..",
                  "io.pawstream.transformer..",
                  "io.pawstream.compiler..internal.."));
}
