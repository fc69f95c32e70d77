package io.pawstream.engine.blas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may use. */
@AnalyzeClasses(packages = "io.pawstream.engine.blas", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String RUNTIME = "io.pawstream.runtime";
  private static final String TRANSFORMER = "io.pawstream.transformer";

  @ArchTest
  static final ArchRule theSeamTheQueueAndTheForwardPass =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.pawstream.engine.blas..",
              RUNTIME + ".answer",
              RUNTIME + ".engine",
              RUNTIME + ".engine.internal",
              RUNTIME + ".engine.internal.program",
              RUNTIME + ".gguf",
              RUNTIME + ".interpreter",
              RUNTIME + ".llama.internal",
              RUNTIME + ".program",
              TRANSFORMER,
              TRANSFORMER + ".lora",
              TRANSFORMER + ".math",
              TRANSFORMER + ".tensor",
              "java..",
              "org.slf4j..",
              "org.jspecify..");
}
